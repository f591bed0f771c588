/**
 * From a connection to its note. What the capture leaves open is read in the way in which both ends do what RFC 9293
 * says: only what no reading makes right is wrong.
 */
import type { State } from '../../tcp/state.js';
import type { Connection } from '../exchange/pair.js';
import { folded } from '../exchange/fold.js';
import { journeysOf, NO_DOUBTS } from '../exchange/journey.js';
import type { Side } from '../exchange/passing.js';
import { inPieces } from '../exchange/pieces.js';
import { whole } from '../exchange/whole.js';
import { judged, statesIn, type Reading } from './judge.js';
import { Search } from './search.js';
import { Shapes } from './shapes.js';
import { tellingOf, type Style } from './statements.js';
import { moreLeftOut } from './words.js';
import { textOf } from './write.js';

export interface NoteOptions extends Style {
  /** Long runs are told segment by segment, as they are where every field is written. */
  readonly unfold: boolean;
  /** At most so many segments, after folding. */
  readonly limit: number;
}

export interface Note {
  /** A scenario of Segno's, with a line end behind its last line. */
  readonly text: string;
  /** Errors and warnings: on which line of the text, and which. */
  readonly problems: readonly { readonly line: number; readonly code: string }[];
  /** The states of both ends when the capture ends; undefined where they are not known. */
  readonly final: Readonly<Partial<Record<Side, State>>>;
}

const shapes = new Shapes();

export function noteOf(connection: Connection, options: NoteOptions): Note {
  const all = whole(connection.passings);
  // Of several segments in one line nobody could say that each was within the window.
  const shown = inPieces(options.unfold || options.full ? all : folded(all));
  const passings = shown.slice(0, options.limit);
  const leftOut = shown.length - passings.length;
  const remarks = leftOut > 0 ? [moreLeftOut(leftOut)] : [];
  const telling = tellingOf(connection, journeysOf(passings), remarks, options);
  const known = shapes.get(telling);
  if (known) return { text: textOf(telling, known.states), problems: [], final: known.final };
  const first = judged(telling, NO_DOUBTS);
  const best =
    first.wrong.length === 0 ? first : new Search(connection, passings, remarks, options).from(first);
  const states = statesIn(best);
  const text = textOf(best.telling, states);
  if (best.wrong.length > 0) return { text, problems: problemsIn(best), final: {} };
  const { final } = best.replayed.trace;
  if (best === first) shapes.add(telling, { states, final });
  return { text, problems: [], final };
}

function problemsIn({ wrong, telling: { script } }: Reading): Note['problems'] {
  return wrong.map(({ statement, code }) => ({ line: script.statements[statement]?.line ?? 0, code }));
}
