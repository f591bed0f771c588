import { describe, expect, it } from 'vitest';
import { arrive, type Arrival } from '../../src/tcp/arrive.js';
import { add, distance, seq } from '../../src/tcp/seq.js';
import { STATES, type State } from '../../src/tcp/state.js';
import type { Segment } from '../../src/tcp/segment.js';
import type { Tcb } from '../../src/tcp/tcb.js';
import { context, IRS, ISS, segment, tcb } from './end.js';

/** All that may become of the segment: `STATE outcome`, with what is then owed, in the order of recommendation. */
function becomes(end: Tcb, arriving: Segment): string[] {
  return arrive(end, arriving, context).map(({ tcb: next, outcome }) => {
    const owed = next.owes.map(({ kind }) => kind).join(',');
    return `${next.state} ${outcome}${owed === '' ? '' : ` owes ${owed}`}`;
  });
}

const inOrder = { seq: add(IRS, 1), ack: add(ISS, 1) };

describe('CLOSED (§3.10.7.1)', () => {
  it('answers with the reset that the sender will accept', () => {
    const [withAck] = arrive(tcb('CLOSED'), segment('ACK', { seq: seq(5), ack: seq(9) }), context);
    expect(withAck?.tcb.owes).toMatchObject([{ kind: 'reset', seq: 9, optional: false }]);
    const [without] = arrive(tcb('CLOSED'), segment('SYN', { seq: seq(2 ** 32 - 1), len: 3 }), context);
    expect(without?.tcb.owes).toMatchObject([{ kind: 'reset', seq: 0, ack: 3, optional: false }]);
  });

  it('discards a reset', () => {
    expect(becomes(tcb('CLOSED'), segment('RST'))).toEqual(['CLOSED discarded']);
  });

  it('opens again where a listener stands behind it', () => {
    expect(becomes(tcb('CLOSED', { listens: 'yes' }), segment('SYN'))).toEqual([
      'SYN_RCVD accepted owes syn-ack',
    ]);
  });

  it('leaves what has neither SYN nor ACK to the listener, who drops it', () => {
    expect(becomes(tcb('CLOSED', { listens: 'yes' }), segment('FIN'))).toEqual(['CLOSED discarded']);
    expect(becomes(tcb('CLOSED'), segment('FIN'))).toEqual(['CLOSED reset owes reset']);
  });

  it('may open or refuse where nobody knows whether something listens, and owes neither', () => {
    const ways = arrive(tcb('CLOSED', { listens: 'unknown' }), segment('SYN'), context);
    expect(ways.map(({ tcb: next }) => next.state)).toEqual(['SYN_RCVD', 'CLOSED']);
    expect(ways.every(({ tcb: next }) => next.owes.every(({ optional }) => optional))).toBe(true);
  });
});

describe('LISTEN (§3.10.7.2)', () => {
  it.each([
    ['RST', ['LISTEN discarded']],
    ['ACK', ['LISTEN reset owes reset']],
    ['SYN', ['SYN_RCVD accepted owes syn-ack']],
    ['SYN+ACK', ['LISTEN reset owes reset']],
    ['FIN', ['LISTEN discarded']],
    ['SYN+FIN', ['LISTEN discarded', 'SYN_RCVD accepted owes syn-ack', 'SYN_RCVD accepted owes syn-ack']],
  ])('%s: %j', (flags, expected) => {
    expect(becomes(tcb('LISTEN'), segment(flags, { seq: IRS, ack: ISS }))).toEqual(expected);
  });

  it('remembers the initial number, wrapped', () => {
    const [opened] = arrive(tcb('LISTEN'), segment('SYN', { seq: seq(2 ** 32 - 1) }), context);
    expect(opened?.tcb).toMatchObject({ irs: 2 ** 32 - 1, rcv: 0, iss: ISS, una: ISS, nxt: ISS });
  });

  it('may take data on a SYN, queue it, or leave it to be sent again', () => {
    const ways = arrive(tcb('LISTEN'), segment('SYN', { seq: seq(9), len: 20 }), context);
    expect(ways.map(({ tcb: next }) => [next.rcv, next.held.length])).toEqual([
      [30, 0],
      [10, 1],
      [10, 0],
    ]);
  });
});

