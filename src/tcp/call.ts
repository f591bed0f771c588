/**
 * What the program, the host or a timer does to one end (RFC 9293 §3.10.1 to §3.10.6 and §3.10.8): one function a
 * subsection. STATUS (§3.10.6) changes nothing; a note asks for it with a state line.
 */
import { add, after, type Seq } from './seq.js';
import type { State } from './state.js';
import { changed, deleted, noConnection, opening, type Owed, type Tcb } from './tcb.js';

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

/**
 * The TCBs that the end may have after the call, the likeliest first; none where the call is an error in this state
 * that nobody makes.
 */
export function call(tcb: Tcb, name: CallName, context: CallContext): readonly Tcb[] {
  if (isCallToNothing(tcb, name)) return [tcb];
  const next = called(tcb, name, context);
  if (next === undefined) return [];
  return name === 'close' ? closings(tcb, next, context) : [next];
}

const OF_PROGRAMS: readonly CallName[] = ['send', 'receive', 'close', 'shutdown', 'abort'];

/**
 * Whether a program makes the call because it has not heard yet that its connection is gone: the call returns an error
 * and changes nothing (§3.10.2 to §3.10.5, CLOSED). One that had closed itself sends nothing more all the same.
 */
export function isCallToNothing({ state, ended }: Tcb, name: CallName): boolean {
  if (state !== 'CLOSED' || ended === undefined || ended.by === 'crash') return false;
  if (name === 'send') return ended.by !== 'closed' && ended.was.closed === 'no';
  return OF_PROGRAMS.includes(name);
}

/**
 * CLOSE while data that has been received is not read: a reset may say that it is lost (MAY-1, SHLD-3), which is what is
 * recommended. Where the note shows nothing of reading, the data is taken for read first.
 */
function closings(tcb: Tcb, next: Tcb, context: CallContext): readonly Tcb[] {
  if (!RESETS_UNREAD.includes(tcb.state)) return [next];
  const from = tcb.read ?? firstOctet(tcb);
  if (from !== undefined && !after(endOfText(tcb), from)) return [next];
  const was: Tcb = changed(tcb, { closed: 'close' });
  const gone: Tcb = changed(deleted(was, 'reset-sent', context.cause), {
    owes: [abortingReset(tcb, context)],
  });
  return tcb.read === undefined ? [next, gone] : [gone, next];
}

const RESETS_UNREAD: readonly State[] = ['ESTABLISHED', 'CLOSE_WAIT', 'FIN_WAIT_1', 'FIN_WAIT_2'];

function called(tcb: Tcb, name: CallName, context: CallContext): Tcb | undefined {
  switch (name) {
    case 'listen':
      return listen(tcb);
    case 'connect':
      return connect(tcb, context);
    case 'send':
      return send(tcb, context);
    case 'receive':
      return receive(tcb, context);
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
    return changed(noConnection('LISTEN', 'yes'), { owes: tcb.owes });
  }
  return changed(tcb, { listens: 'yes' });
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
  return opened && changed(opened, { queued: opened.queued + (context.octets ?? 0) });
}

/** §3.10.3. What was received can be read until the connection is gone; a RECEIVE may also wait for more to come. */
function receive(tcb: Tcb, { octets }: CallContext): Tcb | undefined {
  if (tcb.state === 'CLOSED') return undefined;
  if (octets === undefined) return changed(tcb, { read: endOfText(tcb) });
  const from = tcb.read ?? firstOctet(tcb);
  return from === undefined ? tcb : changed(tcb, { read: add(from, octets) });
}

/** The number of the first octet that the peer sends; undefined where the scenario begins later. */
function firstOctet({ irs }: Tcb): Seq | undefined {
  return irs === undefined ? undefined : add(irs, 1);
}

/** The number after the last octet received in order. */
function endOfText({ rcv, peerFin }: Tcb): Seq {
  return peerFin ?? rcv;
}

/** §3.10.4. The FIN is yet to leave; a second CLOSE is allowed. */
function close(tcb: Tcb, context: CallContext, how: 'close' | 'shutdown'): Tcb | undefined {
  const closed = how === 'close' ? 'close' : tcb.closed === 'close' ? 'close' : 'shutdown';
  switch (tcb.state) {
    case 'CLOSED':
      return undefined;
    case 'LISTEN':
      return changed(deleted(tcb, 'closed', context.cause), { listens: 'no' });
    case 'SYN_SENT':
      return deleted(tcb, 'closed', context.cause);
    case 'SYN_RCVD':
      // With SENDs pending it is "queued for processing after entering ESTABLISHED state".
      return tcb.queued > 0 ? changed(tcb, { closed }) : changed(tcb, { state: 'FIN_WAIT_1', closed });
    case 'ESTABLISHED':
      return changed(tcb, { state: 'FIN_WAIT_1', closed });
    case 'CLOSE_WAIT':
      return changed(tcb, { state: 'LAST_ACK', closed });
    default:
      return changed(tcb, { closed });
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
      return changed(deleted(tcb, 'closed', context.cause), { listens: 'no' });
    case 'SYN_SENT':
    case 'TIME_WAIT':
      return deleted(tcb, 'closed', context.cause);
    default:
      return changed(deleted(tcb, 'reset-sent', context.cause), { owes: [abortingReset(tcb, context)] });
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
  return silent ? gone : changed(gone, { owes: [abortingReset(tcb, context)] });
}

/** The host stops and loses the TCB; whether something listens after it is back is not known. */
function crash(tcb: Tcb, context: CallContext): Tcb {
  const listens = tcb.listens === 'no' ? 'no' : 'unknown';
  return changed(deleted(tcb, 'crash', context.cause), { listens });
}

/** §3.10.8, retransmission: something must be unacknowledged; or §3.8.6.1, the probe of a zero window. */
function timeout(tcb: Tcb): Tcb | undefined {
  const waits = tcb.una !== tcb.nxt || tcb.wnd === 0;
  return waits && tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN'
    ? changed(tcb, { fired: 'timeout' })
    : undefined;
}

/** §3.8.4: keep-alives are for connections that exist. */
function keepalive(tcb: Tcb): Tcb | undefined {
  const connected = !['CLOSED', 'LISTEN', 'SYN_SENT', 'SYN_RCVD'].includes(tcb.state);
  return connected ? changed(tcb, { fired: 'keepalive' }) : undefined;
}
