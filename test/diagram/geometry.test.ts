/** What holds for every drawing, whatever is in it: nothing stands on anything else. */
import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../src/diagram/drawing.js';
import { layOut } from '../../src/diagram/layout.js';
import { Lettering } from '../../src/diagram/lettering.js';
import { LINE, type Anchored, type Layout, type Point, type View } from '../../src/diagram/places.js';
import { plainMeasure } from '../../src/diagram/plain-measure.js';
import { drawn } from './written.js';

const OPENING = 'C -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK(ack=y+1) -> S';

function data(count: number): string {
  return Array.from({ length: count }, (_, at) =>
    at % 3 === 2 ? 'C <- ACK <- S' : 'C -> DATA(len=1400)+ACK -> S',
  ).join('\n');
}

const SAMPLES: Readonly<Record<string, string>> = {
  opening: OPENING,
  data: `${OPENING}\n${data(60)}`,
  close: `C: [ESTABLISHED]
S: [ESTABLISHED]
C: close
C -> FIN(seq=u)+ACK(ack=v) -> S
C <- ACK(seq=v, ack=u+1) <- S
== the server is done ==
S: close
C <- FIN(seq=v)+ACK(ack=u+1) <- S
C -> ACK(seq=u+1, ack=v+1) -x S
S: timeout
C <- FIN(seq=v)+ACK(ack=u+1) <- S : once more
C -> ACK(seq=u+1, ack=v+1) -> S
C: 2MSL`,
  overtaking: `${OPENING}
C -> DATA(len=100) -> ...
C -> DATA(len=100) -> ...
C -> DATA(len=100) -x S
... -> DATA(seq=x+101, len=100) -> S
C <- ACK(ack=x+1) <- S
... -> DATA(seq=x+1, len=100) -> S
... <- ACK(ack=x+201) <- S
C: timeout
C -> DATA(seq=x+201, len=100) -> S`,
  'simultaneous open': `A -> SYN(seq=100) -> ...
A <- SYN(seq=300) <- B
... -> SYN(seq=100) -> B
A -> SYN(seq=100)+ACK(ack=301) -> ...
A <- SYN(seq=300)+ACK(ack=101) <- B
... -> SYN(seq=100)+ACK(ack=301) -> B`,
  'six ends': `Client -> SYN(seq=x) -> Server
Client <- SYN(seq=y)+ACK(ack=x+1) <- Server
Client -> ACK(ack=y+1) -> Server
ProxyInTheMiddle -> SYN(seq=p, mss=1460) -> Database
ProxyInTheMiddle <- SYN(seq=q)+ACK(ack=p+1) <- Database
ProxyInTheMiddle -> ACK(ack=q+1) -> Database
Logger -> SYN(seq=l) -> Client
Logger <- SYN(seq=m)+ACK(ack=l+1) <- Client
Archive -> SYN(seq=k, mss=1460, wscale=7) -> Client
ProxyInTheMiddle: send 100 : a long remark on what the program does here`,
  wrong: 'C -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+2) <- S\nC -> ACK(ack=y+1) -> S',
};

const VIEWS: readonly View[] = [
  {},
  { dense: true },
  { opened: new Set() },
  { dense: true, opened: new Set() },
];

interface Words {
  readonly text: string;
  readonly row: number;
  readonly outline: readonly Point[];
}

/** All words at arrows, with what they cover, from the drawing's top. */
function wordsOf(drawing: Drawing, layout: Layout): Words[] {
  const lettering = new Lettering(drawing, plainMeasure);
  return layout.rows.flatMap(({ index, row, arrow, remarks, remarksAt, hidden }): Words[] => {
    if (row.kind !== 'segment' || !arrow || hidden === true) return [];
    const top = layout.tops[index] ?? 0;
    const label = arrow.lines.map((line) => line.map(({ text }) => text).join(' ')).join(' / ');
    const words = [
      {
        text: label,
        row: index,
        outline: outlineOf(arrow.label, top, lettering.widest(arrow.lines), arrow.lines.length),
      },
    ];
    if (arrow.number) {
      const width = plainMeasure(String(row.number), 'small');
      words.push({
        text: `number ${row.number}`,
        row: index,
        outline: outlineOf(arrow.number, top, width, 1, 8),
      });
    }
    if (remarks.length > 0) {
      const width = lettering.widestText(remarks.map(({ text }) => text));
      const at = { ...remarksAt, y: remarksAt.y + LINE * (remarks.length - 1) };
      words.push({
        text: remarks[0]?.text ?? '',
        row: index,
        outline: outlineOf(at, top, width, remarks.length),
      });
    }
    return words;
  });
}

