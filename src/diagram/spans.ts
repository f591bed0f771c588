/** The stretches of lifelines, each in one state. */
import { bandOf, KINDS } from './chips.js';
import type { Drawing } from './drawing.js';
import type { RowPlace, Span } from './places.js';

/** All spans of a drawing whose rows have their tops. Several connections on one lifeline stand side by side. */
export function placeSpans(
  { ends, initial }: Drawing,
  xs: readonly number[],
  rows: readonly RowPlace[],
  tops: readonly number[],
  height: number,
): Span[] {
  return ends.flatMap((end, index) => {
    const strips = ends.flatMap((other, at) => (other.participant === end.participant ? [at] : []));
    const { band, strip: width } = bandOf(strips.length);
    const pitch = strips.length < 2 ? 0 : (band - width) / (strips.length - 1);
    const x = (xs[end.participant] ?? 0) - band / 2 + strips.indexOf(index) * pitch;
    const spans: Span[] = [];
    let state = initial.find((one) => one.end === index)?.state;
    let from = 0;
    const close = (at: number) => {
      if (state) spans.push({ x, width, state, kind: KINDS[state], top: from, bottom: at });
      from = at;
    };
    rows.forEach(({ row, y }, at) => {
      const now = row.states.find((one) => one.end === index);
      if (!now || now.state === state) return;
      close((tops[at] ?? 0) + y);
      state = now.state;
    });
    close(height);
    return spans;
  });
}
