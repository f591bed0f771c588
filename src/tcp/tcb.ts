import { after, seq, type Seq } from './seq.js';
import type { Segment } from './segment.js';
import type { State } from './state.js';

/** A run of octets that arrived beyond RCV.NXT and is held for later (SHLD-31): `from` up to but not including `to`. */
export interface Held {
  readonly from: Seq;
  readonly to: Seq;
  /** The FIN stands at `to` - 1. */
  readonly fin: boolean;
}

/** A segment that the RFC makes this end send in answer to an arrival, until it is sent. */
export interface Owed {
  /**
   * reset: §3.5.2. challenge: the empty ACK that answers what is not acceptable. ack: of data or a FIN.
   * syn-ack: of a SYN.
   */
  readonly kind: 'reset' | 'challenge' | 'ack' | 'syn-ack';
  /** For a reset, the numbers it must carry; `ack` is undefined where the reset has no ACK flag. */
  readonly seq?: Seq;
  readonly ack?: Seq;
  /** For the reset of an ABORT, SND.UNA: by the letter it carries `seq`, but anything unacknowledged will do. */
  readonly least?: Seq;
  /** For a reset, the end of the segment it answers: what it acknowledges if its sender sets ACK all the same. */
  readonly answers?: Seq;
  /** Which arrival caused it; the caller's own number, not looked at here. */
  readonly cause: number;
  /** True where an equally conforming stack would stay silent, so that nothing is missing if it is not sent. */
  readonly optional: boolean;
}

/** The transmission control block of one end of one connection (RFC 9293 §3.3.1). It is never changed in place. */
export interface Tcb {
  readonly state: State;
  /** How the connection was opened, which decides what SYN-RECEIVED falls back to (§3.10.7.4). */
  readonly opened: 'passive' | 'active' | undefined;
  /** Whether a listening end is behind this connection that would take the next SYN. */
  readonly listens: 'yes' | 'no' | 'unknown';
  /** Initial send sequence number; undefined before a SYN was sent, or where the scenario starts later. */
  readonly iss: Seq | undefined;
  /** Initial receive sequence number; undefined before a SYN arrived, or where the scenario starts later. */
  readonly irs: Seq | undefined;
  /** SND.UNA, the oldest number not yet acknowledged. */
  readonly una: Seq;
  /** SND.NXT, the next number to send. */
  readonly nxt: Seq;
  /** SND.WND in octets, scaled; undefined while the peer has announced none. */
  readonly wnd: number | undefined;
  /** SND.WL1 and SND.WL2: the numbers of the segment that last set SND.WND. */
  readonly wl1: Seq;
  readonly wl2: Seq;
  /** MAX.SND.WND (§3.10.7.4): the largest window the peer has announced; undefined where one was not written. */
  readonly maxWnd: number | undefined;
  /** The largest SND.UNA + SND.WND that the peer has announced so far; undefined while unknown. */
  readonly edge: Seq | undefined;
  /** The right edge that the peer announced last; further left than `edge` after the window has shrunk. */
  readonly latestEdge: Seq | undefined;
  /** RCV.NXT, the next number expected. */
  readonly rcv: Seq;
  /** RCV.WND in octets as last announced, scaled; undefined while this end has announced none. */
  readonly rwnd: number | undefined;
  /** The largest RCV.NXT + RCV.WND that this end has announced; undefined while unknown. */
  readonly rcvEdge: Seq | undefined;
  /** The right edge that this end announced last; further left than `rcvEdge` after its window has shrunk. */
  readonly rcvLatest: Seq | undefined;
  /** What has arrived beyond RCV.NXT, in the order of where it begins; some of it may have been dropped all the same. */
  readonly held: readonly Held[];
  /** The largest acknowledgment number this end has sent; undefined before the first. */
  readonly acked: Seq | undefined;
  /** The number that our FIN takes; undefined before it is sent. */
  readonly fin: Seq | undefined;
  /** The number that the peer's FIN took; undefined before it was received in order. */
  readonly peerFin: Seq | undefined;
  /** What the program has closed: nothing, sending only, or both directions. */
  readonly closed: 'no' | 'shutdown' | 'close';
  /** Window scale offered on our SYN and on the peer's; undefined while not seen. */
  readonly scaleSent: number | undefined;
  readonly scaleReceived: number | undefined;
  /** Whether our SYN and the peer's carried timestamps (RFC 7323 §3.2); undefined while not seen. */
  readonly stampsSent: boolean | undefined;
  readonly stampsReceived: boolean | undefined;
  /** TS.Recent (RFC 7323 §4.3); undefined while no timestamp was written. */
  readonly recent: number | undefined;
  /** What was sent and is not entirely acknowledged, in the order of sending. */
  readonly sent: readonly Segment[];
  /** Octets that the program has asked to send and that have not left. */
  readonly queued: number;
  /**
   * RCV.NXT before the text of the last arrival, if something waited to be sent then: its ACK may have let that go, and
   * its ACK comes before its text (§3.10.7.4).
   */
  readonly beforeText: Seq | undefined;
  /** A written timer has fired and what it makes the end send has not left. */
  readonly fired: 'timeout' | 'keepalive' | undefined;
  /** Whether data on a SYN was agreed to (Fast Open), so that data may flow before the handshake ends. */
  readonly fastOpen: boolean;
  readonly owes: readonly Owed[];
  /** The connection in TIME-WAIT that a new SYN reopened (MAY-2), until the new one is established. */
  readonly formerly: Tcb | undefined;
  /** Why the connection is CLOSED after having been something else, and which event did it. */
  readonly ended:
    | {
        readonly by: 'reset-sent' | 'reset-received' | 'closed' | 'crash' | 'timeout';
        readonly cause: number;
        /** The TCB as it was before. */
        readonly was: Tcb;
      }
    | undefined;
}