describe('SYN-SENT (§3.10.7.3)', () => {
  const good = { seq: IRS, ack: add(ISS, 1) };
  it.each([
    ['SYN+ACK', good, ['ESTABLISHED accepted owes ack']],
    ['SYN', { seq: IRS }, ['SYN_RCVD accepted owes syn-ack']],
    ['SYN+ACK', { seq: IRS, ack: ISS }, ['SYN_SENT reset owes reset']],
    ['ACK', { seq: IRS, ack: add(ISS, 2) }, ['SYN_SENT reset owes reset']],
    ['RST+ACK', good, ['CLOSED accepted']],
    ['RST+ACK', { seq: IRS, ack: ISS }, ['SYN_SENT discarded']],
    ['RST', { seq: IRS }, ['SYN_SENT discarded']],
    ['ACK', good, ['SYN_SENT discarded']],
    ['FIN', { seq: IRS }, ['SYN_SENT discarded']],
  ])('%s %j: %j', (flags, numbers, expected) => {
    expect(becomes(tcb('SYN_SENT'), segment(flags, numbers))).toEqual(expected);
  });

  it('goes on to the FIN of a SYN,ACK that carries one', () => {
    expect(becomes(tcb('SYN_SENT'), segment('SYN+FIN+ACK', good))[0]).toMatch(/^CLOSE_WAIT accepted/);
  });
});

describe('SYN-RECEIVED (§3.10.7.4)', () => {
  it('is established by the ACK of its SYN, and by nothing short of it or beyond', () => {
    expect(becomes(tcb('SYN_RCVD'), segment('ACK', inOrder))).toEqual(['ESTABLISHED accepted']);
    expect(becomes(tcb('SYN_RCVD'), segment('ACK', { ...inOrder, ack: ISS }))).toEqual([
      'SYN_RCVD reset owes reset',
    ]);
  });

  it('answers the ACK of what it never sent with a reset, or after RFC 5961 with an ACK', () => {
    expect(becomes(tcb('SYN_RCVD'), segment('ACK', { ...inOrder, ack: add(ISS, 2) }))).toEqual([
      'SYN_RCVD reset owes reset',
      'SYN_RCVD challenged owes challenge',
    ]);
  });

  it('falls back to TIME-WAIT where a new SYN had reopened it and turns out to be old (MAY-2)', () => {
    const formerly = tcb('TIME_WAIT');
    const end = tcb('SYN_RCVD', { formerly });
    const [back] = arrive(end, segment('RST', { seq: end.rcv }), context);
    expect(back).toMatchObject({ tcb: formerly, reason: { key: 'reset-to-time-wait' } });
    expect(becomes(end, segment('RST', { seq: end.rcv }))).toEqual(['TIME_WAIT accepted', 'LISTEN accepted']);
  });

  it('takes what came with the SYN and was queued as soon as it is established', () => {
    const opened = arrive(tcb('LISTEN'), segment('SYN', { seq: IRS, len: 20 }), context)[1]?.tcb;
    const sent: Tcb = { ...tcb('SYN_RCVD'), ...opened, nxt: add(ISS, 1), acked: add(IRS, 1) };
    const [open] = arrive(sent, segment('ACK', inOrder), context);
    expect(open?.tcb).toMatchObject({ state: 'ESTABLISHED', rcv: add(IRS, 21), held: [] });
    expect(open?.tcb.owes).toContainEqual(expect.objectContaining({ kind: 'ack' }));
  });

  it('takes a FIN that came with the SYN and was queued as soon as it is established', () => {
    const opened = arrive(tcb('LISTEN'), segment('SYN+FIN', { seq: IRS }), context)[1]?.tcb;
    const sent: Tcb = { ...tcb('SYN_RCVD'), ...opened, nxt: add(ISS, 1), acked: add(IRS, 1) };
    expect(becomes(sent, segment('ACK', inOrder))[0]).toMatch(/^CLOSE_WAIT accepted/);
  });

  it('goes on to FIN-WAIT-1 if CLOSE waits for earlier SENDs (§3.10.4)', () => {
    const end = tcb('SYN_RCVD', { queued: 10, closed: 'close' });
    expect(becomes(end, segment('ACK', inOrder))).toEqual(['FIN_WAIT_1 accepted']);
  });

  it('falls back to LISTEN on a reset if it came from there, and is refused if it did not', () => {
    expect(becomes(tcb('SYN_RCVD'), segment('RST', inOrder))).toEqual(['LISTEN accepted']);
    expect(becomes(tcb('SYN_RCVD', { opened: 'active' }), segment('RST', inOrder))).toEqual([
      'CLOSED accepted',
    ]);
  });

  it('takes the ACK of a SYN,ACK that repeats the SYN it has (figure 7)', () => {
    const crossing = tcb('SYN_RCVD', { opened: 'active' });
    expect(becomes(crossing, segment('SYN+ACK', { seq: IRS, ack: add(ISS, 1) }))).toEqual([
      'ESTABLISHED accepted',
    ]);
  });

  it('takes data and FIN with the ACK that establishes it', () => {
    const [arrived] = arrive(tcb('SYN_RCVD'), segment('FIN+ACK', { ...inOrder, len: 10 }), context);
    expect(arrived?.tcb).toMatchObject({ state: 'CLOSE_WAIT', rcv: add(IRS, 12), peerFin: add(IRS, 11) });
  });
});