/** The corners of words, of which `at` is the last line's baseline. */
function outlineOf(at: Anchored, top: number, width: number, lines: number, rise = 9): Point[] {
  const left = at.anchor === 'start' ? 0 : at.anchor === 'end' ? -width : -width / 2;
  const turn = ((at.angle ?? 0) * Math.PI) / 180;
  const high = -(rise + LINE * (lines - 1));
  return [
    [left, high],
    [left + width, high],
    [left + width, 2],
    [left, 2],
  ].map(([x = 0, y = 0]) => ({
    x: at.x + x * Math.cos(turn) - y * Math.sin(turn),
    y: top + at.y + x * Math.sin(turn) + y * Math.cos(turn),
  }));
}

interface Line {
  readonly text: string;
  readonly from: Point;
  readonly to: Point;
}

/** Arrows and the middles of lifelines, from the drawing's top. */
function linesOf(layout: Layout): Line[] {
  const arrows = layout.rows.flatMap(({ index, row, arrow, hidden }): Line[] => {
    if (row.kind !== 'segment' || !arrow || hidden === true) return [];
    if (row.passage === 'arrival' && row.other !== undefined) return [];
    const top = layout.tops[index] ?? 0;
    const at = ({ x, y }: Point) => ({ x, y: y + top });
    return [{ text: `arrow ${row.number}`, from: at(arrow.from), to: at(arrow.to) }];
  });
  const lifelines = layout.heads.map(({ x, name }) => ({
    text: `lifeline ${name}`,
    from: { x, y: 0 },
    to: { x, y: layout.height },
  }));
  return [...arrows, ...lifelines];
}

/** Which side of a line a point is on. */
function side(from: Point, to: Point, { x, y }: Point): number {
  return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
}

/** Whether two convex outlines, of which one may be a line, have an edge of either between them. */
function apart(one: readonly Point[], other: readonly Point[]): boolean {
  return [
    [one, other],
    [other, one],
  ].some(([edges = [], points = []]) =>
    edges.some((from, at) => {
      const to = edges[(at + 1) % edges.length] ?? from;
      const own = edges.map((point) => side(from, to, point));
      const others = points.map((point) => side(from, to, point));
      return (
        (Math.max(...own) <= 1e-6 && Math.min(...others) >= -1e-6) ||
        (Math.min(...own) >= -1e-6 && Math.max(...others) <= 1e-6)
      );
    }),
  );
}