/** The variables of a connection that does not exist. Its sequence numbers mean nothing. */
export function noConnection(state: 'CLOSED' | 'LISTEN', listens: Tcb['listens']): Tcb {
  const zero = seq(0);
  return {
    state,
    opened: undefined,
    listens,
    iss: undefined,
    irs: undefined,
    una: zero,
    nxt: zero,
    wnd: undefined,
    wl1: zero,
    wl2: zero,
    maxWnd: undefined,
    edge: undefined,
    latestEdge: undefined,
    rcv: zero,
    rwnd: undefined,
    rcvEdge: undefined,
    rcvLatest: undefined,
    held: [],
    acked: undefined,
    fin: undefined,
    peerFin: undefined,
    closed: 'no',
    scaleSent: undefined,
    scaleReceived: undefined,
    stampsSent: undefined,
    stampsReceived: undefined,
    recent: undefined,
    sent: [],
    queued: 0,
    beforeText: undefined,
    fired: undefined,
    fastOpen: false,
    owes: [],
    formerly: undefined,
    ended: undefined,
  };
}

/** An active OPEN (§3.10.1): SYN-SENT, with the SYN yet to leave. Resets that are owed stay owed. */
export function opening(tcb: Tcb, iss: Seq): Tcb {
  return {
    ...noConnection('CLOSED', tcb.listens),
    state: 'SYN_SENT',
    opened: 'active',
    iss,
    una: iss,
    nxt: iss,
    owes: tcb.owes.filter(({ kind }) => kind === 'reset'),
  };
}

/** The connection is gone: the TCB is deleted and the state is CLOSED. What it owed is owed no more. */
export function deleted(tcb: Tcb, by: NonNullable<Tcb['ended']>['by'], cause: number): Tcb {
  return { ...noConnection('CLOSED', tcb.listens), ended: { by, cause, was: tcb } };
}

/** Whether our FIN was sent and acknowledged. */
export function finAcknowledged(tcb: Tcb): boolean {
  return tcb.fin !== undefined && after(tcb.una, tcb.fin);
}

/** The windows' shift counts: scaling is in force only if both SYNs offered it (RFC 7323 §2.2). */
export function scales(tcb: Tcb): { readonly ours: number; readonly theirs: number } {
  if (tcb.scaleSent === undefined || tcb.scaleReceived === undefined) return { ours: 0, theirs: 0 };
  return { ours: Math.min(tcb.scaleSent, 14), theirs: Math.min(tcb.scaleReceived, 14) };
}
