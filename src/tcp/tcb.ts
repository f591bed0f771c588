import type { Seq } from './seq.js';
import type { Segment } from './segment.js';
import type { State } from './state.js';

/** What an end has put on the wire and might repeat: one entry a segment that took sequence numbers. */
export interface Sent {
  readonly segment: Segment;
}

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
  /** The largest SND.UNA + SND.WND that the peer has announced so far; undefined while unknown. */
  readonly edge: Seq | undefined;
  /** RCV.NXT, the next number expected. */
  readonly rcv: Seq;
  /** RCV.WND in octets as last announced, scaled; undefined while this end has announced none. */
  readonly rwnd: number | undefined;
  /** The largest RCV.NXT + RCV.WND that this end has announced; undefined while unknown. */
  readonly rcvEdge: Seq | undefined;
  /** What has arrived beyond RCV.NXT, in order, not touching. */
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
  /** What was sent and might be repeated, in the order of sequence numbers. */
  readonly sent: readonly Sent[];
  readonly owes: readonly Owed[];
  /** Why the connection is CLOSED after having been something else, and which event did it. */
  readonly ended:
    | { readonly by: 'reset-sent' | 'reset-received' | 'closed' | 'crash' | 'timeout'; readonly cause: number }
    | undefined;
}