describe.each(Object.entries(SAMPLES))('%s', (_, text) => {
  const drawing = drawn(text);

  it('has no line through words, and no words over others', () => {
    for (const view of VIEWS) {
      const layout = layOut(drawing, Infinity, plainMeasure, view);
      const words = wordsOf(drawing, layout);
      for (const [at, one] of words.entries()) {
        for (const { text: name, from, to } of linesOf(layout)) {
          expect(apart(one.outline, [from, to]), `${one.text} | ${name}`).toBe(true);
        }
        for (const other of words.slice(at + 1)) {
          expect(apart(one.outline, other.outline), `${one.text} | ${other.text}`).toBe(true);
        }
      }
    }
  });

  it('has no words over others in a narrow panel', () => {
    for (const width of [700, 350]) {
      const words = wordsOf(drawing, layOut(drawing, width, plainMeasure));
      const level = words.filter(({ outline }) => outline[0]?.y === outline[1]?.y);
      for (const [at, one] of level.entries()) {
        for (const other of level.slice(at + 1)) {
          expect(apart(one.outline, other.outline), `${one.text} | ${other.text}`).toBe(true);
        }
      }
    }
  });

  it('has no chip on another, and no head', () => {
    for (const width of [Infinity, 700, 350]) {
      for (const view of VIEWS) {
        const { rows, tops, initial, heads } = layOut(drawing, width, plainMeasure, view);
        const chips = [
          ...initial,
          ...rows.flatMap((row) =>
            row.chips.map((chip) => ({ ...chip, y: chip.y + (tops[row.index] ?? 0) })),
          ),
        ];
        for (const [at, one] of chips.entries()) {
          for (const other of chips.slice(at + 1)) {
            const beside = one.x + one.width <= other.x + 0.5 || other.x + other.width <= one.x + 0.5;
            expect(beside || Math.abs(one.y - other.y) >= 20, `${one.text} | ${other.text}`).toBe(true);
          }
        }
        heads.slice(1).forEach((head, at) => {
          const before = heads[at];
          if (before) expect(head.x - head.width / 2).toBeGreaterThan(before.x + before.width / 2);
        });
      }
    }
  });

  it('has names whole where there is room', () => {
    const { heads } = layOut(drawing, Infinity, plainMeasure);
    for (const { name, width } of heads)
      expect(width).toBeGreaterThanOrEqual(plainMeasure(name, 'name') + 16);
  });
});

describe('a row', () => {
  const heights = (view: View) => {
    const layout = layOut(drawn(`${OPENING}\n${data(6)}`), 700, plainMeasure, view);
    return layout.rows.map(({ height }) => height);
  };

  it('is 36 pixels high, and 24 where rows are compact', () => {
    expect(new Set(heights({}))).toEqual(new Set([36]));
    expect(new Set(heights({ dense: true }))).toEqual(new Set([24]));
  });

  it('of fifty segments stands on two screens', () => {
    const drawing = drawn(`${OPENING}\n${data(47)}`);
    expect(layOut(drawing, 676, plainMeasure).height).toBeLessThan(2 * 950);
    expect(layOut(drawing, 676, plainMeasure, { opened: new Set() }).height).toBeLessThan(300);
  });
});

describe('a flight', () => {
  const layout = layOut(drawn(SAMPLES['overtaking'] ?? ''), 700, plainMeasure);

  it('has its words along its line, and its number at both ends', () => {
    const flights = layout.rows.filter(
      ({ row }) => row.kind === 'segment' && row.passage === 'departure' && row.other !== undefined,
    );
    expect(flights).toHaveLength(2);
    for (const { row, arrow, index } of flights) {
      if (row.kind !== 'segment' || !arrow || row.other === undefined) throw new Error('no flight');
      const slope = (Math.atan2(arrow.to.y - arrow.from.y, arrow.to.x - arrow.from.x) * 180) / Math.PI;
      expect(arrow.label.angle).toBeCloseTo(slope, 5);
      // As far from the line as words are from a level one.
      const away =
        side(arrow.from, arrow.to, arrow.label) /
        Math.hypot(arrow.to.x - arrow.from.x, arrow.to.y - arrow.from.y);
      expect(Math.abs(away)).toBeCloseTo(7, 0);
      expect(arrow.number).toBeDefined();
      const arrival = layout.rows[row.other];
      expect(arrival?.row).toMatchObject({ number: row.number });
      expect(Math.abs((arrival?.arrow?.number?.x ?? 0) - arrow.to.x)).toBeLessThan(20);
      expect(index).toBeLessThan(row.other);
    }
  });

  it.each([Infinity, 700, 400, 300])('has its words beside all other words: %d', (width) => {
    const drawing = drawn(`A -> SYN(seq=100) -> ...
stale ... -> SYN(seq=90) -> B
A <- SYN(seq=300)+ACK(ack=91) <- B
A -> RST(seq=91) -> B
== the real SYN gets through ==
note A, B: The SYN of A was under way all the time; B has forgotten the old one.
... -> SYN(seq=100) -> B`);
    const layout = layOut(drawing, width, plainMeasure);
    const [label, , ...others] = wordsOf(drawing, layout);
    if (!label) throw new Error('no label');
    const said = layout.rows.flatMap(({ index, y, box }) => {
      if (!box) return [];
      const high = box.lines.length * LINE - 4;
      const top = (layout.tops[index] ?? 0) + y - high / 2;
      const [left, right] = [box.x, box.x + box.width];
      return [
        [
          { x: left, y: top },
          { x: right, y: top },
          { x: right, y: top + high },
          { x: left, y: top + high },
        ],
      ];
    });
    expect(said).toHaveLength(2);
    for (const outline of said) expect(apart(label.outline, outline)).toBe(true);
    for (const { outline, text } of others) expect(apart(label.outline, outline), text).toBe(true);
  });
});

