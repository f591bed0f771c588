import { describe, expect, it } from 'vitest';
import { call as ways, type CallContext, type CallName } from '../../src/tcp/call.js';
import { add } from '../../src/tcp/seq.js';
import { STATES, type State } from '../../src/tcp/state.js';
import type { Tcb } from '../../src/tcp/tcb.js';
import { ISS, tcb } from './end.js';

const context = { iss: () => ISS, cause: 3, octets: 10 };

/** What the call most likely makes of the end. */
function call(end: Tcb, name: CallName, moment: CallContext): Tcb | undefined {
  return ways(end, name, moment)[0];
}

/** The state after the call, `-` where the call is an error. */
function after(state: State, name: CallName): string {
  return call(tcb(state), name, context)?.state ?? '-';
}

describe('calls (§3.10.1 to §3.10.8)', () => {
  const table: Record<string, Partial<Record<CallName, string>>> = {
    CLOSED: {
      listen: 'LISTEN',
      connect: 'SYN_SENT',
      send: '-',
      receive: '-',
      close: '-',
      abort: '-',
      crash: 'CLOSED',
      timeout: '-',
      '2MSL': '-',
      'user-timeout': '-',
      keepalive: '-',
    },
    LISTEN: {
      listen: 'LISTEN',
      connect: 'SYN_SENT',
      send: 'SYN_SENT',
      close: 'CLOSED',
      abort: 'CLOSED',
      timeout: '-',
      keepalive: '-',
    },
    SYN_SENT: {
      connect: '-',
      send: 'SYN_SENT',
      close: 'CLOSED',
      abort: 'CLOSED',
      timeout: 'SYN_SENT',
      'user-timeout': 'CLOSED',
    },
    SYN_RCVD: { close: 'FIN_WAIT_1', abort: 'CLOSED', timeout: 'SYN_RCVD' },
    ESTABLISHED: {
      close: 'FIN_WAIT_1',
      shutdown: 'FIN_WAIT_1',
      abort: 'CLOSED',
      crash: 'CLOSED',
      timeout: '-',
      keepalive: 'ESTABLISHED',
      '2MSL': '-',
    },
    FIN_WAIT_1: { close: 'FIN_WAIT_1', send: '-', timeout: 'FIN_WAIT_1' },
    FIN_WAIT_2: { close: 'FIN_WAIT_2', send: '-', timeout: '-' },
    CLOSE_WAIT: { close: 'LAST_ACK', send: 'CLOSE_WAIT' },
    CLOSING: { close: 'CLOSING', send: '-' },
    LAST_ACK: { close: 'LAST_ACK', send: '-', timeout: 'LAST_ACK' },
    TIME_WAIT: { close: 'TIME_WAIT', send: '-', '2MSL': 'CLOSED', abort: 'CLOSED' },
  };
  for (const state of STATES) {
    for (const [name, expected] of Object.entries(table[state] ?? {})) {
      it(`${state}: ${name} ${expected === '-' ? 'is an error' : `leads to ${expected}`}`, () => {
        expect(after(state, name as CallName)).toBe(expected);
      });
    }
  }

  it('advance no sequence number by themselves', () => {
    const closed = call(tcb('ESTABLISHED'), 'close', context);
    expect(closed).toMatchObject({ nxt: add(ISS, 1), fin: undefined });
    expect(call(tcb('CLOSED'), 'connect', context)).toMatchObject({ iss: ISS, una: ISS, nxt: ISS });
  });

  it('send on a listening end opens the connection and waits with the data', () => {
    expect(call(tcb('LISTEN'), 'send', context)).toMatchObject({ state: 'SYN_SENT', queued: 10 });
  });

  it('close in SYN-RECEIVED waits for data that is to be sent', () => {
    const queued = tcb('SYN_RCVD', { queued: 10 });
    expect(call(queued, 'close', context)).toMatchObject({ state: 'SYN_RCVD', closed: 'close' });
  });

  it('connect reuses the port of a connection in TIME-WAIT', () => {
    expect(after('TIME_WAIT', 'connect')).toBe('SYN_SENT');
  });

  it('abort leaves a reset to be sent', () => {
    expect(call(tcb('ESTABLISHED'), 'abort', context)?.owes).toMatchObject([
      { kind: 'reset', seq: add(ISS, 1) },
    ]);
  });

  it('close resets the connection where data is known to be unread (SHLD-3), or closes as ever', () => {
    const [irs, rcv] = [add(ISS, 1000), add(ISS, 1011)];
    const states = (read: Tcb['read']): string[] =>
      ways(tcb('ESTABLISHED', { irs, rcv, read }), 'close', context).map(({ state }) => state);
    expect(states(add(irs, 1))).toEqual(['CLOSED', 'FIN_WAIT_1']);
    expect(states(undefined)).toEqual(['FIN_WAIT_1', 'CLOSED']);
    expect(states(rcv)).toEqual(['FIN_WAIT_1']);
  });

  it('a program that has not heard of the end of its connection calls all the same', () => {
    const was = tcb('ESTABLISHED');
    const gone = tcb('CLOSED', { ended: { by: 'reset-received', cause: 1, was } });
    for (const name of ['send', 'receive', 'close', 'shutdown'] as const)
      expect(ways(gone, name, context)).toEqual([gone]);
    expect(ways(gone, 'timeout', context)).toEqual([]);
    const closed = {
      ...gone,
      ended: { by: 'reset-received' as const, cause: 1, was: { ...was, closed: 'close' as const } },
    };
    expect(ways(closed, 'send', context)).toEqual([]);
  });

  it('crash leaves open whether something listens after it', () => {
    expect(call(tcb('ESTABLISHED', { listens: 'yes' }), 'crash', context)?.listens).toBe('unknown');
  });
});
