import { describe, expect, it } from 'vitest';
import type { Drawing, Row, SegmentRow } from '../../src/diagram/drawing.js';
import { drawn, drawnFile } from './written.js';

function segments(drawing: Drawing): SegmentRow[] {
  return drawing.rows.filter((row) => row.kind === 'segment');
}

/** `C SYN_SENT!`, with a mark for what changed. */
function states(drawing: Drawing, row: Row | undefined): string[] {
  return (row?.states ?? []).map(({ end, name, changed }) => {
    const { participant, peer } = drawing.ends[end] ?? { participant: -1, peer: '' };
    const owner = drawing.participants[participant]?.name ?? '';
    return `${owner}${peer === '' ? '' : `(${peer})`} ${name}${changed ? '!' : ''}`;
  });
}

const handshake = `
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S`;

describe('a handshake', () => {
  const drawing = drawn(handshake);

  it('has the states of both ends at each segment and says which changed', () => {
    expect(drawing.rows.map((row) => states(drawing, row))).toEqual([
      ['C SYN_SENT!', 'S SYN_RCVD!'],
      ['C ESTABLISHED!', 'S SYN_RCVD'],
      ['C ESTABLISHED', 'S ESTABLISHED!'],
    ]);
  });

  it('begins with the states before the first segment', () => {
    expect(drawing.initial.map(({ name }) => name)).toEqual(['CLOSED', 'LISTEN']);
  });

  it('fills in the numbers that were left out', () => {
    expect(segments(drawing).map(({ flags, numbers }) => ({ flags, numbers }))).toEqual([
      { flags: 'SYN', numbers: [{ name: 'seq', value: 'x' }] },
      {
        flags: 'SYN+ACK',
        numbers: [
          { name: 'seq', value: 'y' },
          { name: 'ack', value: 'x+1' },
        ],
      },
      {
        flags: 'ACK',
        numbers: [
          { name: 'seq', value: 'x+1' },
          { name: 'ack', value: 'y+1' },
        ],
      },
    ]);
  });

  it('knows the lines of the file', () => {
    expect(drawing.rows.map(({ line }) => line)).toEqual([11, 12, 13]);
    expect([drawing.line, drawing.endLine]).toEqual([10, 14]);
  });

  it('spells states in the style that was asked for', () => {
    expect(drawn(handshake, 'en', 'rfc').rows[0]?.states.map(({ name }) => name)).toEqual([
      'SYN-SENT',
      'SYN-RECEIVED',
    ]);
  });
});

describe('a problem', () => {
  const drawing = drawn(handshake.replace('ack=x+1', 'ack=x+2'));

  it('stands at its row, and the row shows the number that was written', () => {
    const [, row] = segments(drawing);
    expect(row?.problems).toEqual([0]);
    expect(row?.numbers).toContainEqual({ name: 'ack', value: 'x+2' });
    expect(drawing.problems[0]).toMatchObject({
      row: 1,
      line: 12,
      severity: 'error',
      code: 'wrong-ack-number',
    });
    expect(drawing.problems[0]?.short).toContain('x+1');
  });

  it('is marked as deliberate where the writer expects it', () => {
    const expected = drawn(
      handshake.replace('ack=x+1) <- S', 'ack=x+2) <- S // expect-error wrong-ack-number: to show it'),
    );
    expect(expected.problems).toMatchObject([{ row: 1, deliberate: { why: 'to show it' } }]);
  });

  it('has words in Chinese', () => {
    const chinese = drawn(handshake.replace('ack=x+1', 'ack=x+2'), 'zh-cn');
    expect(chinese.problems[0]?.message).toMatch(/\p{Script=Han}/u);
  });
});

