/** What programs and timers ask of an end (RFC 9293 §3.9.1, §3.10). */
import type { CallStatement } from '../../../src/exchange/script.js';
import { gone, into, NOTHING, type Reset, type Side, type Way } from './world.js';

/** What a call makes of a side; nothing where the call is an error. */
export function* called(side: Side, { call }: CallStatement): Iterable<Way<Side>> {
  const open = !['CLOSED', 'LISTEN'].includes(side.state);
  switch (call) {
    case 'listen':
      if (side.state === 'CLOSED') yield [into(side, 'LISTEN', { listens: 'yes' })];
      else yield [{ ...side, listens: 'yes' }];
      return;
    case 'connect':
      if (open) return;
      yield [into(side, 'SYN_SENT', { ...NOTHING, opened: 'active', iss: 0, resets: side.resets })];
      return;
    case 'send':
      if (side.state === 'CLOSED' || side.fin !== undefined) return;
      if (!['ESTABLISHED', 'CLOSE_WAIT', 'SYN_SENT', 'SYN_RCVD'].includes(side.state))
        yield [side, 'SEND in this state'];
      else yield [side];
      return;
    case 'receive':
      if (side.state === 'CLOSED') return;
      if (['CLOSING', 'LAST_ACK', 'TIME_WAIT'].includes(side.state)) yield [side, 'RECEIVE at the end'];
      else yield [side];
      return;
    case 'close':
    case 'shutdown':
      yield* closed(side);
      return;
    case 'abort':
      yield* aborted(side);
      return;
    case 'user-timeout':
      yield* aborted(side);
      if (side.state !== 'CLOSED') yield [gone(side)];
      return;
    case 'crash':
      yield [{ ...gone(side), resets: [], listens: side.listens === 'no' ? 'no' : 'maybe' }];
      return;
    case 'timeout':
      if (side.una === side.nxt) yield [side, 'a timeout with nothing to repeat'];
      else yield [side];
      return;
    case 'keepalive':
      if (open) yield [{ ...side, probing: true }];
      else yield [side, 'a keep-alive of no connection'];
      return;
    case '2MSL':
      if (side.state === 'TIME_WAIT') yield [gone(side)];
  }
}

/** §3.10.5: a reset where the peer has a connection, too; the others may send one. */
function* aborted(side: Side): Iterable<Way<Side>> {
  switch (side.state) {
    case 'CLOSED':
      return;
    case 'LISTEN':
    case 'SYN_SENT':
      yield [gone(side)];
      return;
    default: {
      const reset: Reset = { seq: side.nxt, ack: undefined, least: side.una };
      const before = ['CLOSING', 'LAST_ACK', 'TIME_WAIT'].includes(side.state);
      if (before) yield [gone(side)];
      yield [{ ...gone(side), resets: [reset] }, ...(before ? ['a reset while both close'] : [])];
    }
  }
}

function* closed(side: Side): Iterable<Way<Side>> {
  switch (side.state) {
    case 'ESTABLISHED':
    case 'SYN_RCVD':
      yield [into(side, 'FIN_WAIT_1')];
      return;
    case 'CLOSE_WAIT':
      yield [into(side, 'LAST_ACK')];
      return;
    case 'SYN_SENT':
    case 'LISTEN':
      yield [gone(side)];
      return;
    case 'CLOSED':
      return;
    default:
      yield [side, 'CLOSE again'];
  }
}
