/** The one registry of what a writer may have meant by a line that is wrong, in the order in which it is tried. */
import { absent } from './absent.js';
import { again } from './again.js';
import { beginning } from './beginning.js';
import { counted } from './counted.js';
import { direction } from './direction.js';
import { doubled } from './doubled.js';
import { end } from './end.js';
import { fate } from './fate.js';
import { flag } from './flag.js';
import { flight } from './flight.js';
import { length } from './length.js';
import { missing } from './missing.js';
import { open } from './open.js';
import { order } from './order.js';
import type { Repair } from './repair.js';
import { relative } from './relative.js';
import { right } from './right.js';
import { split } from './split.js';
import { stream } from './stream.js';
import { swapped } from './swapped.js';
import { unsettled } from './unsettled.js';
import { unshown } from './unshown.js';
import { written } from './written.js';

export const REPAIRS: readonly Repair[] = [
  right,
  written,
  absent,
  split,
  relative,
  stream,
  unshown,
  unsettled,
  again,
  counted,
  open,
  flight,
  beginning,
  direction,
  swapped,
  end,
  length,
  fate,
  flag,
  missing,
  doubled,
  order,
];
