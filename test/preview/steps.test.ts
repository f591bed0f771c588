import { describe, expect, it } from 'vitest';
import { TCB_FIELDS } from '../../src/diagram/drawing.js';
import { moveLine } from '../../src/preview/edits.js';
import { followRows } from '../../src/preview/rows.js';
import { findRows } from '../../src/preview/search.js';
import { movesOf, nodesOf } from '../../src/preview/state-places.js';
import { endsAt, eventRows, lastRowOf, pairAt, pathOf, START } from '../../src/preview/steps.js';
import { drawn } from '../diagram/written.js';

const opening = `
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK <- S
note C: half way
== data ==
C -> ACK -> S
C: close
C -> FIN+ACK -> S`;

describe('stepping', () => {
  const drawing = drawn(opening);
  const value = (row: number, end: number, name: (typeof TCB_FIELDS)[number]) => {
    const { before, after } = endsAt(drawing, row)[end] ?? {};
    const at = TCB_FIELDS.indexOf(name);
    return [before?.values[at], after?.values[at]];
  };

  it('goes from event to event, and a note belongs to the event above it', () => {
    expect(eventRows(drawing)).toEqual([0, 1, 4, 5, 6]);
    expect(lastRowOf(drawing, 1)).toBe(2);
    expect(lastRowOf(drawing, 0)).toBe(0);
  });

  it('knows both ends before and after a row', () => {
    expect(value(0, 0, 'SND.NXT')).toEqual(['', 'x+1']);
    expect(value(1, 0, 'SND.UNA')).toEqual(['x', 'x+1']);
    expect(value(1, 1, 'SND.NXT')).toEqual(['y', 'y+1']);
    expect(value(6, 1, 'RCV.NXT')).toEqual(['x+1', 'x+2']);
    const [c] = endsAt(drawing, 5);
    expect([c?.before.state?.name, c?.after.state?.name]).toEqual(['ESTABLISHED', 'FIN_WAIT_1']);
  });

  it('knows them before the first row, too', () => {
    expect(endsAt(drawing, START).map(({ after }) => after.state?.name)).toEqual(['CLOSED', 'LISTEN']);
  });

  it('does not call a value changed that only a state line has set', () => {
    const set = drawn('A: ESTABLISHED(snd=300, rcv=100)\nA -> ACK+DATA(5) -> B\nA <- ACK <- B');
    const [a] = endsAt(set, 0);
    expect(a?.before.values[TCB_FIELDS.indexOf('SND.NXT')]).toBe('300');
    expect(a?.after.values[TCB_FIELDS.indexOf('SND.NXT')]).toBe('305');
  });

  it('tells both ends of the connection that a row is about, where there are several', () => {
    const several = drawn(`
C1 -> SYN(seq=x) -> S
C2 -> SYN(seq=p) -> S
S(C1): close
C2 <- SYN(seq=q)+ACK <- S`);
    const names = (row: number) => {
      const all = endsAt(several, row);
      return pairAt(several, row).map((end) => all[end]?.name);
    };
    expect([0, 1, 2, 3].map(names)).toEqual([
      ['C1', 'S(C1)'],
      ['S(C2)', 'C2'],
      ['C1', 'S(C1)'],
      ['S(C2)', 'C2'],
    ]);
  });

  it('has one end only where the other has no TCB', () => {
    const lone = drawn('C -> SYN(seq=x) -> ...\nC <- SYN(seq=y)+ACK(ack=x+1) <- ...');
    expect(pairAt(lone, 0).map((end) => endsAt(lone, 0)[end]?.name)).toEqual(['C']);
    const injected = drawn('endpoint T unchecked\nT -> SYN(seq=x) -> S\nT <- SYN(seq=y)+ACK <- S');
    expect(pairAt(injected, 0).map((end) => endsAt(injected, 0)[end]?.name)).toEqual(['S']);
  });
});