const SYNCHRONIZED = STATES.filter((state) => !['CLOSED', 'LISTEN', 'SYN_SENT', 'SYN_RCVD'].includes(state));

describe.each(SYNCHRONIZED)('%s (§3.10.7.4)', (state: State) => {
  const end = tcb(state);

  it('is reset by a reset at RCV.NXT', () => {
    expect(becomes(end, segment('RST', { seq: end.rcv }))[0]).toBe('CLOSED accepted');
  });

  it('may challenge a reset elsewhere in the window, or believe it', () => {
    const windowed = { ...end, rwnd: 100, rcvEdge: add(end.rcv, 100) };
    const ways = becomes(windowed, segment('RST', { seq: add(end.rcv, 5) }));
    const expected =
      state === 'TIME_WAIT'
        ? ['TIME_WAIT challenged owes challenge', 'CLOSED accepted', 'TIME_WAIT discarded']
        : [`${state} challenged owes challenge`, 'CLOSED accepted'];
    expect(ways).toEqual(expected);
  });

  it('drops a reset outside the window', () => {
    const windowed = { ...end, rwnd: 100, rcvEdge: add(end.rcv, 100) };
    for (const away of [-1, 250]) {
      expect(becomes(windowed, segment('RST', { seq: add(end.rcv, away) }))).toEqual([`${state} discarded`]);
    }
  });

  it('may challenge a SYN, wherever it lies', () => {
    for (const away of [-500, 0, 500]) {
      const ways = becomes(end, segment('SYN', { seq: add(end.rcv, away) }));
      const others = state === 'TIME_WAIT' ? ['SYN_RCVD accepted owes syn-ack'] : [];
      expect(ways.filter((way) => !others.includes(way))[0]).toBe(`${state} challenged owes challenge`);
    }
  });

  it('drops what has no ACK', () => {
    expect(becomes(end, segment('', { seq: end.rcv, len: 5 }))).toEqual([`${state} discarded`]);
  });

  it('answers what acknowledges the unsent with an ACK', () => {
    expect(becomes(end, segment('ACK', { seq: end.rcv, ack: add(end.nxt, 1) }))).toEqual([
      `${state} challenged owes challenge`,
    ]);
  });

  it('answers an old duplicate with an ACK and takes nothing from it', () => {
    const [first] = arrive(end, segment('ACK', { seq: add(end.rcv, -10), ack: end.una, len: 5 }), context);
    expect(first).toMatchObject({ outcome: 'discarded', tcb: { state, rcv: end.rcv } });
    expect(first?.tcb.owes).toMatchObject([{ kind: 'challenge' }]);
  });
});

