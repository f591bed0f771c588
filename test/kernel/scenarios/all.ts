import { again } from './again.js';
import { closing } from './closing.js';
import { crashing } from './crashing.js';
import { crowded } from './crowded.js';
import { each } from './each.js';
import { forging } from './forging.js';
import { opening } from './opening.js';
import { options } from './options.js';
import { resetting } from './resetting.js';
import { sending } from './sending.js';
import type { Scenario } from './steps.js';

/** All scenarios, by the name of the file that they are recorded in. */
export const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  opening,
  closing,
  resetting,
  crashing,
  sending,
  again,
  crowded,
  options,
  forging,
  each,
};
