import { describe, expect, it } from 'vitest';
import type { SegmentStatement, Statement } from '../../src/exchange/script.js';
import { replay } from '../../src/exchange/replay.js';
import { judge } from '../../src/rules/index.js';
import { isSlip } from '../../src/exchange/slip.js';
import type { Flag } from '../../src/tcp/segment.js';

/** A segment between C and S on a line of its own. */
function segment(
  line: number,
  flags: readonly Flag[],
  more: Partial<SegmentStatement> = {},
): SegmentStatement {
  return {
    kind: 'segment',
    line,
    endLine: line,
    from: 'C',
    to: 'S',
    arrow: 'right',
    fate: 'delivered',
    origin: 'new',
    flags: new Set(flags),
    data: false,
    options: [],
    states: [],
    ...more,
  };
}

const fromServer = { from: 'S', to: 'C', arrow: 'left' } as const;
const SYN = segment(1, ['SYN'], { seq: { symbol: 'x', offset: 0 } });
/** It should acknowledge x+1. */
const WRONG = segment(2, ['SYN', 'ACK'], { ...fromServer, ack: { symbol: 'x', offset: 2 } });
const RIGHT = segment(2, ['SYN', 'ACK'], fromServer);

/** What is found, by code, with the reason of what was expected. */
function found(...statements: readonly Statement[]): string[] {
  return judge(replay({ title: '', mode: 'notes', statements })).map(({ fault, expected }) =>
    expected ? `${fault.code} expected: ${expected.why ?? ''}` : fault.code,
  );
}

describe('judge', () => {
  it('finds what the replay finds', () => {
    expect(found(SYN, WRONG)).toEqual(['wrong-ack-number']);
    expect(found(SYN, RIGHT)).toEqual([]);
  });

  it('marks a problem as expected, by its code or by none', () => {
    const why = 'off by one';
    expect(found(SYN, { ...WRONG, expect: { code: 'wrong-ack-number', why } })).toEqual([
      'wrong-ack-number expected: off by one',
    ]);
    expect(found(SYN, { ...WRONG, expect: {} })).toEqual(['wrong-ack-number expected: ']);
  });

  it('reports a problem other than the expected one, and that the expected one is missing', () => {
    expect(found(SYN, { ...WRONG, expect: { code: 'data-after-fin' } }).sort()).toEqual([
      'unused-expectation',
      'wrong-ack-number',
    ]);
  });

  it('reports an expectation that nothing meets', () => {
    expect(found(SYN, { ...RIGHT, expect: {} })).toEqual(['unused-expectation']);
  });

  it('takes a hint for what was expected only if it is named', () => {
    const fin = segment(1, ['FIN']);
    const ack = segment(2, ['ACK'], fromServer);
    expect(found({ ...fin, expect: { code: 'shorthand' } }, ack)).toEqual(['shorthand expected: ']);
    expect(found({ ...fin, expect: {} }, ack).sort()).toEqual(['shorthand', 'unused-expectation']);
  });

  it('leaves out what is to be ignored, by its code', () => {
    expect(found(SYN, { ...WRONG, ignore: { code: 'wrong-ack-number' } })).toEqual([]);
    expect(found(SYN, { ...WRONG, ignore: { code: 'data-after-fin' } })).toEqual(['wrong-ack-number']);
  });

  it('orders what it finds by the lines', () => {
    const inFlight = segment(3, ['ACK'], { fate: 'sent' });
    const fin = segment(4, ['FIN'], { fate: 'lost' });
    expect(found(SYN, RIGHT, inFlight, fin)).toEqual(['in-flight-at-end', 'shorthand']);
  });

  it('concludes nothing from how a scenario ends that has an error', () => {
    const fin = segment(3, ['FIN', 'ACK']);
    expect(found(SYN, RIGHT, fin)).toEqual(['fin-not-acknowledged']);
    expect(found(SYN, WRONG, fin)).toEqual(['wrong-ack-number']);
  });

  it('says nothing of a FIN that was lost or is under way', () => {
    expect(found(SYN, RIGHT, segment(3, ['FIN', 'ACK'], { fate: 'lost' }))).toEqual([]);
    expect(found(SYN, RIGHT, segment(3, ['FIN', 'ACK'], { fate: 'sent' }))).toEqual(['in-flight-at-end']);
  });

  it('does not call it half-open when one end waits in TIME-WAIT', () => {
    const close = [
      segment(1, ['FIN', 'ACK']),
      segment(2, ['FIN', 'ACK'], fromServer),
      segment(3, ['ACK']),
    ] as const;
    expect(found(...close)).toEqual([]);
  });
});

describe('names that look alike', () => {
  it.each([
    ['client', 'Client'],
    ['Sever', 'Server'],
    ['Sevrer', 'Server'],
    ['Cliant', 'Client'],
  ])('%s is taken for a slip of %s', (a, b) => {
    expect(isSlip(a, b)).toBe(true);
  });

  it.each([
    ['C', 'S'],
    ['C1', 'C2'],
    ['Client1', 'Client2'],
    ['HostA', 'HostB'],
    ['Client', 'Clients'],
    ['客户端', '服务端'],
    ['Client', 'Server'],
    ['A', 'AB'],
  ])('%s and %s are two names', (a, b) => {
    expect(isSlip(a, b)).toBe(false);
  });
});