describe('the ACK of our FIN (§3.10.7.4, fifth)', () => {
  it.each([
    ['FIN_WAIT_1', 'FIN_WAIT_2'],
    ['CLOSING', 'TIME_WAIT'],
    ['LAST_ACK', 'CLOSED'],
  ] as const)('takes %s to %s, and an ACK short of it does not', (state, next) => {
    const end = tcb(state);
    expect(becomes(end, segment('ACK', { seq: end.rcv, ack: end.nxt }))).toEqual([`${next} accepted`]);
    expect(becomes(end, segment('ACK', { seq: end.rcv, ack: add(end.nxt, -1) }))).toEqual([
      `${state} accepted`,
    ]);
  });

  it('with a FIN takes FIN-WAIT-1 straight to TIME-WAIT', () => {
    const end = tcb('FIN_WAIT_1');
    expect(becomes(end, segment('FIN+ACK', { seq: end.rcv, ack: end.nxt }))).toEqual([
      'TIME_WAIT accepted owes ack',
    ]);
  });

  it('does not move a state whose FIN waits to be sent', () => {
    const end = tcb('ESTABLISHED', { state: 'FIN_WAIT_1', closed: 'close' });
    expect(becomes(end, segment('ACK', { seq: end.rcv, ack: end.nxt }))).toEqual(['FIN_WAIT_1 accepted']);
  });
});

describe('FIN (§3.10.7.4, eighth)', () => {
  it.each([
    ['ESTABLISHED', 'CLOSE_WAIT'],
    ['FIN_WAIT_1', 'CLOSING'],
    ['FIN_WAIT_2', 'TIME_WAIT'],
  ] as const)('takes %s to %s', (state, next) => {
    const end = tcb(state);
    const [arrived] = arrive(end, segment('FIN+ACK', { seq: end.rcv, ack: end.una }), context);
    expect(arrived?.tcb).toMatchObject({ state: next, rcv: add(end.rcv, 1), peerFin: end.rcv });
  });

  it('restarts TIME-WAIT when it comes again', () => {
    const end = tcb('TIME_WAIT');
    expect(becomes(end, segment('FIN+ACK', { seq: add(end.rcv, -1), ack: end.nxt }))).toEqual([
      'TIME_WAIT accepted owes challenge',
    ]);
  });

  it('changes no state behind a hole, until the hole is filled', () => {
    const end = tcb('ESTABLISHED');
    const [held] = arrive(end, segment('FIN+ACK', { seq: add(end.rcv, 10), ack: end.una }), context);
    expect(held?.tcb).toMatchObject({ state: 'ESTABLISHED', rcv: end.rcv });
    const [filled] = arrive(
      held?.tcb ?? end,
      segment('ACK', { seq: end.rcv, ack: end.una, len: 10 }),
      context,
    );
    expect(filled?.tcb).toMatchObject({ state: 'CLOSE_WAIT', rcv: add(end.rcv, 11), held: [] });
  });
});

describe('text (§3.10.7.4, seventh)', () => {
  const end = tcb('ESTABLISHED');
  const data = (from: number, len: number): Segment =>
    segment('ACK', { seq: add(end.rcv, from), ack: end.una, len });

  it('beyond a hole is held, or dropped, and both move on when the hole is filled', () => {
    const [held, dropped] = arrive(end, data(10, 10), context);
    expect([held?.outcome, dropped?.outcome]).toEqual(['accepted', 'discarded']);
    expect(arrive(held?.tcb ?? end, data(0, 10), context)[0]?.tcb.rcv).toBe(add(end.rcv, 20));
    expect(arrive(dropped?.tcb ?? end, data(0, 10), context)[0]?.tcb.rcv).toBe(add(end.rcv, 10));
  });

  it('that overlaps what was received counts once', () => {
    const [first] = arrive(end, data(0, 10), context);
    expect(arrive(first?.tcb ?? end, data(5, 10), context)[0]?.tcb.rcv).toBe(add(end.rcv, 15));
  });

  it('fills the hole before what was held, as far as that was kept', () => {
    const hears = (tcb: Tcb, from: number): readonly Arrival[] => arrive(tcb, data(from, 4), context);
    const held = [8, 4].reduce((tcb, from) => hears(tcb, from)[0]?.tcb ?? tcb, end);
    const [kept, ...others] = hears(held, 16);
    expect(others.map(({ reason }) => reason.key)).not.toContain('data-dropped');
    const filled = hears(kept?.tcb ?? end, 0);
    expect(filled.map(({ tcb: { rcv, held: left } }) => [distance(rcv, end.rcv), left.length])).toEqual([
      [12, 1],
      [8, 1],
      [4, 2],
    ]);
  });

  it('may be refused where the window is shut, and taken by a receiver with slack', () => {
    const shut = { ...end, rwnd: 0, rcvEdge: end.rcv };
    expect(arrive(shut, data(0, 1), context).map(({ outcome }) => outcome)).toEqual([
      'discarded',
      'accepted',
    ]);
  });
});

