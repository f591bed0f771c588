/** What holds for every drawing to scale: time goes down, and nothing stands on anything else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/diagram/layout.js';
import type { Layout, TextLine } from '../../src/diagram/places.js';
import { plainMeasure } from '../../src/diagram/plain-measure.js';
import { momentsOf } from '../../src/diagram/timeline.js';
import { durationText } from '../../src/exchange/duration.js';
import { drawn } from './written.js';

const LOST = `delay C S 20ms
@0      C -> SYN(seq=x) -> S
@20ms   C <- SYN(seq=y)+ACK(ack=x+1) <- S
@44ms   C -> ACK(ack=y+1) -> S
@62ms   C -> DATA(seq=x+1, len=100)+ACK -> S
@84ms   C -> DATA(seq=x+101, len=100)+ACK -x S
@122ms  C <- ACK(ack=x+101) <- S
@336ms  C -> DATA(seq=x+101, len=100)+ACK -> S
@362ms  C <- ACK(ack=x+201) <- S
@1208ms C -> DATA(seq=x+201, len=40)+ACK -> S
@1230ms C <- ACK(ack=x+241) <- S`;

const PREMATURE = `delay A B 60ms
@0     A -> DATA(seq=92, len=8)+ACK -> B
@20ms  A -> DATA(seq=100, len=20)+ACK -> B
@60ms  A <- ACK(ack=100) <- B
@80ms  A <- ACK(ack=120) <- B
@100ms A: timeout
@100ms A -> DATA(seq=92, len=8)+ACK -> B
@160ms A <- ACK(ack=120) <- B`;

const SHUT = `delay C S 10ms
@0     C -> DATA(seq=1, len=10) -> S
@10ms  C <- ACK(seq=1, ack=11, win=0) <- S
@220ms C -> DATA(seq=11, len=1) -> S
@230ms C <- ACK(seq=1, ack=11, win=0) <- S
@640ms C: timeout
@640ms C -> DATA(seq=11, len=1) -> S
@650ms C <- ACK(seq=1, ack=12, win=500) <- S`;

const UNTIMED = `C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
== data ==
C -> DATA(len=100)+ACK -> S
C -> DATA(len=100)+ACK -x S
note C: the timer runs
C -> DATA(seq=x+101, len=100)+ACK -> S
C <- ACK <- S`;

const WIDTHS = [Infinity, 1400, 676, 350];

function laidOut(text: string, width = Infinity): Layout {
  return layOut(drawn(text), width, plainMeasure, { toScale: true });
}

/** What words take in a line. */
function widest(lines: readonly TextLine[]): number {
  const blank = plainMeasure(' ', 'number');
  const width = (line: TextLine) =>
    line.reduce((sum, { text, face }) => sum + plainMeasure(text, face) + blank, -blank);
  return Math.max(...lines.map(width));
}

/** The ends of the line of each row, from the drawing's top. */
function linesOf({ rows, tops }: Layout) {
  return rows.flatMap(({ arrow, index, row }) => {
    if (!arrow || row.kind !== 'segment') return [];
    const top = tops[index] ?? 0;
    const at = ({ x, y }: { readonly x: number; readonly y: number }) => ({ x, y: top + y });
    // Where a departure's line ends, the arrival has none of its own.
    const tied = row.passage === 'arrival' && row.other !== undefined;
    return [{ index, from: at(arrow.from), to: at(arrow.to), arrow, top, tied }];
  });
}

/** How far down everything of a drawing is that happens at a known time. */
function heights(text: string): { readonly time: number; readonly y: number }[] {
  const drawing = drawn(text);
  const layout = laidOut(text);
  const moments = momentsOf(drawing).rows;
  return linesOf(layout).flatMap(({ index, from, to }) => {
    const { at = 0, arrives = 0 } = moments[index] ?? {};
    const row = drawing.rows[index];
    const whole = row?.kind === 'segment' && row.passage === 'across';
    // What was under way comes in where its line ends.
    if (row?.kind === 'segment' && row.passage === 'arrival') return [{ time: at, y: to.y }];
    return [{ time: at, y: from.y }, ...(whole ? [{ time: arrives, y: to.y }] : [])];
  });
}

const way = fc.integer({ min: 1, max: 80 });
const timed = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 600 }), way), { minLength: 1, maxLength: 12 })
  .map((lines) => {
    let time = 0;
    return lines
      .map(([right, later, takes]) => {
        time += later;
        const when = `@${time}ms..+${takes}ms`;
        return right ? `${when} C -> ACK -> S` : `${when} C <- ACK <- S`;
      })
      .join('\n');
  });

