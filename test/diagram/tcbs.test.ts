import { describe, expect, it } from 'vitest';
import { TCB_FIELDS, type Drawing } from '../../src/diagram/drawing.js';
import { drawn } from './written.js';

/** `C SND.NXT=x+1`, as changes of a row; what is so before it stands first, in brackets. */
function changes(drawing: Drawing, row: number): string[] {
  const found = drawing.tcbs?.changes.find((one) => one.row === row);
  const say = ([end, field, value]: readonly [number, number, string]) => {
    const drawnEnd = drawing.ends[end];
    const peer = drawnEnd?.peer ? `(${drawnEnd.peer})` : '';
    const name = drawing.participants[drawnEnd?.participant ?? -1]?.name ?? '';
    return `${name}${peer} ${TCB_FIELDS[field] ?? ''}=${value}`;
  };
  return [...(found?.before ?? []).map((one) => `(${say(one)})`), ...(found?.after ?? []).map(say)];
}

describe('the variables of both ends', () => {
  const drawing = drawn(`
C -> SYN(seq=x, win=1000) -> S
C <- SYN(seq=y, win=2000)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
note C: nothing happens here
C -> ACK+DATA(10) -> S`);

  it('are told row by row as what changes, in the symbols of the note', () => {
    expect(changes(drawing, 0)).toEqual([
      'C SND.UNA=x',
      'C SND.NXT=x+1',
      'C RCV.WND=1000',
      'C ISS=x',
      'S SND.UNA=y',
      'S SND.NXT=y',
      'S SND.WND=1000',
      'S RCV.NXT=x+1',
      'S ISS=y',
      'S IRS=x',
    ]);
    expect(changes(drawing, 4)).toEqual(['C SND.NXT=x+11', 'S RCV.NXT=x+11']);
  });

  it('are none before there is a connection, and none where nothing happens', () => {
    expect(drawing.tcbs?.initial).toEqual([Array(7).fill(''), Array(7).fill('')]);
    expect(changes(drawing, 3)).toEqual([]);
  });

  it('begin with what the scenario says they begin with', () => {
    const open = drawn(`
A: ESTABLISHED(snd=300, rcv=100)
A -> ACK+DATA(5) -> B`);
    const [a] = open.tcbs?.initial ?? [];
    expect(a?.[TCB_FIELDS.indexOf('SND.NXT')]).toBe('300');
    expect(a?.[TCB_FIELDS.indexOf('RCV.NXT')]).toBe('100');
  });

  it('are gone with the connection', () => {
    const reset = drawn(`
C -> ACK(seq=x, ack=y) -> S
C: abort
C -> RST(seq=x) -> S`);
    const values = (row: number) => changes(reset, row).filter((text) => !text.startsWith('('));
    expect(values(1).concat(values(2))).toContain('C SND.NXT=');
    expect(values(2)).toContain('S RCV.NXT=');
  });

  it('are kept apart where an end has several connections', () => {
    const two = drawn(`
C1 -> SYN(seq=x) -> S
C2 -> SYN(seq=p) -> S`);
    expect(changes(two, 0).join()).toContain('S(C1) RCV.NXT=x+1');
    expect(changes(two, 1).join()).toContain('S(C2) RCV.NXT=p+1');
    expect(changes(two, 1).join()).not.toContain('S(C1)');
  });

  it('grow with what happens, not with what stays', () => {
    const rows = Array.from({ length: 200 }, () => 'C -> ACK+DATA(100) -> S\nC <- ACK <- S').join('\n');
    const long = drawn(`C -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK <- S\nC -> ACK -> S\n${rows}`);
    const perRow = JSON.stringify(long.tcbs).length / long.rows.length;
    expect(perRow).toBeLessThan(120);
    expect(perRow).toBeLessThan(JSON.stringify(long.rows).length / long.rows.length / 3);
  });
});