describe('the send window', () => {
  it('is scaled when both SYNs offered it, and never on a SYN', () => {
    const synSent = tcb('SYN_SENT', { scaleSent: 2 });
    const options = [{ name: 'wscale', value: '7' }];
    const [open] = arrive(
      synSent,
      segment('SYN+ACK', { seq: IRS, ack: add(ISS, 1), win: 1000, options }),
      context,
    );
    expect(open?.tcb).toMatchObject({ wnd: 1000, edge: add(ISS, 1001) });
    const [next] = arrive(open?.tcb ?? synSent, segment('ACK', { ...inOrder, win: 10 }), context);
    expect(next?.tcb).toMatchObject({ wnd: 1280, edge: add(ISS, 1281) });
  });

  it('keeps the largest edge when the peer shrinks it', () => {
    const end = tcb('ESTABLISHED', { wnd: 500, edge: add(ISS, 501) });
    const [arrived] = arrive(end, segment('ACK', { ...inOrder, win: 100 }), context);
    expect(arrived?.tcb).toMatchObject({ wnd: 100, edge: add(ISS, 501) });
  });

  it('is unknown again after a segment that does not say it', () => {
    const end = tcb('ESTABLISHED', { wnd: 500, edge: add(ISS, 501) });
    expect(arrive(end, segment('ACK', inOrder), context)[0]?.tcb).toMatchObject({
      wnd: undefined,
      edge: undefined,
    });
  });

  it('is not set by an older segment', () => {
    const end = tcb('ESTABLISHED', { wnd: 500, edge: add(ISS, 501), wl1: add(IRS, 5) });
    expect(arrive(end, segment('ACK', { ...inOrder, win: 9 }), context)[0]?.tcb.wnd).toBe(500);
  });
});

describe('a SYN that meets TIME-WAIT (MAY-2, RFC 6191)', () => {
  const states = (end: Tcb, arriving: Segment): string[] =>
    becomes(end, arriving).map((way) => way.replace(/ .*/, ''));
  const stamped = tcb('TIME_WAIT', { recent: 1000 });
  const stamp = (val: number): Partial<Segment> => ({ options: [{ name: 'ts', value: `${val}/0` }] });

  it('may open a new connection wherever its number lies, the likelier beyond the old ones', () => {
    const end = tcb('TIME_WAIT');
    expect(states(end, segment('SYN', { seq: add(end.rcv, 10) })).slice(0, 2)).toEqual([
      'SYN_RCVD',
      'TIME_WAIT',
    ]);
    expect(states(end, segment('SYN', { seq: add(end.rcv, -10) }))).toEqual(['TIME_WAIT', 'SYN_RCVD']);
  });

  it('is likelier to open one with a newer timestamp, even below the old numbers', () => {
    const below = { seq: add(stamped.rcv, -10) };
    expect(states(stamped, segment('SYN', { ...below, ...stamp(1001) }))[0]).toBe('SYN_RCVD');
    expect(states(stamped, segment('SYN', { ...below, ...stamp(1000) }))[0]).toBe('TIME_WAIT');
  });

  it('is likelier to be refused with an older timestamp', () => {
    const beyond = { seq: add(stamped.rcv, 10) };
    expect(states(stamped, segment('SYN', { ...beyond, ...stamp(999) }))[0]).toBe('TIME_WAIT');
  });
});

