/**
 * What the engine finds wrong, as data. A fault has no words: the rule of the same code has them, in two languages.
 */
import type { ResetNumber } from '../tcp/emit.js';
import type { Flag } from '../tcp/segment.js';
import type { Seq } from '../tcp/seq.js';
import type { State } from '../tcp/state.js';
import type { Call, Counter, Part } from './script.js';
import type { Owed, Tcb } from '../tcp/tcb.js';

/** Why a variable cannot have its value: by what of its own end, of the other end, or of its state. */
export type Bound =
  | { readonly by: 'no-connection' | 'nothing-received'; readonly state: State }
  | { readonly by: 'unsent' | 'own-syn' | 'peer-syn'; readonly limit: Seq }
  | { readonly by: 'acknowledged' | 'unacknowledged'; readonly state: State; readonly limit: Seq }
  | {
      readonly by: 'unreceived' | 'peer-acknowledged' | 'peer-unsent' | 'peer-received' | 'peer-initial';
      readonly peer: string;
      readonly limit: Seq;
    };

/** The acknowledgment number of a segment whose sequence number is wrong, too: both belong to another place. */
export interface WrongAck {
  readonly written: Seq;
  readonly expected: Seq;
}

/** What each fault says, by the code that it has everywhere. `end` is a name such as `C` or `S(C1)`. */
export interface FaultData {
  'impossible-flags': { flags: readonly Flag[] };
  /** `toReset`: it would answer a reset, which nothing does. */
  'no-connection': { end: string; state: State; flags: readonly Flag[]; toReset?: true };
  'syn-in-synchronized-state': { end: string; state: State };
  /** `lost`: the SYN is there, and was lost on its way. */
  'ack-before-syn': { end: string; state: State; because?: 'lost' };
  'data-before-established': { end: string; state: State };
  'fin-before-established': { end: string; state: State };
  'data-after-fin': { end: string; state: State; fin?: Seq };
  'fin-after-fin': { end: string; state: State; fin?: Seq };
  'sent-after-reset': { end: string; by: 'sent' | 'received' };
  'sent-in-time-wait': { end: string };
  'missing-ack-flag': { end: string; state: State };
  /** What `from` cannot send and `to` would. */
  'wrong-direction': { from: string; to: string };
  /**
   * `meant` is the end whose name belongs in the place of `end`. `alone`: no other line names `end`; `alone-above`: and the
   * line that does stands above the first one with the name that is meant.
   */
  'wrong-end': { end: string; meant: string; because?: 'alone' | 'alone-above' };
  /** `seq` and `ack` are the right numbers; each is written in the place of the other. */
  'swapped-numbers': { end: string; seq: Seq; ack: Seq };
  /** `because` names what the writer seems to have forgotten, where that can be told. */
  'wrong-sequence-number': {
    end: string;
    written: Seq;
    expected: Seq;
    because?: 'syn' | 'fin' | 'data' | 'again' | 'relative';
    ack?: WrongAck;
  };
  'sequence-gap': { end: string; written: Seq; expected: Seq; ack?: WrongAck };
  /** `relative`: it is counted from the SYN, whose number is absolute. `lost`: what it acknowledges was lost. */
  'wrong-ack-number': {
    end: string;
    written: Seq;
    expected: Seq;
    because?: 'syn' | 'fin' | 'data' | 'backwards' | 'relative' | 'lost';
  };
  'ack-of-unsent-data': { end: string; peer: string; written: Seq; expected: Seq; sent: Seq };
  /** An acknowledgment that leaves out data that had arrived in order. `missing`: its SACK block says that this is not there. */
  'ack-behind': { end: string; written: Seq; expected: Seq; because?: 'missing' };
  'repeat-differs': { end: string; what: 'length' | 'payload' | 'flags' | 'seq'; seq: Seq; len: number };
  /** The SYN,ACK that reopens a connection from TIME-WAIT, numbered within what the old one used. */
  'initial-number-too-low': { end: string; written: Seq; least: Seq };
  'beyond-window': { end: string; edge: Seq; last: Seq };
  /** New data within a window announced before, and beyond the smaller one announced since. */
  'beyond-shrunken-window': { end: string; edge: Seq; last: Seq };
  'wrong-reset-numbers': {
    end: string;
    field: 'seq' | 'ack';
    written: Seq | undefined;
    expected: Seq | undefined;
    because?: ResetNumber;
  };
  'reset-discarded': { end: string; peer: string; state: State };
  'reply-missing': { end: string; reply: Owed['kind']; seq?: Seq; ack?: Seq };
  'fin-not-acknowledged': { end: string };
  /** `copy`: the line says that it is one of a segment that has arrived. */
  'arrival-without-departure': { flags: readonly Flag[]; copy?: true };
  /** `known` are the ends that there are. */
  'unknown-end': { end: string; known: readonly string[] };
  /** `swapped` is the other end whose state was written in place of this one's, and this one's in place of that. */
  'state-mismatch': {
    end: string;
    written: State;
    actual: State;
    swapped?: { readonly end: string; readonly part: Part };
  };
  'path-mismatch': { end: string; written: readonly State[]; actual: readonly State[] };
  'counter-mismatch': { end: string; counter: Counter; written: Seq; actual: Seq };
  /** A variable on a state line that no connection has like that; `limit` is the nearest value that it could have. */
  'impossible-counter': {
    end: string;
    counter: Counter;
    written: Seq;
    bound: Bound;
  };
  /** States that no connection has at its two ends at once: `end` has what its `peer` has not sent, or not received. */
  'impossible-states': {
    end: string;
    state: State;
    peer: string;
    peerState: State;
    why: 'fin-unsent' | 'fin-not-received' | 'closed-second';
    /** The end whose line is wrong if the other is right, and the states in which it may be then. */
    blamed: string;
    possible: readonly State[];
  };
  'impossible-call': { end: string; call: Call; state: State };
  /** A call on a connection that has ended, which returns an error. */
  'call-after-the-end': { end: string; call: Call; by: NonNullable<Tcb['ended']>['by'] };
  'syn-carries-data': { end: string };
  'port-reused-in-time-wait': { end: string };
  'half-open-at-end': { end: string; state: State; peer: string; peerState: State };
  'in-flight-at-end': { end: string };
  /** A new symbol where the number is already known under another name. */
  'contradictory-symbol': { symbol: string; expected: Seq };
  'unbound-symbol': { symbol: string };
  /** FIN, DATA or PSH without the ACK that it carries on the wire. */
  shorthand: { flags: readonly Flag[] };
  /** An option that the peer's SYN had to offer first. */
  'option-not-agreed': { end: string; option: string; on: 'syn-ack' | 'later' };
  'syn-only-option': { option: string };
  /** `arrived`: what of the block has arrived, where that is one run. */
  'wrong-sack-block': {
    end: string;
    arrived?: { readonly from: Seq; readonly to: Seq };
    from: Seq;
    to: Seq;
    why: 'backwards' | 'overlap' | 'not-received' | 'not-repeated' | 'too-many';
  };
  /** TSval that goes back, or a TSecr that echoes nothing. `right` is what would do; all are 32-bit numbers. */
  'wrong-timestamp': { end: string; field: 'tsval' | 'tsecr'; written: number; right: number; other: number };
  'missing-timestamp': { end: string };
  'segment-too-large': { end: string; len: number; mss: number };
  'ecn-not-agreed': { end: string; flag: 'ECE' | 'CWR' | 'AE'; on: 'syn-ack' | 'later' };
  'wrong-urgent-pointer': { end: string; why: 'zero' | 'back'; least: number };
  'urgent-without-flag': { up: number };
  'window-scale-too-large': { written: number };
  /** A number that its field cannot hold; `most` is the largest that it can. */
  'too-large-for-field': { field: string; written: number; most: number };
  /** An option that lacks its value, which is written as in `form`; or a maximum segment size of zero. */
  'wrong-option-value': { option: string; why: 'missing' | 'zero'; form: string };
  /** `found` is the problem that the statement has in place of the one that is named; `why` is what the note says of it. */
  'unused-expectation': { named?: string; found?: FaultCode; why?: string };
  /** It would arrive so many microseconds before it leaves. */
  'arrives-before-it-leaves': { leaves: number; arrives: number };
  /** What an end does at a time before that of what it has done above; in microseconds since the beginning. */
  'time-goes-back': { end: string; at: number; before: number };
  /** A timer that runs out before it can: after so long instead of at least so long, in microseconds. */
  'early-timer': { end: string; timer: 'rto' | 'backoff' | '2MSL'; waited: number; least: number };
  /** A duration that the standards advise against; `limit` is the least, or what it must be less than. */
  'unusual-timing': { timing: 'rto' | 'delack'; duration: number; limit: number };
  'unlike-other-endpoints': { name: string; like: string };
  /** It would have been too much work; so many statements are left. */
  'not-checked': { unchecked: number };
  'unknown-option': { name: string };
  'unused-endpoint': { name: string };
}

