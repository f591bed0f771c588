import { describe, expect, it } from 'vitest';
import { emit, type Draft } from '../../src/tcp/emit.js';
import { add, seq } from '../../src/tcp/seq.js';
import type { State } from '../../src/tcp/state.js';
import type { Tcb } from '../../src/tcp/tcb.js';
import { context, draft, IRS, ISS, segment, tcb } from './end.js';

/** The objections to the draft, none if the end may send it. */
function objections(end: Tcb, written: Draft, strict = false): string[] {
  const { emissions, objection } = emit(end, written, { ...context, strict });
  return objection ? [objection.code] : (emissions[0]?.doubts.map(({ code }) => code) ?? []);
}

const data = (written: Partial<Draft> = {}): Draft => draft('ACK', { data: true, len: 10, ...written });
const resetOwed = { kind: 'reset', seq: seq(9), answers: seq(3), cause: 1, optional: false } as const;

describe('what an end may send in each state', () => {
  const table: [State, Record<string, string>][] = [
    [
      'CLOSED',
      {
        SYN: '',
        'SYN+ACK': 'ack-before-syn',
        ACK: 'no-connection',
        DATA: 'no-connection',
        'FIN+ACK': 'no-connection',
        RST: 'no-connection',
      },
    ],
    [
      'LISTEN',
      {
        SYN: '',
        'SYN+ACK': 'ack-before-syn',
        ACK: 'no-connection',
        DATA: 'no-connection',
        'FIN+ACK': 'no-connection',
        RST: 'no-connection',
      },
    ],
    [
      'SYN_SENT',
      {
        SYN: '',
        'SYN+ACK': 'ack-before-syn',
        ACK: 'ack-before-syn',
        DATA: 'data-before-established',
        'FIN+ACK': 'fin-before-established',
        RST: 'no-connection',
      },
    ],
    [
      'SYN_RCVD',
      {
        SYN: 'missing-ack-flag',
        'SYN+ACK': '',
        ACK: '',
        DATA: 'data-before-established',
        'FIN+ACK': '',
        RST: '',
      },
    ],
    [
      'ESTABLISHED',
      {
        SYN: 'syn-in-synchronized-state',
        'SYN+ACK': 'syn-in-synchronized-state',
        ACK: '',
        DATA: '',
        'FIN+ACK': '',
        RST: '',
      },
    ],
    [
      'FIN_WAIT_1',
      { SYN: 'syn-in-synchronized-state', ACK: '', DATA: 'data-after-fin', 'FIN+ACK': '', RST: '' },
    ],
    [
      'FIN_WAIT_2',
      {
        SYN: 'syn-in-synchronized-state',
        ACK: '',
        DATA: 'data-after-fin',
        'FIN+ACK': 'fin-after-fin',
        RST: '',
      },
    ],
    ['CLOSE_WAIT', { SYN: 'syn-in-synchronized-state', ACK: '', DATA: '', 'FIN+ACK': '', RST: '' }],
    [
      'CLOSING',
      { SYN: 'syn-in-synchronized-state', ACK: '', DATA: 'data-after-fin', 'FIN+ACK': '', RST: '' },
    ],
    [
      'LAST_ACK',
      { SYN: 'syn-in-synchronized-state', ACK: '', DATA: 'data-after-fin', 'FIN+ACK': '', RST: '' },
    ],
    [
      'TIME_WAIT',
      {
        SYN: 'port-reused-in-time-wait',
        ACK: '',
        DATA: 'sent-in-time-wait',
        'FIN+ACK': 'sent-in-time-wait',
        RST: 'sent-in-time-wait',
      },
    ],
  ];
  for (const [state, cells] of table) {
    for (const [kind, expected] of Object.entries(cells)) {
      it(`${state}: ${kind} ${expected === '' ? 'may be sent' : `is ${expected}`}`, () => {
        const written = kind === 'DATA' ? data() : draft(kind);
        expect(objections(tcb(state), written).join()).toBe(expected);
      });
    }
  }
});