describe('timestamps (RFC 7323 §5.3)', () => {
  const end = tcb('ESTABLISHED', { stampsSent: true, stampsReceived: true, recent: 2 ** 32 - 1 });
  const stamped = (val: number, numbers: Partial<Segment>): Segment =>
    segment('ACK', { seq: end.rcv, ack: end.una, options: [{ name: 'ts', value: `${val}/0` }], ...numbers });

  it('that are older refuse data and answer it with an ACK, if they are not too old to count', () => {
    expect(arrive(end, stamped(2 ** 32 - 2, { len: 5 }), context)).toMatchObject([
      { outcome: 'discarded', reason: { key: 'old-timestamp' }, tcb: { owes: [{ kind: 'challenge' }] } },
      { outcome: 'accepted', reason: { key: 'data' } },
    ]);
  });

  it('count on across 2^32', () => {
    expect(arrive(end, stamped(3, { len: 5 }), context)[0]).toMatchObject({
      outcome: 'accepted',
      tcb: { recent: 3 },
    });
  });

  it('never refuse a reset', () => {
    const reset = segment('RST', { seq: end.rcv, options: [{ name: 'ts', value: '5/0' }] });
    expect(becomes({ ...end, recent: 10 }, reset)).toEqual(['CLOSED accepted']);
  });

  it('mean nothing unless both SYNs carried them', () => {
    for (const changes of [{ stampsSent: false }, { stampsReceived: undefined }]) {
      const [first] = arrive({ ...end, ...changes }, stamped(2 ** 32 - 2, { len: 5 }), context);
      expect(first?.outcome).toBe('accepted');
    }
  });

  it('beyond a hole do not count as the last one in order', () => {
    const [held] = arrive(end, stamped(9, { seq: add(end.rcv, 50), len: 5 }), context);
    expect(held?.tcb.recent).toBe(2 ** 32 - 1);
  });
});

describe('an acknowledgment further back than any window (MAY-12)', () => {
  const end = tcb('ESTABLISHED', { maxWnd: 100 });

  it('may have its data refused, after RFC 5961 §5', () => {
    expect(becomes(end, segment('ACK', { seq: end.rcv, ack: add(end.una, -101), len: 5 }))).toEqual([
      'ESTABLISHED accepted owes ack',
      'ESTABLISHED challenged owes challenge',
    ]);
  });

  it('has it taken within the largest window', () => {
    expect(becomes(end, segment('ACK', { seq: end.rcv, ack: add(end.una, -100), len: 5 }))).toEqual([
      'ESTABLISHED accepted owes ack',
    ]);
  });
});

it('new data after a full CLOSE may be answered by a reset (MAY-1), and after a shutdown may not', () => {
  const closed = tcb('FIN_WAIT_2');
  const data = segment('ACK', { seq: closed.rcv, ack: closed.una, len: 5 });
  expect(becomes(closed, data)).toEqual(['FIN_WAIT_2 accepted owes ack', 'CLOSED reset owes reset']);
  expect(becomes({ ...closed, closed: 'shutdown' }, data)).toEqual(['FIN_WAIT_2 accepted owes ack']);
});

it('never returns nothing, whatever arrives wherever', () => {
  const kinds = ['', 'SYN', 'ACK', 'SYN+ACK', 'FIN', 'FIN+ACK', 'RST', 'RST+ACK', 'SYN+FIN+ACK', 'PSH+URG'];
  for (const state of STATES) {
    for (const flags of kinds) {
      for (const away of [-1000, -1, 0, 1, 1000]) {
        const end = tcb(state);
        const arriving = segment(flags, {
          seq: add(end.rcv, away),
          ack: add(end.nxt, away),
          len: Math.abs(away),
        });
        expect(arrive(end, arriving, context).length).toBeGreaterThan(0);
      }
    }
  }
});