export type FaultCode = keyof FaultData;

/** A fault: its code and what it says. */
export type Fault = { [K in FaultCode]: { readonly code: K } & Readonly<FaultData[K]> }[FaultCode];

/** error: a conforming end cannot do this. warning: it can, but surely nobody wants it. hint: good to know. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What is no error, said here for the engine and for the rules. */
const MILDER: Readonly<Partial<Record<FaultCode, Severity>>> = {
  'ack-behind': 'warning',
  'beyond-shrunken-window': 'warning',
  'not-checked': 'warning',
  'port-reused-in-time-wait': 'warning',
  'reply-missing': 'warning',
  'segment-too-large': 'warning',
  'syn-carries-data': 'warning',
  'unused-expectation': 'warning',
  'urgent-without-flag': 'warning',
  'half-open-at-end': 'information',
  'in-flight-at-end': 'information',
  'call-after-the-end': 'hint',
  'early-timer': 'hint',
  'unusual-timing': 'hint',
  'fin-not-acknowledged': 'hint',
  'reset-discarded': 'hint',
  shorthand: 'hint',
  'unbound-symbol': 'hint',
  'unknown-option': 'hint',
  'unlike-other-endpoints': 'hint',
  'unused-endpoint': 'hint',
};

/** How grave a fault is, everywhere. */
export function severityOf(code: FaultCode): Severity {
  return MILDER[code] ?? 'error';
}

/** Whether an expectation with this name, or without one, means the fault: unnamed, only what would be marked. */
export function meets(code: FaultCode, named: string | undefined): boolean {
  if (named !== undefined) return named === code;
  return severityOf(code) === 'error' || severityOf(code) === 'warning';
}