describe('sequence numbers', () => {
  const open = tcb('ESTABLISHED');

  it('are filled in across 2^32', () => {
    const [sent] = emit(open, data({ len: 10 }), context).emissions;
    expect(sent?.segment.seq).toBe(add(ISS, 1));
    expect(sent?.tcb.nxt).toBe(9);
  });

  it('must start new data at SND.NXT', () => {
    expect(objections(open, data({ seq: open.nxt }))).toEqual([]);
    expect(objections(open, data({ seq: add(open.nxt, 1) }))).toEqual(['sequence-gap']);
    expect(objections(open, data({ seq: add(open.nxt, -5) }))).toEqual(['wrong-sequence-number']);
  });

  it('of an ACK alone are SND.NXT, or one less for a keep-alive when no ACK is due', () => {
    const probe = draft('ACK', { seq: add(open.nxt, -1) });
    expect(objections(open, draft('ACK', { seq: add(open.nxt, 1) }))).toEqual(['wrong-sequence-number']);
    expect(emit(open, probe, context).emissions[0]).toMatchObject({ doubts: [], implied: ['keepalive'] });
    const due = { ...open, owes: [{ kind: 'ack', cause: 1, optional: true } as const] };
    expect(emit(due, probe, context).objection).toMatchObject({
      code: 'wrong-sequence-number',
      expected: open.nxt,
      because: 'syn',
    });
  });

  it('may repeat what is unacknowledged, repackaged, and run on into new data (§3.8.6)', () => {
    const first = emit(open, data({ len: 10 }), context).emissions[0]?.tcb ?? open;
    const both = emit(first, data({ len: 10 }), context).emissions[0]?.tcb ?? open;
    expect(objections(both, data({ seq: add(open.nxt, 5), len: 10 }))).toEqual([]);
    expect(emit(both, data({ seq: add(open.nxt, 10), len: 20 }), context).emissions[0]).toMatchObject({
      origin: 'repeat',
      doubts: [],
      tcb: { nxt: add(open.nxt, 30) },
    });
    const acked = { ...both, una: both.nxt, sent: [] };
    expect(objections(acked, data({ seq: open.nxt, len: 10 }))).toEqual(['wrong-sequence-number']);
  });

  it('of data without a number are new, or after a timeout those of the oldest unacknowledged', () => {
    const sent = emit(open, data({ len: 10 }), context).emissions[0]?.tcb ?? open;
    expect(emit(sent, data({ len: 10 }), context).emissions.map(({ origin }) => origin)).toEqual([
      'new',
      'repeat',
    ]);
    expect(emit({ ...sent, fired: 'timeout' }, data({ len: 10 }), context).emissions[0]).toMatchObject({
      origin: 'repeat',
      segment: { seq: open.nxt },
    });
  });

  it('do not let a repeat reach beyond the FIN, or say something else', () => {
    const sent = emit(open, data({ len: 4, payload: 'ABCD' }), context).emissions[0]?.tcb ?? open;
    expect(objections(sent, data({ seq: open.nxt, len: 4, payload: 'ABXD' }))).toEqual(['repeat-differs']);
    const closed = emit(sent, draft('FIN+ACK'), context).emissions[0]?.tcb ?? open;
    expect(objections(closed, data({ seq: open.nxt, len: 6 }))).toEqual(['repeat-differs']);
    expect(objections(closed, draft('FIN+ACK', { seq: add(open.nxt, 4) }))).toEqual([]);
  });
});

describe('acknowledgment numbers', () => {
  const end = tcb('ESTABLISHED', { rcv: add(IRS, 101), acked: add(IRS, 51) });

  it('are RCV.NXT', () => {
    expect(objections(end, draft('ACK', { ack: end.rcv }))).toEqual([]);
    expect(objections(end, draft('ACK', { ack: add(end.rcv, 1) }))).toEqual(['wrong-ack-number']);
  });

  it('are doubtful where they leave out data, and wrong where they take something back', () => {
    expect(objections(end, draft('ACK', { ack: add(IRS, 60) }))).toEqual(['ack-behind']);
    expect(objections(end, draft('ACK', { ack: add(IRS, 50) }))).toEqual(['wrong-ack-number']);
  });

  it('may not leave out a FIN', () => {
    const closing = tcb('CLOSE_WAIT');
    expect(emit(closing, draft('ACK', { ack: add(closing.rcv, -1) }), context).objection).toMatchObject({
      code: 'wrong-ack-number',
      because: 'fin',
    });
  });

  it('of a repeat may be the very same as before', () => {
    const sent = {
      ...end,
      sent: [segment('ACK', { seq: end.nxt, ack: add(IRS, 51), len: 10 })],
      nxt: add(end.nxt, 10),
    };
    expect(objections(sent, data({ seq: end.nxt, ack: add(IRS, 51) }))).toEqual([]);
  });
});