describe('what the network does', () => {
  it('ties the row where a segment leaves to the row where it arrives', () => {
    const drawing = drawn(`
C -> SYN(seq=x) -> ...
note C: waits
... -> SYN -> S`);
    expect(segments(drawing)).toMatchObject([
      { passage: 'departure', other: 2, number: 1, from: 0, to: 1 },
      { passage: 'arrival', other: 0, number: 1, from: 0, to: 1 },
    ]);
    expect(states(drawing, drawing.rows[0])).toContain('S LISTEN');
    expect(states(drawing, drawing.rows[2])).toContain('S SYN_RCVD!');
  });

  it('says that a segment is lost, or still under way at the end', () => {
    const drawing = drawn(`
C -> SYN(seq=x) -x S
C -> SYN(seq=x) -> ...
S: listen`);
    expect(segments(drawing)).toMatchObject([
      { passage: 'lost', fate: 'lost' },
      { passage: 'departure', fate: 'in flight', origin: 'repeat', remarks: ['again'] },
    ]);
    expect(segments(drawing)[1]).not.toHaveProperty('other');
  });

  it('gives a copy an arrow of its own, under the number of the segment that it copies', () => {
    const [left, arrived, copy] = segments(
      drawn('C -> SYN(seq=x) -> ...\n... -> SYN -> S\ndup ... -> SYN(seq=x) -> S'),
    );
    expect([left?.other, arrived?.other, copy?.other]).toEqual([1, 0, undefined]);
    expect(copy?.number).toBe(left?.number);
  });

  it('tells stale, duplicated and forged segments from real ones', () => {
    const drawing = drawn(`
stale ... -> SYN(seq=90) -> S
C -> SYN(seq=x) -> S
dup ... -> SYN(seq=x) -> S
forged C -> RST(seq=z) -> S`);
    expect(segments(drawing).map(({ origin }) => origin)).toEqual(['stale', 'new', 'dup', 'forged']);
    expect(segments(drawing).map(({ from, to }) => from !== to)).toEqual([true, true, true, true]);
  });

  it('says `again` of a segment that was seen before, not of one that only repeats a number', () => {
    const drawing = drawn(`
A -> SYN(seq=100) -> ...
B -> SYN(seq=300) -> A
... -> SYN -> B
A -> SYN(seq=100)+ACK(ack=301) -x B
A -> SYN(seq=100)+ACK(ack=301) -> B`);
    expect(segments(drawing).map(({ remarks }) => remarks)).toEqual([[], [], [], [], ['again']]);
  });

  it('gives an end that is alone a peer without a name', () => {
    const drawing = drawn('S: ESTABLISHED\nS -> FIN -> ...');
    expect(drawing.participants).toMatchObject([{ name: 'S' }, { name: '…', stateless: true }]);
    expect(segments(drawing)).toMatchObject([{ from: 0, to: 1 }]);
  });
});

describe('an end with several peers', () => {
  const drawing = drawn(`
C1 -> SYN -> S
C2 -> SYN -> S`);

  it('is one lifeline with a state a peer', () => {
    expect(drawing.participants.map(({ name }) => name)).toEqual(['C1', 'S', 'C2']);
    expect(drawing.ends.filter(({ participant }) => participant === 1).map(({ peer }) => peer)).toEqual([
      'C1',
      'C2',
    ]);
    expect(states(drawing, drawing.rows[1])).toEqual(['S(C2) SYN_RCVD!', 'C2 SYN_SENT!']);
  });
});

describe('what is not a segment', () => {
  it('shows calls in words with what they change', () => {
    const drawing = drawn('C: ESTABLISHED\nC: send 10\nC: close', 'zh-cn');
    expect(drawing.rows).toMatchObject([
      { kind: 'call', call: '发送 10' },
      { kind: 'call', call: '关闭' },
    ]);
    expect(states(drawing, drawing.rows[1])).toEqual(['C FIN_WAIT_1!']);
  });

  it('does not draw the states that a scenario begins with a second time', () => {
    const drawing = drawn('C: ESTABLISHED\nS: ESTABLISHED\nC -> FIN -> S\nS: CLOSE_WAIT');
    expect(drawing.rows.map(({ kind }) => kind)).toEqual(['segment', 'state']);
  });

  it('shows notes over their lifelines, and phases', () => {
    const drawing = drawn('note C, S: both\nC -> SYN -> S\n== the end ==\nnote S: alone');
    expect(drawing.rows).toMatchObject([
      { kind: 'note', first: 0, last: 1, text: 'both' },
      { kind: 'segment' },
      { kind: 'phase', text: 'the end' },
      { kind: 'note', first: 1, last: 1 },
    ]);
  });
});

it('spells out what cannot be seen', () => {
  const drawing = drawn('C -> SYN -> S : a\u202Eb\u200Bc');
  expect(drawing.rows[0]?.text).toBe('a⟨U+202E⟩b⟨U+200B⟩c');
});

it('is plain JSON', () => {
  const drawing = drawn(handshake);
  expect(JSON.parse(JSON.stringify(drawing))).toEqual(drawing);
});

describe('a file', () => {
  it('has its scenarios in their order', () => {
    const { scenarios } = drawnFile('begin one\nC -> SYN -> S\nend\nbegin two\nC -> SYN -> S\nend\n');
    expect(scenarios.map(({ title, line, endLine }) => [title, line, endLine])).toEqual([
      ['one', 1, 3],
      ['two', 4, 6],
    ]);
  });

  it('names the lines that cannot be read, and leaves the problems of exchanges to their drawings', () => {
    const file = drawnFile('begin one\nC -> SYN( -> S\nC -> SYN(seq=x) -> S\nS -> ACK(ack=x+7) -> C\nend\n');
    expect(file.problems).toMatchObject([{ line: 2, severity: 'error', broken: true }]);
    expect(file.problems[0]?.message).not.toBe('');
    expect(file.scenarios[0]?.problems.map(({ line }) => line)).toContain(4);
  });

  it('does not call a line broken for a stray end', () => {
    expect(drawnFile('C -> SYN -> S\nend\n').problems).toMatchObject([{ line: 2, broken: false }]);
  });
});
