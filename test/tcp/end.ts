/** TCBs and segments for the tests of one end. */
import type { ArriveContext } from '../../src/tcp/arrive.js';
import type { Draft, EmitContext } from '../../src/tcp/emit.js';
import type { Flag, Segment } from '../../src/tcp/segment.js';
import { add, seq } from '../../src/tcp/seq.js';
import type { State } from '../../src/tcp/state.js';
import { noConnection, type Tcb } from '../../src/tcp/tcb.js';

/** Initial numbers near 2^32, so that whatever is counted from them wraps. */
export const ISS = seq(2 ** 32 - 2);
export const IRS = seq(2 ** 32 - 5);

export const context: ArriveContext & EmitContext = {
  iss: () => ISS,
  cause: 7,
  strict: false,
  unknownLength: 1,
};

const FIN_SENT: readonly State[] = ['FIN_WAIT_1', 'FIN_WAIT_2', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'];
const FIN_ACKNOWLEDGED: readonly State[] = ['FIN_WAIT_2', 'TIME_WAIT'];
const FIN_RECEIVED: readonly State[] = ['CLOSE_WAIT', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'];

/** A TCB in the state, having sent and received nothing but what brought it there. */
export function tcb(state: State, changes: Partial<Tcb> = {}): Tcb {
  if (state === 'CLOSED' || state === 'LISTEN') {
    return { ...noConnection(state, state === 'LISTEN' ? 'yes' : 'no'), ...changes };
  }
  const synSent: Segment = segment('SYN', { seq: ISS });
  const fin = FIN_SENT.includes(state) ? add(ISS, 1) : undefined;
  const peerFin = FIN_RECEIVED.includes(state) ? add(IRS, 1) : undefined;
  const nxt = add(ISS, fin === undefined ? 1 : 2);
  const handshake = state === 'SYN_SENT' || state === 'SYN_RCVD';
  const unacknowledged = fin !== undefined && !FIN_ACKNOWLEDGED.includes(state);
  const rcv = add(IRS, peerFin === undefined ? 1 : 2);
  return {
    ...noConnection('CLOSED', 'no'),
    state,
    opened: state === 'SYN_RCVD' ? 'passive' : 'active',
    iss: ISS,
    irs: state === 'SYN_SENT' ? undefined : IRS,
    una: handshake ? ISS : unacknowledged ? fin : nxt,
    nxt,
    wl1: IRS,
    wl2: ISS,
    rcv: state === 'SYN_SENT' ? seq(0) : rcv,
    acked: state === 'SYN_SENT' ? undefined : rcv,
    fin,
    peerFin,
    closed: fin === undefined ? 'no' : 'close',
    scaleSent: 'none',
    scaleReceived: state === 'SYN_SENT' ? undefined : 'none',
    sent: handshake ? [synSent] : unacknowledged ? [segment('FIN+ACK', { seq: fin, ack: rcv })] : [],
    ...changes,
  };
}

/** A segment on the wire; flags as `SYN+ACK`. */
export function segment(flags: string, numbers: Partial<Segment> = {}): Segment {
  return { flags: flagSet(flags), seq: seq(0), ack: seq(0), len: 0, options: [], ...numbers };
}

/** A segment as it may be written. */
export function draft(flags: string, written: Partial<Draft> = {}): Draft {
  return { flags: flagSet(flags), data: (written.len ?? 0) > 0, options: [], ...written };
}

function flagSet(flags: string): ReadonlySet<Flag> {
  return new Set(flags.split('+').filter((flag) => flag !== '') as Flag[]);
}
