/**
 * What the program, the host or a timer does to one end (RFC 9293 §3.10.1 to §3.10.6 and §3.10.8): one function a
 * subsection. STATUS (§3.10.6) changes nothing; a note asks for it with a state line.
 */
import type { Seq } from './seq.js';
import { deleted, noConnection, opening, type Owed, type Tcb } from './tcb.js';

export const CALLS = [
  'listen',
  'connect',
  'send',
  'receive',
  'close',
  'shutdown',
  'abort',
  'crash',
  'timeout',
  'keepalive',
  '2MSL',
  'user-timeout',
] as const;

export type CallName = (typeof CALLS)[number];

export interface CallContext {
  /** The initial send sequence number, should the call open a connection. */
  readonly iss: () => Seq;
  readonly cause: number;
  /** Octets, for send and receive; undefined when not written. */
  readonly octets: number | undefined;
}

/** The TCB after the call, or undefined where the call is an error in this state. */
export function call(tcb: Tcb, name: CallName, context: CallContext): Tcb | undefined {
  switch (name) {
    case 'listen':
      return listen(tcb);
    case 'connect':
      return connect(tcb, context);
    case 'send':
      return send(tcb, context);
    case 'receive':
      return receive(tcb);
    case 'close':
      return close(tcb, context, 'close');
    case 'shutdown':
      return close(tcb, context, 'shutdown');
    case 'abort':
      return abort(tcb, context);
    case 'crash':
      return crash(tcb, context);
    case 'timeout':
      return timeout(tcb);
    case 'keepalive':
      return keepalive(tcb);
    case '2MSL':
      return tcb.state === 'TIME_WAIT' ? deleted(tcb, 'closed', context.cause) : undefined;
    case 'user-timeout':
      return userTimeout(tcb, context);
  }
}

/** §3.10.1, passive OPEN. Listening again is allowed, and so is listening beside a connection that exists. */
function listen(tcb: Tcb): Tcb | undefined {
  if (tcb.state === 'CLOSED' || tcb.state === 'LISTEN') {
    return { ...noConnection('LISTEN', 'yes'), owes: tcb.owes };
  }
  return { ...tcb, listens: 'yes' };
}

/**
 * §3.10.1, active OPEN: enters SYN-SENT; the SYN is yet to leave. In TIME-WAIT it reuses the port, which stacks with
 * timestamps do (RFC 6191); everywhere else the connection already exists.
 */
function connect(tcb: Tcb, context: CallContext): Tcb | undefined {
  if (!['CLOSED', 'LISTEN', 'TIME_WAIT'].includes(tcb.state)) return undefined;
  return opening(tcb, context.iss());
}

/** §3.10.2. On a listening end SEND opens the connection, which the SYN will show; the data waits for ESTABLISHED. */
function send(tcb: Tcb, context: CallContext): Tcb | undefined {
  if (tcb.state === 'CLOSED' || tcb.closed !== 'no' || tcb.fin !== undefined) return undefined;
  const opened = tcb.state === 'LISTEN' ? connect(tcb, context) : tcb;
  return opened && { ...opened, queued: opened.queued + (context.octets ?? 0) };
}

/** §3.10.3. What was received can be read until the connection is gone. */
function receive(tcb: Tcb): Tcb | undefined {
  return tcb.state === 'CLOSED' ? undefined : tcb;
}

/** §3.10.4. The FIN is yet to leave; a second CLOSE is allowed. */
function close(tcb: Tcb, context: CallContext, how: 'close' | 'shutdown'): Tcb | undefined {
  const closed = how === 'close' ? 'close' : tcb.closed === 'close' ? 'close' : 'shutdown';
  switch (tcb.state) {
    case 'CLOSED':
      return undefined;
    case 'LISTEN':
      return { ...deleted(tcb, 'closed', context.cause), listens: 'no' };
    case 'SYN_SENT':
      return deleted(tcb, 'closed', context.cause);
    case 'SYN_RCVD':
      // With SENDs pending it is "queued for processing after entering ESTABLISHED state".
      return tcb.queued > 0 ? { ...tcb, closed } : { ...tcb, state: 'FIN_WAIT_1', closed };
    case 'ESTABLISHED':
      return { ...tcb, state: 'FIN_WAIT_1', closed };
    case 'CLOSE_WAIT':
      return { ...tcb, state: 'LAST_ACK', closed };
    default:
      return { ...tcb, closed };
  }
}

/**
 * §3.10.5. The reset that it sends is owed until it leaves. By the letter none is sent in CLOSING and LAST-ACK; some
 * stacks send it there, too, and nobody waits for it.
 */
function abort(tcb: Tcb, context: CallContext): Tcb | undefined {
  switch (tcb.state) {
    case 'CLOSED':
      return undefined;
    case 'LISTEN':
      return { ...deleted(tcb, 'closed', context.cause), listens: 'no' };
    case 'SYN_SENT':
    case 'TIME_WAIT':
      return deleted(tcb, 'closed', context.cause);
    default:
      return { ...deleted(tcb, 'reset-sent', context.cause), owes: [abortingReset(tcb, context)] };
  }
}

/** The reset of an ABORT. Its peer learns of the end from it, but nobody waits for it. */
function abortingReset(tcb: Tcb, { cause }: CallContext): Owed {
  return { kind: 'reset', seq: tcb.nxt, least: tcb.una, answers: tcb.rcv, cause, optional: true };
}

/** §3.10.8 deletes the TCB and no more; §3.9.1.1 calls it an abort, which sends a reset. Both are right. */
function userTimeout(tcb: Tcb, context: CallContext): Tcb | undefined {
  if (tcb.state === 'CLOSED' || tcb.state === 'LISTEN') return undefined;
  const gone = deleted(tcb, 'timeout', context.cause);
  const silent = tcb.state === 'SYN_SENT' || tcb.state === 'TIME_WAIT';
  return silent ? gone : { ...gone, owes: [abortingReset(tcb, context)] };
}

/** The host stops and loses the TCB; whether something listens after it is back is not known. */
function crash(tcb: Tcb, context: CallContext): Tcb {
  const listens = tcb.listens === 'no' ? 'no' : 'unknown';
  return { ...deleted(tcb, 'crash', context.cause), listens };
}

/** §3.10.8, retransmission: something must be unacknowledged; or §3.8.6.1, the probe of a zero window. */
function timeout(tcb: Tcb): Tcb | undefined {
  const waits = tcb.una !== tcb.nxt || tcb.wnd === 0;
  return waits && tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN' ? { ...tcb, fired: 'timeout' } : undefined;
}

/** §3.8.4: keep-alives are for connections that exist. */
function keepalive(tcb: Tcb): Tcb | undefined {
  const connected = !['CLOSED', 'LISTEN', 'SYN_SENT', 'SYN_RCVD'].includes(tcb.state);
  return connected ? { ...tcb, fired: 'keepalive' } : undefined;
}