describe('the name of a state', () => {
  it.each([700, 350])('stands where the state changes, and again about once a screen: %d', (width) => {
    const layout = layOut(drawn(`${OPENING}\n${data(60)}`), width, plainMeasure);
    // The states change in the opening only.
    const named = layout.rows
      .slice(3)
      .flatMap(({ index, chips }) =>
        chips.map(({ x }) => ({ left: x < width / 2 - 50, y: layout.tops[index] ?? 0 })),
      );
    const left = named.filter((one) => one.left).map(({ y }) => y);
    expect(left.length).toBeGreaterThan(2);
    left.slice(1).forEach((y, at) => {
      expect(y - (left[at] ?? 0)).toBeGreaterThan(400);
      expect(y - (left[at] ?? 0)).toBeLessThan(700);
    });
  });
});

describe('a run of data and acknowledgments', () => {
  const drawing = drawn(`${OPENING}\n${data(12)}\nC -> FIN+ACK -> S`);
  const shown = (opened: readonly number[], of = drawing) =>
    layOut(of, 700, plainMeasure, { opened: new Set(opened) }).rows.filter(({ hidden }) => hidden !== true);

  it('folds into one row that says what is in it, and opens', () => {
    expect(shown([])).toHaveLength(3 + 1 + 1);
    expect(shown([])[3]?.fold?.fold.text).toBe('…12 segments, 8 with 1,400 octets each');
    expect(shown([7])).toHaveLength(16);
    expect(shown([7])[3]?.fold?.open).toBe(true);
    // Nothing is folded where it could not be opened.
    expect(layOut(drawing, 700, plainMeasure).rows.every(({ fold }) => fold === undefined)).toBe(true);
  });

  it('has nothing in it that a reader must see', () => {
    for (const [what, line] of Object.entries({
      lost: 'C -> DATA(len=1400)+ACK -x S',
      wrong: 'C -> DATA(len=1400)+ACK(ack=y+7000) -> S',
      said: 'C -> DATA(len=1400)+ACK -> S : look',
      state: 'C -> FIN+ACK -> S',
    })) {
      const rows = shown([], drawn(`${OPENING}\n${data(9)}\n${line}\n${data(6)}`));
      expect(
        rows.some(({ row, fold }) => fold === undefined && row.line === 15 + 9),
        what,
      ).toBe(true);
    }
  });

  it('is not worth folding when it is short', () => {
    expect(shown([], drawn(`${OPENING}\n${data(7)}`))).toHaveLength(10);
  });
});

describe('columns', () => {
  const names = (text: string) => drawn(text).participants.map(({ name }) => name);

  it('stand in the order of the first segments, as these are written', () => {
    expect(names('S: listen\nC -> SYN -> S')).toEqual(['C', 'S']);
    expect(names('S: listen\nC <- SYN <- S')).toEqual(['C', 'S']);
    expect(names('B: listen\nA -> SYN -> B\nX -> SYN -> B\nD: listen')).toEqual(['A', 'B', 'X', 'D']);
  });

  it('stand as they are declared', () => {
    expect(names('endpoint S "Server"\nendpoint C\nC -> SYN -> S')).toEqual(['S', 'C']);
  });
});
