/** The names that stand over lifelines. */
import { flagsIn } from '../label/flags.js';
import { plain } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { cellsIn, onlyState, type Cell } from '../layout/text.js';
import type { Row } from './row.js';

export const MOST_LIFELINES = 12;

/** The cells of a row that may be names: none of them a state, a flag or a sentence. */
export function namesIn(row: Row, drawn: readonly number[]): readonly Cell[] | undefined {
  const cells = cellsIn(
    row.words.replaceAll(/[-=]{3,}/g, (run) => ' '.repeat(run.length)),
    0,
    row.text.length,
  );
  const names = cells.flatMap((one) => nameIn(one) ?? []);
  if (names.length < 2 || names.length < cells.length || names.length > MOST_LIFELINES) return undefined;
  if (drawn.length >= 2 && names.length > drawn.length) return undefined;
  return names;
}

/** The names in a row that may stand over lifelines, in one text. */
export function headingIn(row: Row): string | undefined {
  const cells = cellsIn(row.words, 0, row.text.length);
  return cells.length >= 2 && cells.every(nameIn) ? cells.map(({ text }) => text).join('\n') : undefined;
}

/** A name over a lifeline, without the brackets around it and the state behind it; undefined where it cannot be one. */
function nameIn(whole: Cell): Cell | undefined {
  const state = stateBehind(whole);
  const cell = state ? { ...whole, text: whole.text.slice(0, state.behind) } : whole;
  const [, lead = '', own = '', tail = ''] =
    /^([[(（【<"`*_]*\s*)(.*?)(\s*[\])）】>"`*_:：]*)$/u.exec(cell.text) ?? [];
  // `Client (C)`: what is opened within the name is closed within it.
  const inner = /[[(（【<]/u.test(own) ? tail.trimEnd().replace(/[:：*_`"]+$/u, '') : '';
  const stripped = own + inner;
  const start = cell.start + lead.length;
  const { text } = plain(stripped);
  if (stripped === '' || stripped.length > 40 || !/[\p{L}\d]/u.test(text) || statesIn(text).length > 0)
    return undefined;
  if (flagsIn(text).words.length > 0 || /[=;]/u.test(text)) return undefined;
  return { text: stripped, start, end: start + stripped.length };
}

/** The state behind a name: `A ESTABLISHED`, `Server (port CLOSED)`; `behind` is where the name ends. */
export function stateBehind({ text, start }: Cell): (Cell & { readonly behind: number }) | undefined {
  const [state, more] = statesIn(text);
  if (!state || more || onlyState(text)) return undefined;
  const { span } = state;
  const behind = /\s*(?:[([（【]\s*(?:\p{L}+\s+)?|\s)$/u.exec(text.slice(0, span.start))?.index ?? 0;
  if (behind === 0 || !/^\s*[)\]）】]?$/u.test(text.slice(span.end))) return undefined;
  return { text: text.slice(span.start, span.end), start: start + span.start, end: start + span.end, behind };
}