describe('a drawing to scale', () => {
  it('cuts the same silences, and has all moments in the same order, however much of the page time takes', () => {
    const stretches = fc.double({ min: 1 / 16, max: 16, noNaN: true });
    fc.assert(
      fc.property(timed, stretches, (text, stretch) => {
        const drawing = drawn(text);
        const [usual, other] = [1, stretch].map((times) =>
          layOut(drawing, 676, plainMeasure, { toScale: true, stretch: times }),
        );
        const cutsOf = (layout?: Layout) => layout?.axis?.cuts.map((cut) => cut.text);
        expect(cutsOf(other)).toEqual(cutsOf(usual));
        const instants = other?.instants ?? [];
        expect(instants.length).toBe(usual?.instants?.length);
        instants.slice(1).forEach((instant, at) => {
          expect(instant.time).toBeGreaterThanOrEqual(instants[at]?.time ?? 0);
          expect(instant.y).toBeGreaterThanOrEqual((instants[at]?.y ?? 0) - 1e-6);
        });
      }),
      { numRuns: 40 },
    );
  });

  it.each([LOST, PREMATURE])('has what happens later further down', (text) => {
    const all = heights(text).sort((a, b) => a.time - b.time);
    for (const [at, { time, y }] of all.entries()) {
      const before = all[at - 1];
      if (!before) continue;
      if (time === before.time) expect(y).toBeCloseTo(before.y);
      else expect(y).toBeGreaterThan(before.y);
    }
  });

  it('has what happens later further down, whatever happens', () => {
    fc.assert(
      fc.property(timed, (text) => {
        const all = heights(text).sort((a, b) => a.time - b.time || a.y - b.y);
        all.slice(1).forEach(({ y }, at) => expect(y).toBeGreaterThanOrEqual((all[at]?.y ?? 0) - 1e-6));
        const { rows, tops } = laidOut(text);
        rows
          .slice(1)
          .forEach(({ index }) => expect(tops[index]).toBeGreaterThanOrEqual(tops[index - 1] ?? 0));
        for (const { height } of rows) expect(height).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  it('has equal times equally far apart, but for silences', () => {
    const { axis } = laidOut(LOST);
    const lines = linesOf(laidOut(LOST));
    const [first, second] = lines;
    const perTime = ((second?.from.y ?? 0) - (first?.from.y ?? 0)) / 20;
    expect(perTime).toBeGreaterThan(1);
    for (const { from, to, index } of lines) {
      if (index !== 4) expect(to.y - from.y).toBeCloseTo(20 * perTime);
    }
    expect(axis?.cuts.map(({ text }) => text)).toEqual(['194 ms', '826 ms']);
  });

  it.each([
    [LOST, ['delayed ACK 40 ms', 'RTO 252 ms']],
    [PREMATURE, ['RTO 100 ms']],
    [SHUT, ['persist 200 ms', 'persist 420 ms']],
  ])('has brackets from where an end begins to wait to where it ends', (text, said) => {
    const drawing = drawn(text);
    const layout = laidOut(text);
    expect(layout.brackets?.map((bracket) => bracket.text)).toEqual(said);
    const moments = heights(text);
    for (const [at, { top, bottom, row }] of (layout.brackets ?? []).entries()) {
      const timer = drawing.timers?.[at];
      expect(row).toBe(timer?.from.row);
      const known = momentsOf(drawing).rows;
      const [from, to] = [timer?.from, timer?.to].map((point) => {
        const moment = known[point?.row ?? -1];
        return point?.arrives === true ? moment?.arrives : moment?.at;
      });
      expect(moments.find(({ time }) => time === from)?.y).toBeCloseTo(top);
      expect(moments.find(({ time }) => time === to)?.y).toBeCloseTo(bottom);
    }
  });

  it.each([
    ['LOST', LOST],
    ['PREMATURE', PREMATURE],
    ['UNTIMED', UNTIMED],
  ])('has no line through the words of another (%s)', (_, text) => {
    for (const width of [Infinity, 1400, 676]) {
      const lines = linesOf(laidOut(text, width));
      for (const { arrow, top, index } of lines) {
        const words = arrow.lines.flatMap((line) => line.map((piece) => piece.text)).join(' ');
        if (words === '') continue;
        const angle = ((arrow.label.angle ?? 0) * Math.PI) / 180;
        const length = widest(arrow.lines);
        const begin =
          arrow.label.anchor === 'end' ? -length : arrow.label.anchor === 'middle' ? -length / 2 : 0;
        // Points along the middle of the words, of which a line has all on one side.
        const points = Array.from({ length: 21 }, (_, step) => {
          const along = begin + (length * step) / 20;
          return {
            x: arrow.label.x + along * Math.cos(angle) + 4 * Math.sin(angle),
            y: top + arrow.label.y + along * Math.sin(angle) - 4 * Math.cos(angle),
          };
        });
        for (const { index: other, from, to, tied } of lines) {
          if (other === index || tied) continue;
          const sides = points.flatMap(({ x, y }) => {
            const part = (x - from.x) / (to.x - from.x);
            return part < 0 || part > 1 ? [] : [Math.sign(from.y + part * (to.y - from.y) - y)];
          });
          expect(new Set(sides).size, `${words} | ${other} at ${width}`).toBeLessThan(2);
        }
      }
    }
  });

  it.each(WIDTHS)('has no chip on another at %s pixels', (width) => {
    for (const text of [LOST, PREMATURE, UNTIMED]) {
      const { rows, tops, initial } = laidOut(text, width);
      const chips = [
        ...initial,
        ...rows.flatMap((row) => row.chips.map((chip) => ({ ...chip, y: chip.y + (tops[row.index] ?? 0) }))),
      ];
      for (const [at, one] of chips.entries()) {
        for (const other of chips.slice(at + 1)) {
          const beside = one.x + one.width <= other.x + 0.5 || other.x + other.width <= one.x + 0.5;
          expect(beside || Math.abs(one.y - other.y) >= 20, `${one.text} | ${other.text}`).toBe(true);
        }
      }
    }
  });

  it('has one way take one row where no times are known', () => {
    const layout = laidOut('C -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S');
    const [one, two, three] = linesOf(layout);
    expect(layout.axis).toBeUndefined();
    expect(one?.to.y).toBeCloseTo(two?.from.y ?? 0);
    expect(two?.to.y).toBeCloseTo(three?.from.y ?? 0);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [250, '250 µs'],
    [1_500, '1.5 ms'],
    [252_000, '252 ms'],
    [1_208_000, '1,208 ms'],
    [1_000_000, '1 s'],
    [12_500_000, '12.5 s'],
    [240_000_000, '4 min'],
  ])('is said shortly: %s', (microseconds, text) => {
    expect(durationText(microseconds)).toBe(text);
  });
});