describe('the send window', () => {
  const end = tcb('ESTABLISHED', { wnd: 100, edge: add(ISS, 101) });

  it('holds new data, but for the one octet of a probe', () => {
    expect(objections(end, data({ len: 100 }))).toEqual([]);
    expect(objections(end, data({ len: 101 }))).toEqual(['beyond-window']);
    const shut = tcb('ESTABLISHED', { wnd: 0, edge: add(ISS, 1) });
    expect(objections(shut, data({ len: 1 }))).toEqual([]);
    expect(objections(shut, data({ len: 2 }))).toEqual(['beyond-window']);
  });

  it('of a peer that announced none holds nothing', () => {
    expect(objections(tcb('ESTABLISHED'), data({ len: 1_000_000 }))).toEqual([]);
  });
});

describe('flags', () => {
  it.each(['SYN+FIN', 'SYN+RST', 'FIN+RST', 'SYN+FIN+ACK', ''])('%s cannot be', (flags) => {
    expect(objections(tcb('ESTABLISHED'), draft(flags))).toEqual(['impossible-flags']);
  });

  it('leave out ACK as shorthand for FIN, PSH and data, but not in strict mode', () => {
    for (const written of [draft('FIN'), draft('PSH'), draft('', { data: true, len: 1 })]) {
      expect(objections(tcb('ESTABLISHED'), written)).toEqual([]);
      expect(objections(tcb('ESTABLISHED'), written, true)).toEqual(['missing-ack-flag']);
    }
    expect(objections(tcb('ESTABLISHED'), draft('URG'))).toEqual(['missing-ack-flag']);
  });
});

describe('RST', () => {
  it('takes its numbers from what it answers (§3.5.2)', () => {
    const end = tcb('CLOSED', { owes: [resetOwed] });
    expect(emit(end, draft('RST'), context).emissions[0]).toMatchObject({
      segment: { seq: 9 },
      doubts: [],
      implied: [],
    });
    expect(objections(end, draft('RST', { seq: seq(8) }))).toEqual(['wrong-reset-numbers']);
    expect(objections(end, draft('RST+ACK', { seq: seq(9), ack: seq(3) }))).toEqual([]);
  });

  it('of a program that aborts is at SND.NXT and ends the connection (§3.10.5)', () => {
    const [sent] = emit(tcb('ESTABLISHED'), draft('RST+ACK'), context).emissions;
    expect(sent).toMatchObject({ implied: ['abort'], segment: { seq: add(ISS, 1), ack: add(IRS, 1) } });
    expect(sent?.tcb).toMatchObject({ state: 'CLOSED', ended: { by: 'reset-sent' } });
  });

  it('answers at SYN-RECEIVED without ending it', () => {
    const end = tcb('SYN_RCVD', { owes: [resetOwed] });
    expect(emit(end, draft('RST', { seq: seq(9) }), context).emissions[0]?.tcb.state).toBe('SYN_RCVD');
  });
});

describe('FIN', () => {
  it('takes the next number and moves the state', () => {
    const [sent] = emit(
      tcb('ESTABLISHED'),
      data({ flags: new Set(['FIN', 'ACK']), len: 5 }),
      context,
    ).emissions;
    expect(sent?.tcb).toMatchObject({ state: 'FIN_WAIT_1', fin: add(ISS, 6), nxt: add(ISS, 7) });
    expect(sent?.implied).toEqual(['send', 'close']);
    expect(emit(tcb('CLOSE_WAIT'), draft('FIN'), context).emissions[0]?.tcb.state).toBe('LAST_ACK');
  });

  it('waits behind data that was asked for before CLOSE', () => {
    const closed = tcb('ESTABLISHED', { state: 'FIN_WAIT_1', closed: 'close' });
    const sent = emit(closed, data(), context).emissions[0];
    expect(sent?.doubts).toEqual([]);
    expect(emit(sent?.tcb ?? closed, draft('FIN'), context).emissions[0]).toMatchObject({
      implied: [],
      tcb: { state: 'FIN_WAIT_1' },
    });
  });
});

it('says what would be right where that is a number', () => {
  const end = tcb('ESTABLISHED');
  const written = draft('ACK', { seq: add(end.nxt, 3), ack: add(end.rcv, 3) });
  expect(emit(end, written, context)).toMatchObject({
    emissions: [],
    objection: { code: 'wrong-sequence-number', expected: end.nxt },
  });
});