describe('the way through the states', () => {
  it('is each end’s states so far', () => {
    const drawing = drawn(opening);
    expect(pathOf(drawing, 0, 4)).toEqual(['CLOSED', 'SYN_SENT', 'ESTABLISHED']);
    expect(pathOf(drawing, 1, 6)).toEqual(['LISTEN', 'SYN_RCVD', 'ESTABLISHED', 'CLOSE_WAIT']);
  });

  it('ends at the bottom after a connection, and begins at the top again', () => {
    const nodes = nodesOf(['CLOSED', 'SYN_SENT', 'ESTABLISHED', 'CLOSED', 'SYN_SENT', 'CLOSED']);
    expect(nodes).toEqual(['CLOSED', 'SYN_SENT', 'ESTABLISHED', 'END', 'SYN_SENT', 'CLOSED']);
    expect(movesOf(nodes)[3]).toEqual({ from: 'CLOSED', to: 'SYN_SENT' });
  });
});

describe('an edit', () => {
  const before = drawn(opening);

  it('leaves every row what it is that it does not touch', () => {
    const above = drawn(opening.replace('C -> SYN(seq=x)', 'C: connect\nC -> SYN(seq=x)'));
    expect([0, 1, 6].map(followRows(before, above))).toEqual([1, 2, 7]);
    const below = drawn(`${opening}\nC <- ACK <- S`);
    expect([0, 1, 6].map(followRows(before, below))).toEqual([0, 1, 6]);
  });

  it('keeps the place of a row that it changes', () => {
    const changed = drawn(opening.replace('SYN(seq=y)+ACK', 'SYN(seq=z)+ACK'));
    expect(followRows(before, changed)(1)).toBe(1);
  });

  it('gives the place of a row that it takes away to the next one, or the last', () => {
    const without = drawn(opening.replace('C: close\n', ''));
    expect(followRows(before, without)(5)).toBe(5);
    const shorter = drawn(opening.split('\n').slice(0, 3).join('\n'));
    expect(followRows(before, shorter)(6)).toBe(1);
  });
});

describe('lines that move', () => {
  const enterAtEnd = { line: 5, endLine: 5, breaks: 1, whole: false };
  const enterAtStart = { line: 5, endLine: 5, breaks: 1, whole: true };
  const twoLinesGone = { line: 5, endLine: 7, breaks: 0, whole: true };
  const joined = { line: 5, endLine: 6, breaks: 0, whole: false };

  it.each([
    ['typing in a line moves none', { ...enterAtEnd, breaks: 0 }, [4, 5, 6], [4, 5, 6]],
    ['a line added below', enterAtEnd, [4, 5, 6], [4, 5, 7]],
    ['a line added above', enterAtStart, [4, 5, 6], [4, 6, 7]],
    ['two lines deleted', twoLinesGone, [4, 5, 7, 8], [4, 5, 5, 6]],
    ['two lines joined', joined, [5, 6, 7], [5, 5, 6]],
    ['three lines pasted over one', { line: 5, endLine: 6, breaks: 3, whole: true }, [5, 6, 7], [5, 8, 9]],
  ])('%s', (_, edit, lines, moved) => {
    expect(lines.map((line) => moveLine(line, [edit]))).toEqual(moved);
  });

  it('go with one edit after the other', () => {
    expect(moveLine(6, [enterAtEnd, twoLinesGone])).toBe(5);
    expect(moveLine(9, [enterAtEnd, enterAtStart])).toBe(11);
  });
});

describe('searching', () => {
  const drawing = drawn(`
C -> SYN(seq=x) -> S : the first (of three)
// expect-error: nobody sent that
C <- ACK(ack=x+9) <- S
note C: Ähnlich
C: connect`);

  it.each([
    ['seq=x', [0]],
    ['(of', [0]],
    ['syn_rcvd', [0]],
    ['nobody', [1]],
    ['ähn', [2]],
    ['listen', [-1]],
    ['nothing like it', []],
    ['', []],
  ])('finds %s', (query, rows) => {
    expect(findRows(drawing, query)).toEqual(rows);
  });
});
