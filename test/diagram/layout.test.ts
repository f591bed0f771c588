import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/diagram/layout.js';
import { tilesOf } from '../../src/diagram/picture.js';
import type { Layout } from '../../src/diagram/places.js';
import { plainMeasure } from '../../src/diagram/plain-measure.js';
import { drawn } from './written.js';

const laidOut = (text: string, width = Infinity): Layout => layOut(drawn(text), width, plainMeasure);

/** The left and right edge of an arrow's label. */
function labelOf(layout: Layout, row: number): [number, number] {
  const arrow = layout.rows[row]?.arrow;
  if (!arrow) throw new Error('no arrow');
  const blank = plainMeasure(' ', 'number');
  const width = Math.max(
    ...arrow.lines.map((line) =>
      line.reduce((sum, { text, face }) => sum + plainMeasure(text, face) + blank, -blank),
    ),
  );
  const { x, anchor } = arrow.label;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return [left, left + width];
}

describe('the words of an arrow', () => {
  it('stand beside the line of a segment that is under way', () => {
    const layout = laidOut(`
A -> SYN(seq=100) -> ...
A <- SYN(seq=300) <- B
... -> SYN(seq=100) -> B`);
    const flight = layout.rows[0]?.arrow;
    const row = layout.rows[1];
    if (!flight || !row?.arrow) throw new Error('no arrows');
    const y = (layout.tops[1] ?? 0) + row.arrow.label.y - 4 - (layout.tops[0] ?? 0);
    const x =
      flight.from.x + ((y - flight.from.y) / (flight.to.y - flight.from.y)) * (flight.to.x - flight.from.x);
    const [left, right] = labelOf(layout, 1);
    expect(x > left && x < right).toBe(false);
    // They are still on their arrow.
    expect(left).toBeGreaterThan(row.arrow.to.x);
    expect(right).toBeLessThan(row.arrow.from.x);
  });

  it('stand beside the lifelines that the arrow passes', () => {
    const layout = laidOut(`
A -> SYN(seq=1) -> B
A -> SYN(seq=1) -> C
B -> RST(seq=1) -> C`);
    const passed = layout.heads[1]?.x ?? 0;
    const [left, right] = labelOf(layout, 1);
    expect(passed > left && passed < right).toBe(false);
  });

  it('stand in the middle where nothing is in the way', () => {
    const layout = laidOut('A -> SYN(seq=100) -> B');
    expect(layout.rows[0]?.arrow?.label.anchor).toBe('middle');
  });
});

describe('the words at a lifeline', () => {
  const talkative = 'the program has nothing more to say and closes, '.repeat(6).trim();
  it.each([Infinity, 1000, 420])('end before the next lifeline in a panel of %d pixels', (width) => {
    const layout = laidOut(
      `A -> SYN -> B\nC -> SYN -> B\nA: timeout : ${talkative}\nB: close : ${talkative}\nC: 用户超时 : 很久没有人应答${'，很久很久'.repeat(12)}`,
      width,
    );
    const xs = layout.heads.map(({ x }) => x);
    for (const { row, box, height } of layout.rows) {
      if (row.kind !== 'call') continue;
      const own = xs[row.participant] ?? 0;
      const next = xs[row.participant + (row.participant === 0 ? 1 : -1)] ?? 0;
      expect(box?.width).toBeLessThan(Math.abs(next - own) - 20);
      expect(height).toBeGreaterThan(15 * (box?.lines.length ?? 0));
    }
  });
});

describe('the names of a picture that no panel limits', () => {
  it('are there whole, side by side', () => {
    const names = ['ClientOnTheOtherSideOfTheWorld', 'S', 'TheServerInTheBasement'];
    const label = 'behind a translator that has a very long name, too';
    const layout = laidOut(`
endpoint ${names[0] ?? ''} "${label}"
${names[0] ?? ''} -> SYN -> S
${names[2] ?? ''} -> SYN -> S`);
    const { heads } = layout;
    heads.forEach(({ name, label, width }) => {
      const text = plainMeasure(name, 'name') + (label ? plainMeasure(` · ${label}`, 'label') : 0);
      expect(width).toBeGreaterThanOrEqual(text + 16);
    });
    heads.slice(1).forEach((head, index) => {
      const before = heads[index];
      expect(head.x - head.width / 2).toBeGreaterThan((before?.x ?? 0) + (before?.width ?? 0) / 2);
    });
    expect((heads[0]?.x ?? 0) - (heads[0]?.width ?? 0) / 2).toBeGreaterThanOrEqual(0);
  });
});

describe('the room in a panel', () => {
  const handshake = 'C -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK <- S\nC -> ACK -> S';
  const between = ({ heads }: Layout) => (heads[1]?.x ?? 0) - (heads[0]?.x ?? 0);

  it('moves lifelines apart, and not too far', () => {
    expect(between(laidOut(handshake, 700))).toBeGreaterThan(between(laidOut(handshake)));
    expect(laidOut(handshake, 700).width).toBeLessThanOrEqual(700);
    expect(between(laidOut(handshake, 3000))).toBe(between(laidOut(handshake, 1500)));
  });

  it('is enough for the longest single number of a label in a narrow panel', () => {
    const layout = laidOut('C -> ACK(ts=4294967295/4294967295) -> S', 220);
    const widest = plainMeasure('ts=4294967295/4294967295', 'number');
    expect(between(layout)).toBeGreaterThan(widest);
  });
});

describe('a phase', () => {
  it('has its title between the lifelines, in lines if it is long', () => {
    const layout = laidOut(`C -> SYN -> S\n== ${'a long title of a phase '.repeat(6)}==`, 700);
    const box = layout.rows[1]?.box;
    expect(box?.lines.length).toBeGreaterThan(1);
    expect(box?.width).toBeLessThan((layout.heads[1]?.x ?? 0) - (layout.heads[0]?.x ?? 0));
    expect(layout.rows[1]?.height).toBeGreaterThan(38);
  });
});

describe('a note', () => {
  it('is as wide as its words need', () => {
    const layout = laidOut(`C -> SYN -> S\nnote C: ok\nnote C: ${'some more words '.repeat(8)}`);
    const [short, long] = [layout.rows[1]?.box, layout.rows[2]?.box];
    expect(short?.width).toBeLessThan(100);
    expect(long?.width).toBeGreaterThan(150);
    expect(long?.lines.length).toBeLessThan(6);
  });
});

describe('the tiles of a drawing', () => {
  it('are one where there is no row yet, which has the initial states', () => {
    const layout = laidOut('endpoint S "Server"\nC: ESTABLISHED');
    expect(layout.rows).toEqual([]);
    expect(tilesOf(layout)).toEqual([
      { first: 0, end: 0, top: 0, height: layout.height, reach: layout.height },
    ]);
  });
});
