import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrive } from '../../src/tcp/arrive.js';
import { emit, type Draft } from '../../src/tcp/emit.js';
import { add, seq } from '../../src/tcp/seq.js';
import type { Segment } from '../../src/tcp/segment.js';
import { STATES } from '../../src/tcp/state.js';
import { digest, moved, type Shift, type Tcb } from '../../src/tcp/tcb.js';
import { context, draft, IRS, ISS, segment, tcb } from './end.js';

const connected = STATES.filter((state) => state !== 'CLOSED' && state !== 'LISTEN');
const away = fc.integer({ min: -3, max: 12 });

/** An end with something in each of its variables that some state has. */
const ends = fc
  .record({
    state: fc.constantFrom(...connected),
    held: fc.option(away),
    queued: fc.nat(3),
    closed: fc.constantFrom('no', 'shutdown', 'close'),
    window: fc.option(fc.nat(10)),
    seen: fc.boolean(),
    owes: fc.boolean(),
  })
  .map(({ state, held, queued, closed, window, seen, owes }): Tcb => {
    const end = tcb(state);
    const edges =
      window === null
        ? {}
        : {
            wnd: window,
            edge: add(end.una, window),
            latestEdge: add(end.una, window),
            rwnd: window,
            rcvEdge: add(end.rcv, window),
            rcvLatest: add(end.rcv, window),
          };
    return {
      ...end,
      ...edges,
      queued,
      closed: end.fin === undefined ? closed : end.closed,
      held: held === null ? [] : [{ from: add(end.rcv, held + 4), to: add(end.rcv, held + 6), fin: false }],
      wl1: seen ? end.rcv : undefined,
      wl2: seen ? end.una : undefined,
      owes: owes
        ? [{ kind: 'reset', seq: end.una, least: end.una, answers: end.rcv, cause: 1, optional: true }]
        : [],
    };
  });

const flags = fc.constantFrom('SYN', 'SYN+ACK', 'ACK', 'FIN+ACK', 'RST', 'RST+ACK', 'PSH+ACK', 'FIN');
const lengths = fc.nat(3);
const win = fc.option(fc.nat(20), { nil: undefined });
const shifts: fc.Arbitrary<Shift> = fc.record({ own: fc.nat(2 ** 32 - 1), peer: fc.nat(2 ** 32 - 1) });

const withWin = (window: number | undefined): { win?: number } =>
  window === undefined ? {} : { win: window };

describe('an end', () => {
  it('does the same wherever its streams are counted from, when a segment arrives', () => {
    fc.assert(
      fc.property(ends, flags, away, away, lengths, win, shifts, (end, words, from, to, len, window, by) => {
        const arriving = segment(words, { seq: add(IRS, from), ack: add(ISS, to), len, ...withWin(window) });
        const other: Segment = {
          ...arriving,
          seq: add(arriving.seq, by.peer),
          ack: arriving.flags.has('ACK') ? add(arriving.ack, by.own) : arriving.ack,
        };
        const shifted = { ...context, iss: () => add(ISS, by.own) };
        const ways = arrive(end, arriving, context);
        const others = arrive(moved(end, by), other, shifted);
        expect(others.map(({ outcome, reason }) => [outcome, reason])).toEqual(
          ways.map(({ outcome, reason }) => [outcome, reason]),
        );
        expect(others.map((way) => told(way.tcb))).toEqual(ways.map((way) => told(moved(way.tcb, by))));
      }),
      { numRuns: 800 },
    );
  });

  it('does the same wherever its streams are counted from, when it sends', () => {
    fc.assert(
      fc.property(ends, flags, away, away, lengths, win, shifts, (end, words, from, to, len, window, by) => {
        const meant: Draft = {
          ...draft(words),
          data: len > 0,
          seq: add(ISS, from),
          ack: add(IRS, to),
          len,
          win: window,
        };
        const other = { ...meant, seq: add(ISS, from + by.own), ack: add(IRS, to + by.peer) };
        // The number 0 of a reset that answers no ACK is no number of a stream.
        fc.pre(end.state !== 'SYN_RCVD' || !words.startsWith('RST'));
        const ways = emit(end, meant, context);
        const others = emit(moved(end, by), other, { ...context, iss: () => add(ISS, by.own) });
        const codes = ({ emissions, objection }: typeof ways): unknown[] => [
          objection?.code,
          ...emissions.map(({ doubts, origin }) => [doubts.map(({ code }) => code), origin]),
        ];
        expect(codes(others)).toEqual(codes(ways));
        expect(others.emissions.map((way) => told(way.tcb))).toEqual(
          ways.emissions.map((way) => told(moved(way.tcb, by))),
        );
      }),
      { numRuns: 800 },
    );
  });
});

/** What decides of an end. RCV.NXT means nothing before the peer's SYN, nor do all numbers without a connection. */
function told(end: Tcb): string {
  const zero = seq(0);
  if (end.state === 'SYN_SENT') return digest({ ...end, rcv: zero });
  const none = end.state === 'CLOSED' || end.state === 'LISTEN';
  return digest(none ? { ...end, una: zero, nxt: zero, rcv: zero } : end);
}
