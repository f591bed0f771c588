/** The state × segment matrix: what the engine makes of every kind of segment, wherever it lies, in every state. */
import { arrive, type Arrival, type Reason } from '../../src/tcp/arrive.js';
import { segEnd, segLen, type Segment } from '../../src/tcp/segment.js';
import { add, distance, type Seq } from '../../src/tcp/seq.js';
import type { State } from '../../src/tcp/state.js';
import type { Owed, Tcb } from '../../src/tcp/tcb.js';
import { context, ISS, segment, tcb } from '../tcp/end.js';

/** Where SEG.SEQ lies: just before RCV.NXT, at it, further on in the window, on its last octet, or well beyond. */
export const PLACES = ['left of the window', 'left edge', 'inside', 'right edge', 'beyond'] as const;
export type Where = (typeof PLACES)[number];

/**
 * What SEG.ACK says: nothing, something further back than any window, something acknowledged before, SND.UNA, SND.NXT,
 * or something that was never sent.
 */
const ACKS = ['none', 'ancient', 'old', 'SND.UNA', 'SND.NXT', 'future'] as const;
export type Acknowledges = (typeof ACKS)[number];

export interface Kind {
  readonly name: string;
  readonly flags: string;
  /** Octets of text. */
  readonly len: number;
}

export const KINDS: readonly Kind[] = [
  { name: 'SYN', flags: 'SYN', len: 0 },
  { name: 'SYN+DATA', flags: 'SYN', len: 10 },
  { name: 'SYN+FIN', flags: 'SYN+FIN', len: 0 },
  { name: 'SYN+ACK', flags: 'SYN+ACK', len: 0 },
  { name: 'ACK', flags: 'ACK', len: 0 },
  { name: 'DATA', flags: 'ACK', len: 10 },
  { name: 'FIN', flags: 'FIN+ACK', len: 0 },
  { name: 'DATA+FIN', flags: 'FIN+ACK', len: 10 },
  { name: 'DATA+URG', flags: 'ACK+URG', len: 10 },
  { name: 'RST', flags: 'RST', len: 0 },
  { name: 'RST+ACK', flags: 'RST+ACK', len: 0 },
  { name: 'DATA without ACK', flags: '', len: 10 },
  { name: 'FIN without ACK', flags: 'FIN', len: 0 },
];

/** An end in a state, in which the matrix has a section. */
export interface End {
  readonly title: string;
  readonly state: State;
  readonly opened: 'passive' | 'active';
  readonly tcb: Tcb;
}

/** The window that each end has announced, in octets. */
const WINDOW = 100;
/** Octets that an open end has sent and that are not acknowledged. */
const OUTSTANDING = 20;

function end(title: string, state: State, changes: Partial<Tcb> = {}): End {
  const plain = tcb(state);
  const opened = changes.opened ?? plain.opened ?? 'passive';
  const hasWindow = state !== 'CLOSED' && state !== 'LISTEN' && state !== 'SYN_SENT';
  const window = hasWindow ? { rwnd: WINDOW, rcvEdge: add(plain.rcv, WINDOW) } : {};
  return { title, state, opened, tcb: { ...plain, ...window, ...changes } };
}

const unacknowledged: Partial<Tcb> = {
  nxt: add(ISS, 1 + OUTSTANDING),
  sent: [segment('ACK', { seq: add(ISS, 1), len: OUTSTANDING })],
};

export const ENDS: readonly End[] = [
  end('CLOSED', 'CLOSED'),
  end('LISTEN', 'LISTEN'),
  end('SYN-SENT', 'SYN_SENT'),
  end('SYN-RECEIVED, from LISTEN', 'SYN_RCVD'),
  end('SYN-RECEIVED, from SYN-SENT', 'SYN_RCVD', { opened: 'active' }),
  end('ESTABLISHED', 'ESTABLISHED', unacknowledged),
  end('FIN-WAIT-1', 'FIN_WAIT_1'),
  end('FIN-WAIT-2', 'FIN_WAIT_2'),
  end('CLOSE-WAIT', 'CLOSE_WAIT', unacknowledged),
  end('CLOSING', 'CLOSING'),
  end('LAST-ACK', 'LAST_ACK'),
  end('TIME-WAIT', 'TIME_WAIT'),
];

/** One thing that may become of a segment, in terms that do not depend on numbers. */
export type Reset = 'RST <SEQ=SEG.ACK>' | 'RST <SEQ=0><ACK=SEG.SEQ+SEG.LEN>' | 'RST <SEQ=SND.NXT>' | 'RST ?';

