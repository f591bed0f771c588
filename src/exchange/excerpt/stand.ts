/** The TCB of an end that begins in the middle of a connection. */
import type { Flag, Segment } from '../../tcp/segment.js';
import { add, before, distance, type Seq } from '../../tcp/seq.js';
import { isSynchronized, standOf } from '../../tcp/state.js';
import { noConnection, type Tcb } from '../../tcp/tcb.js';
import type { Start } from './start.js';

/**
 * The end in the state where it begins, SND.NXT and RCV.NXT given: with nothing on its way but a SYN or FIN.
 *
 * @param scale how windows are scaled whose SYNs are not shown, undefined where nobody knows
 */
export function standing({ state, left }: Start, nxt: Seq, rcv: Seq, scale: 'none' | undefined): Tcb {
  if (state === 'CLOSED') return noConnection('CLOSED', 'no');
  if (state === 'LISTEN') return noConnection('LISTEN', 'yes');
  const base: Tcb = {
    ...noConnection('CLOSED', 'unknown'),
    state,
    una: nxt,
    nxt,
    rcv,
    acked: rcv,
    scaleSent: scale,
    scaleReceived: scale,
  };
  if (state === 'SYN_SENT' || state === 'SYN_RCVD') {
    const passive = state === 'SYN_RCVD';
    const iss = left ? add(nxt, -1) : nxt;
    return {
      ...base,
      opened: passive ? 'passive' : 'active',
      listens: passive ? 'yes' : 'no',
      iss,
      irs: passive ? add(rcv, -1) : undefined,
      una: iss,
      acked: undefined,
    };
  }
  const { syn, fin, peerFin } = standOf(state);
  const own = fin !== 'none' && left ? add(nxt, -1) : undefined;
  return {
    ...base,
    synWaits: syn === 'sent',
    fin: own,
    una: fin === 'sent' && own !== undefined ? own : nxt,
    // How its program has closed is not told: with CLOSE it may answer data by a reset (MAY-1), and need not.
    closed: fin === 'none' ? 'no' : 'close',
    peerFin: peerFin ? add(rcv, -1) : undefined,
  };
}

/** SND.UNA where no line gives it: all that the peer has received is acknowledged, but for what `gap` octets say. */
export function unacknowledged(tcb: Tcb, peer: Tcb | undefined, gap: number): Seq {
  if (gap > 0) return add(tcb.nxt, -gap);
  const mayBe = peer !== undefined && isSynchronized(peer.state) && !isAcknowledged(tcb);
  return mayBe && isSynchronized(tcb.state) && before(peer.rcv, tcb.una) ? peer.rcv : tcb.una;
}

/** Whether all that an end in this state has sent is acknowledged. */
export function isAcknowledged({ state }: Tcb): boolean {
  return standOf(state).fin === 'acknowledged';
}

/** What an open connection may have to send again: nobody knows in which segments it was sent. */
export function unacknowledgedData({ nxt, rcv, fin, state }: Tcb, una: Seq): readonly Segment[] {
  const len = distance(fin ?? nxt, una);
  const closes = fin !== undefined && len >= 0;
  if (!isSynchronized(state) || (len <= 0 && !closes)) return [];
  const flags = new Set<Flag>(closes ? ['FIN', 'ACK'] : ['ACK']);
  return [{ flags, seq: una, ack: add(rcv, -OLDEST_ACK), len, options: [] }];
}

/** What was sent before the scenario began may have acknowledged as much less as a window is large. */
const OLDEST_ACK = 0xffff;

/** RCV.WND as a state line gives it. */
export function windowOf(rcv: Seq, rwnd: number): Pick<Tcb, 'rwnd' | 'rcvEdge' | 'rcvLatest'> {
  const edge = add(rcv, rwnd);
  return { rwnd, rcvEdge: edge, rcvLatest: edge };
}
