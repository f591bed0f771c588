/**
 * The readers of notations other than Segno's own. A new one is a folder with a reader in it, and a line in this list.
 * Those that tell from an info string or a keyword come before those that go by the look of a text.
 *
 * Segno's own is none of them, though both give a script with a source map. A reader makes a figure of a text that is
 * there, all at once, and leaves alone what it cannot make out. Segno's lines are being written: each is read for itself
 * and kept from edit to edit, what is broken is told, and a statement says more than a message of a figure can.
 */
import { arrows } from './arrows/arrows.js';
import { ladder } from './ladder/ladder.js';
import { mermaid } from './mermaid/mermaid.js';
import { packetdrill } from './packetdrill/packetdrill.js';
import type { Reader } from './reader.js';
import { rfc } from './rfc/rfc.js';
import { sequence } from './sequence/sequence.js';
import { table } from './table/table.js';
import { tcpdump } from './tcpdump/tcpdump.js';
import { tshark } from './tshark/tshark.js';

export const READERS: readonly Reader[] = [
  mermaid,
  sequence,
  rfc,
  packetdrill,
  tcpdump,
  tshark,
  table,
  arrows,
  ladder,
];