export interface Effect {
  readonly state: State;
  readonly outcome: Arrival['outcome'];
  /** What is sent in reply, with the numbers of a reset as the RFC writes them. */
  readonly reply: '' | 'ACK' | 'SYN,ACK' | Reset | `${Reset} or ${Reset}`;
  /** How far RCV.NXT moves, a SYN that opens the connection not counted. */
  readonly advances: number;
  /** Whether something is kept for later, and whether SND.UNA moves. */
  readonly holds: boolean;
  readonly acknowledged: boolean;
}

export interface Cell {
  readonly end: End;
  readonly kind: Kind;
  readonly where: Where;
  readonly acknowledges: Acknowledges;
  /** All that may become of it, the recommended first. */
  readonly effects: readonly Effect[];
  /** Why, in the same order. */
  readonly reasons: readonly Reason[];
}

/** Every cell there is. Where SND.UNA is SND.NXT, one column stands for both. */
export function cells(): readonly Cell[] {
  return ENDS.flatMap((one) =>
    KINDS.flatMap((kind) =>
      acksOf(one, kind).flatMap((acknowledges) =>
        PLACES.map((where) => cell(one, kind, where, acknowledges)),
      ),
    ),
  );
}

function acksOf({ tcb: own }: End, { flags }: Kind): readonly Acknowledges[] {
  if (!flags.includes('ACK')) return ['none'];
  return ACKS.filter((ack) => ack !== 'none' && (ack !== 'SND.UNA' || own.una !== own.nxt));
}

function cell(one: End, kind: Kind, where: Where, acknowledges: Acknowledges): Cell {
  const arriving = segmentAt(one.tcb, kind, where, acknowledges);
  const arrivals = arrive(one.tcb, arriving, context);
  const effects = arrivals.map((arrival) => effectOf(one.tcb, arriving, arrival));
  const reasons = arrivals.map(({ reason }) => reason);
  return { end: one, kind, where, acknowledges, effects, reasons };
}

function segmentAt(own: Tcb, { flags, len }: Kind, where: Where, acknowledges: Acknowledges): Segment {
  const at = segment(flags, { len });
  const starts: Record<Where, Seq> = {
    'left of the window': add(own.rcv, -Math.max(1, segLen(at))),
    'left edge': own.rcv,
    inside: add(own.rcv, 5),
    'right edge': add(own.rcv, WINDOW - 1),
    beyond: add(own.rcv, 3 * WINDOW),
  };
  const numbers: Record<Acknowledges, Seq> = {
    none: add(own.una, 0),
    ancient: add(own.una, -100_000),
    old: add(own.una, -1),
    'SND.UNA': own.una,
    'SND.NXT': own.nxt,
    future: add(own.nxt, 1),
  };
  return { ...at, seq: starts[where], ack: numbers[acknowledges] };
}

function effectOf(own: Tcb, arriving: Segment, { tcb: next, outcome }: Arrival): Effect {
  const opens = next.state !== own.state && (next.state === 'SYN_RCVD' || own.state === 'SYN_SENT');
  const expected = opens ? add(arriving.seq, 1) : own.rcv;
  const lives = next.state !== 'CLOSED' && next.state !== 'LISTEN';
  const reopened = opens && own.state === 'TIME_WAIT';
  return {
    state: next.state,
    outcome,
    reply: replyOf(own, next, arriving),
    advances: lives ? distance(next.rcv, expected) : 0,
    holds: next.held.length > 0,
    acknowledged:
      lives && !reopened && own.state !== 'LISTEN' && own.state !== 'CLOSED' && next.una !== own.una,
  };
}

function replyOf(own: Tcb, { owes }: Tcb, arriving: Segment): Effect['reply'] {
  const owed = owes.at(-1);
  switch (owed?.kind) {
    case undefined:
      return '';
    case 'ack':
    case 'challenge':
      return 'ACK';
    case 'syn-ack':
      return 'SYN,ACK';
    case 'reset': {
      const resets = owes.flatMap((one) => (one.kind === 'reset' ? [resetIn(own, one, arriving)] : []));
      const [first = 'RST ?', second] = new Set(resets);
      return second === undefined ? first : `${first} or ${second}`;
    }
  }
}

/** The numbers of a reset: by what the segment says that it answers, or those of an ABORT (§3.10.5). */
function resetIn({ nxt }: Tcb, { seq, ack }: Owed, arriving: Segment): Reset {
  if (arriving.flags.has('ACK')) {
    if (seq === arriving.ack) return 'RST <SEQ=SEG.ACK>';
  } else if (seq === 0 && ack === segEnd(arriving)) return 'RST <SEQ=0><ACK=SEG.SEQ+SEG.LEN>';
  return seq === nxt ? 'RST <SEQ=SND.NXT>' : 'RST ?';
}
