/**
 * May this end send this segment now, and what does it become? (RFC 9293 §3.4, §3.5, §3.8, §3.10.)
 *
 * What is left out of a draft is filled in as this TCB would fill it in. What no conforming end can send is no emission:
 * it has an objection, which says what is wrong, and what would be right where that is one number or flag.
 */
import { add, after, atOrAfter, atOrBefore, before, distance, later, type Seq } from './seq.js';
import { carries, scaleIn } from './options.js';
import { listed, segEnd, sharedFlags, type Flag, type Option, type Segment } from './segment.js';
import type { State } from './state.js';
import { sentAlso } from './sent.js';
import { changed, deleted, opening, windowIn, type Owed, type Tcb } from './tcb.js';

/** A segment as it is written: whatever is undefined is for the TCB to fill in. */
export interface Draft {
  readonly flags: ReadonlySet<Flag>;
  /** Whether it carries data, of unknown length where `len` is undefined. */
  readonly data: boolean;
  readonly seq?: Seq | undefined;
  readonly ack?: Seq | undefined;
  readonly len?: number | undefined;
  readonly payload?: string | undefined;
  readonly win?: number | undefined;
  readonly up?: number | undefined;
  readonly options: readonly Option[];
}

export interface EmitContext {
  /** Nothing is shorthand: what is written is on the wire. */
  readonly strict: boolean;
  /** The initial send sequence number, should the segment open a connection. */
  readonly iss: () => Seq;
  /** Names the event in what it leaves behind. */
  readonly cause: number;
  /** Octets to assume for data whose length is not written. */
  readonly unknownLength: number;
}

/** What is wrong with a draft. The codes are those of the rules that word them. */
export type Objection =
  | { readonly code: 'impossible-flags'; readonly flags: readonly Flag[] }
  | { readonly code: 'no-connection'; readonly state: State; readonly flags: readonly Flag[] }
  | { readonly code: 'sent-after-reset'; readonly by: 'sent' | 'received' }
  | {
      readonly code:
        | 'syn-in-synchronized-state'
        | 'ack-before-syn'
        | 'data-before-established'
        | 'fin-before-established'
        | 'missing-ack-flag';
      readonly state: State;
    }
  | { readonly code: 'data-after-fin' | 'fin-after-fin'; readonly state: State; readonly fin?: Seq }
  | { readonly code: 'sent-in-time-wait' | 'syn-carries-data' | 'port-reused-in-time-wait' }
  | {
      readonly code: 'wrong-sequence-number';
      readonly written: Seq;
      readonly expected: Seq;
      readonly because?: 'syn' | 'fin' | 'data' | 'again';
    }
  | { readonly code: 'sequence-gap' | 'ack-behind'; readonly written: Seq; readonly expected: Seq }
  | {
      readonly code: 'wrong-ack-number';
      readonly written: Seq;
      readonly expected: Seq;
      readonly because?: 'syn' | 'fin' | 'data' | 'backwards';
    }
  | {
      readonly code: 'repeat-differs';
      readonly what: 'length' | 'payload' | 'flags' | 'seq';
      readonly seq: Seq;
      readonly len: number;
    }
  | { readonly code: 'initial-number-too-low'; readonly written: Seq; readonly least: Seq }
  | { readonly code: 'beyond-window' | 'beyond-shrunken-window'; readonly edge: Seq; readonly last: Seq }
  | {
      readonly code: 'wrong-reset-numbers';
      readonly field: 'seq' | 'ack';
      readonly written: Seq | undefined;
      readonly expected: Seq | undefined;
      readonly because?: ResetNumber;
    };

/** Where the sequence number of a reset comes from: the segment that it answers, with or without ACK, or SND.NXT. */
export type ResetNumber = 'answers-ack' | 'answers-no-ack' | 'next';

export type ImpliedCall = 'connect' | 'send' | 'close' | 'abort' | 'timeout' | 'keepalive';

/** One way in which the end may send what is written. */
export interface Emission {
  /** What goes on the wire, complete. */
  readonly segment: Segment;
  readonly tcb: Tcb;
  readonly origin: 'new' | 'repeat';
  readonly implied: readonly ImpliedCall[];
  /** What speaks against it all the same: a conforming end may do it, and surely nobody wants it to. */
  readonly doubts: readonly Objection[];
}

/** What an end may make of a draft. */
export interface Judgement {
  /** The ways to send it, the likeliest first; none where no conforming end can. */
  readonly emissions: readonly Emission[];
  /** Why no conforming end can send it: the first thing that is wrong. */
  readonly objection?: Objection;
}

type Verdict = Emission | Objection;

/** Whether the end may send the draft, and how: without doubts, else with doubts, else what is wrong with it. */
export function emit(tcb: Tcb, draft: Draft, context: EmitContext): Judgement {
  const verdicts = verdictsOn(tcb, draft, context);
  const emissions = verdicts.filter((one): one is Emission => !('code' in one));
  const sure = emissions.filter(({ doubts }) => doubts.length === 0);
  if (emissions.length > 0) return { emissions: sure.length > 0 ? sure : emissions };
  const objection = verdicts.find((one): one is Objection => 'code' in one);
  return objection === undefined ? { emissions } : { emissions, objection };
}

function verdictsOn(tcb: Tcb, draft: Draft, context: EmitContext): readonly Verdict[] {
  const { flags } = draft;
  const controls = (['SYN', 'FIN', 'RST'] as const).filter((flag) => flags.has(flag));
  if (controls.length > 1 || (flags.size === 0 && !draft.data)) {
    return [{ code: 'impossible-flags', flags: listed(flags) }];
  }
  if (flags.has('RST')) return emitReset(tcb, draft, context);
  if (flags.has('SYN')) return [emitSyn(tcb, draft, context)];
  switch (tcb.state) {
    case 'CLOSED':
    case 'LISTEN':
      return [withoutConnection(tcb, draft)];
    case 'SYN_SENT':
      return [tooEarly(tcb, draft)];
    case 'SYN_RCVD':
      if (tcb.nxt === tcb.iss || (draft.data && !tcb.fastOpen)) return [tooEarly(tcb, draft)];
      return emitSynchronized(tcb, draft, context);
    case 'TIME_WAIT':
      if (draft.data || flags.has('FIN')) return [{ code: 'sent-in-time-wait' }];
      return emitSynchronized(tcb, draft, context);
    default:
      return emitSynchronized(tcb, draft, context);
  }
}

function withoutConnection(tcb: Tcb, draft: Draft): Objection {
  if (tcb.ended?.by === 'reset-sent') return { code: 'sent-after-reset', by: 'sent' };
  if (tcb.ended?.by === 'reset-received') return { code: 'sent-after-reset', by: 'received' };
  return { code: 'no-connection', state: tcb.state, flags: listed(draft.flags) };
}

function tooEarly(tcb: Tcb, draft: Draft): Objection {
  const { state } = tcb;
  if (draft.flags.has('FIN')) return { code: 'fin-before-established', state };
  if (draft.data) return { code: 'data-before-established', state };
  return { code: 'ack-before-syn', state };
}

/** RST: as an answer with the numbers of what it answers (§3.5.2), or as ABORT sends it (§3.10.5). */
function emitReset(tcb: Tcb, draft: Draft, context: EmitContext): readonly Verdict[] {
  const acks = draft.flags.has('ACK');
  const verdicts: Verdict[] = [];
  for (const owed of tcb.owes) {
    if (owed.kind !== 'reset' || owed.seq === undefined) continue;
    const answer: ResetForm = {
      least: owed.least ?? owed.seq,
      seq: owed.seq,
      ack: owed.ack ?? (acks ? owed.answers : undefined),
      ...(owed.open ? { open: true } : {}),
      because: owed.least !== undefined ? 'next' : owed.ack === undefined ? 'answers-ack' : 'answers-no-ack',
      // What else was to be answered by a reset may be: one says enough.
      tcb: owed.open ? tcb : changed(tcb, { owes: otherResets(tcb, owed) }),
      implied: [],
    };
    verdicts.push(resetAs(answer, draft, context));
  }
  if (tcb.state === 'TIME_WAIT') return verdicts.length > 0 ? verdicts : [{ code: 'sent-in-time-wait' }];
  const ended = { tcb: deleted(tcb, 'reset-sent', context.cause), implied: ['abort'] } as const;
  if (tcb.state === 'SYN_RCVD' && tcb.nxt === tcb.iss) {
    // A SYN that is not answered with SYN,ACK was met by no connection: the reset is that of CLOSED (§3.10.7.1).
    const zero = 0 as Seq;
    const refusal = { least: zero, seq: zero, ack: tcb.rcv, because: 'answers-no-ack', ...ended } as const;
    verdicts.push(resetAs(refusal, draft, context));
  } else if (tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN' && tcb.state !== 'SYN_SENT') {
    const ack = acks ? tcb.rcv : undefined;
    const abort = { least: tcb.una, seq: tcb.nxt, ack, because: 'next', ...ended } as const;
    verdicts.push(resetAs(abort, draft, context));
  }
  return verdicts.length > 0 ? verdicts : [withoutConnection(tcb, draft)];
}

function otherResets({ owes }: Tcb, sent: Owed): readonly Owed[] {
  return owes.flatMap((owed) =>
    owed.kind === 'reset' && owed !== sent ? [{ ...owed, optional: true }] : [],
  );
}

/** The numbers that a reset may have, and what it leaves behind. */
interface ResetForm {
  readonly least: Seq;
  readonly seq: Seq;
  /** Undefined for a reset without ACK. */
  readonly ack: Seq | undefined;
  /** Whether any other numbers will do. */
  readonly open?: boolean;
  readonly because: ResetNumber;
  readonly tcb: Tcb;
  readonly implied: readonly ImpliedCall[];
}

function resetAs(form: ResetForm, draft: Draft, { strict }: EmitContext): Verdict {
  const { least, seq, ack: own, open = false, because, tcb, implied } = form;
  const acks = draft.flags.has('ACK');
  const ack = open ? (acks ? (draft.ack ?? own) : undefined) : own;
  if (!open && !isUnacknowledged(draft.seq, least, seq)) {
    return { code: 'wrong-reset-numbers', field: 'seq', written: draft.seq, expected: seq, because };
  }
  const missing = strict && ack !== undefined && !acks;
  if (missing || (acks && draft.ack !== undefined && draft.ack !== ack)) {
    return { code: 'wrong-reset-numbers', field: 'ack', written: draft.ack, expected: ack, because };
  }
  const flags = new Set(draft.flags);
  if (ack === undefined) flags.delete('ACK');
  else flags.add('ACK');
  const segment = complete(draft, flags, draft.seq ?? seq, ack ?? (0 as Seq), draft.len ?? 0);
  return { segment, tcb, origin: 'new', implied, doubts: [] };
}

/**
 * Whether a reset of this end's own may carry the number: SND.NXT by the letter; a stack whose peer has closed its
 * window stays within it, so anything unacknowledged will do.
 */
function isUnacknowledged(written: Seq | undefined, una: Seq, nxt: Seq): boolean {
  return written === undefined || (atOrAfter(written, una) && atOrBefore(written, nxt));
}

/** SYN: OPEN (§3.10.1), the SYN again, or SYN,ACK. */
function emitSyn(tcb: Tcb, draft: Draft, context: EmitContext): Verdict {
  const { state } = tcb;
  const acks = draft.flags.has('ACK');
  switch (state) {
    case 'CLOSED':
    case 'LISTEN':
      return acks ? withoutSyn(tcb, draft) : openActively(tcb, draft, context, []);
    case 'SYN_SENT':
      return acks ? { code: 'ack-before-syn', state } : emitOwnSyn(tcb, draft, context);
    case 'SYN_RCVD':
      if (!acks && tcb.opened === 'passive') return { code: 'missing-ack-flag', state };
      return emitOwnSyn(tcb, draft, context);
    case 'TIME_WAIT':
      if (acks) return { code: 'syn-in-synchronized-state', state };
      return openActively(tcb, draft, context, [{ code: 'port-reused-in-time-wait' }]);
    default:
      // An end that closed before its SYN was acknowledged still repeats it.
      if (tcb.iss !== undefined && tcb.una === tcb.iss) return emitOwnSyn(tcb, draft, context);
      if (mayHaveSynUnacknowledged(tcb, draft))
        return emitOwnSyn(changed(tcb, { iss: tcb.una }), draft, context);
      return { code: 'syn-in-synchronized-state', state };
  }
}

/** Whether the SYN may be the oldest thing unacknowledged of an end of which nobody knows where its numbers began. */
function mayHaveSynUnacknowledged({ synWaits, iss, una, nxt }: Tcb, { seq }: Draft): boolean {
  return iss === undefined && synWaits && una !== nxt && (seq ?? una) === una;
}

/** Why an end without a connection cannot acknowledge a SYN. */
function withoutSyn(tcb: Tcb, draft: Draft): Objection {
  const wasReset = tcb.ended?.by === 'reset-sent' || tcb.ended?.by === 'reset-received';
  return wasReset ? withoutConnection(tcb, draft) : { code: 'ack-before-syn', state: tcb.state };
}

function openActively(tcb: Tcb, draft: Draft, context: EmitContext, doubts: readonly Objection[]): Verdict {
  const opened = opening(tcb, draft.seq ?? context.iss());
  const verdict = emitOwnSyn(opened, draft, context);
  if ('code' in verdict) return verdict;
  return { ...verdict, implied: ['connect'], doubts: [...doubts, ...verdict.doubts] };
}

/** The SYN of this TCB, the first time or again, with an ACK where one has arrived. */
function emitOwnSyn(tcb: Tcb, draft: Draft, context: EmitContext): Verdict {
  const first = tcb.nxt === tcb.una && tcb.sent.length === 0 && tcb.nxt === tcb.iss;
  const own = tcb.iss ?? context.iss();
  const iss = first ? (draft.seq ?? own) : own;
  if (draft.seq !== undefined && draft.seq !== iss) {
    return { code: 'wrong-sequence-number', written: draft.seq, expected: iss, because: 'again' };
  }
  // Out of TIME-WAIT only beyond all that the old connection has used (MAY-2).
  const least = tcb.formerly?.nxt;
  if (first && least !== undefined && before(iss, least)) {
    return { code: 'initial-number-too-low', written: iss, least };
  }
  const acks = draft.flags.has('ACK');
  const irs = tcb.irs;
  // Fast Open may leave data on the peer's SYN unacknowledged; who leaves all of it has declined.
  const lowest = tcb.fastOpen && irs !== undefined ? add(irs, 1) : tcb.rcv;
  const acked = draft.ack !== undefined && atOrAfter(draft.ack, lowest) && atOrBefore(draft.ack, tcb.rcv);
  if (acks && draft.ack !== undefined && !acked) {
    return { code: 'wrong-ack-number', written: draft.ack, expected: tcb.rcv, ...lastReceived(tcb) };
  }
  const declines = acked && draft.ack === lowest && lowest !== tcb.rcv;
  const repeated = tcb.sent.find(({ flags }) => flags.has('SYN'));
  const len = draft.len ?? (draft.data ? (repeated?.len ?? context.unknownLength) : 0);
  const fastOpen = draft.options.some(({ name }) => name === 'tfo') || tcb.fastOpen;
  const differs = contradicted(tcb, add(iss, 1), draft.payload);
  if (differs) return { code: 'repeat-differs', what: 'payload', ...differs };
  const ack = acked ? draft.ack : tcb.rcv;
  const segment = complete(draft, draft.flags, iss, ack, len);
  const next: Tcb = announced(
    changed(tcb, {
      iss,
      una: first ? iss : tcb.una,
      // A window that came with the peer's SYN counts from the number that ours has turned out to have.
      edge: tcb.edge === undefined ? undefined : add(tcb.edge, distance(iss, own)),
      latestEdge: tcb.latestEdge === undefined ? undefined : add(tcb.latestEdge, distance(iss, own)),
      nxt: later(first ? segEnd(segment) : tcb.nxt, segEnd(segment)),
      sent: first ? [segment] : recalled(tcb.sent, segment),
      rcv: acks ? ack : tcb.rcv,
      acked: acks ? ack : tcb.acked,
      scaleSent: first ? (scaleIn(draft) ?? 'none') : tcb.scaleSent,
      stampsSent: first ? carries(draft, 'ts') : tcb.stampsSent,
      fastOpen: tcb.opened === 'passive' ? tcb.fastOpen && !declines : fastOpen || len > 0,
      owes: tcb.owes.filter(({ kind }) => kind === 'reset'),
      fired: undefined,
    }),
    segment,
  );
  return {
    segment,
    tcb: next,
    origin: first ? 'new' : 'repeat',
    implied: first || tcb.fired === 'timeout' ? [] : ['timeout'],
    doubts: len > 0 && !fastOpen ? [{ code: 'syn-carries-data' }] : [],
  };
}

/** Everything but SYN and RST from an end that may send data, ACK or FIN. */
function emitSynchronized(tcb: Tcb, draft: Draft, context: EmitContext): readonly Verdict[] {
  if (!draft.data && !draft.flags.has('FIN')) return [emitAck(tcb, draft, context)];
  const again = emitAgain(tcb, draft, context);
  const fresh = emitNew(tcb, draft, context);
  // What was never sent comes first unless a timer has fired or the number says otherwise.
  const repeats = tcb.fired === 'timeout' || (draft.seq !== undefined && before(draft.seq, tcb.nxt));
  const verdicts = repeats ? [...again, ...fresh] : [...fresh, ...again];
  return verdicts.length > 0 ? verdicts : [misplaced(tcb, draft, context)];
}

/** New data or FIN in a state that has none to send. */
function misplaced(tcb: Tcb, draft: Draft, context: EmitContext): Objection {
  const { state, fin } = tcb;
  const position = fin === undefined ? {} : { fin };
  if (draft.data) return { code: 'data-after-fin', state, ...position };
  if (fin !== undefined && after(add(fin, 1), tcb.una) && draft.seq !== undefined) {
    const again = emitFinAgain(tcb, { ...draft, seq: undefined, ack: undefined }, context);
    if (again !== undefined && 'segment' in again) {
      const { seq: expected } = again.segment;
      return { code: 'wrong-sequence-number', written: draft.seq, expected, because: 'again' };
    }
  }
  return { code: 'fin-after-fin', state, ...position };
}

/** Whether data or a FIN that was never sent may leave now: not after our FIN. */
function mayAdd(tcb: Tcb): boolean {
  if (tcb.fin !== undefined) return false;
  // CLOSE was called but the FIN waits for what the program had sent before (§3.10.4).
  return ['SYN_RCVD', 'ESTABLISHED', 'CLOSE_WAIT', 'FIN_WAIT_1', 'CLOSING', 'LAST_ACK'].includes(tcb.state);
}

/** An acknowledgment alone. */
function emitAck(tcb: Tcb, draft: Draft, context: EmitContext): Verdict {
  const written = draft.seq;
  const probe = written !== undefined && written === add(tcb.nxt, -1);
  const called = tcb.fired === 'keepalive';
  // A challenge may have stayed away; only where the call is written does that tell the two apart.
  const owesAck = tcb.owes.some(({ kind }) => kind === 'ack' || (kind === 'challenge' && !called));
  // Keep-alives are sent while nothing is outstanding (§3.8.4, MUST-26).
  const idle = !owesAck && tcb.una === tcb.nxt && tcb.state !== 'SYN_RCVD';
  const keepalive = probe && idle;
  // The probe of a zero window, with the octet beyond it or, as a keep-alive, with the one before (§3.8.6.1).
  // Where windows are left out of what was on the wire, any may have been zero. No probe comes before the acknowledgment of
  // a SYN or a FIN, which is sent at once (§3.10.7.3, §3.10.7.4).
  const isPrompt = tcb.state !== 'ESTABLISHED' || (tcb.irs !== undefined && tcb.rcv === add(tcb.irs, 1));
  const isUnknown = context.strict && tcb.wnd === undefined && !isPrompt;
  const shut = (tcb.wnd === 0 || isUnknown) && tcb.una === tcb.nxt;
  const probed = probe && (shut || (tcb.edge !== undefined && atOrAfter(add(tcb.nxt, -1), tcb.edge)));
  const shrunk = written !== undefined && tcb.wnd !== undefined && written === add(tcb.una, tcb.wnd);
  const fits = written === tcb.nxt || keepalive || probed || (shrunk && before(written, tcb.nxt));
  // A keep-alive that was called for repeats the number before (§3.8.4).
  const expected = called && idle ? add(tcb.nxt, -1) : tcb.nxt;
  if (written !== undefined && !fits) {
    const because = forgotten(tcb, written);
    const reason = because === undefined ? {} : { because };
    return { code: 'wrong-sequence-number', written, expected, ...reason };
  }
  const sent = finish(tcb, draft, context, { seq: written ?? expected, len: 0, repeats: undefined });
  return keepalive && !called && 'segment' in sent ? { ...sent, implied: ['keepalive'] } : sent;
}

/** What the writer of a number that is too small seems to have left out. */
function forgotten(tcb: Tcb, written: Seq): 'syn' | 'fin' | 'data' | undefined {
  if (tcb.iss !== undefined && written === tcb.iss && tcb.nxt === add(tcb.iss, 1)) return 'syn';
  if (tcb.fin !== undefined && written === tcb.fin) return 'fin';
  return tcb.sent.some(({ seq, len }) => len > 0 && seq === written) ? 'data' : undefined;
}

/** Data or a FIN that has not been sent before, or that starts in sent data and runs on into new (§3.8.6). */
function emitNew(tcb: Tcb, draft: Draft, context: EmitContext): readonly Verdict[] {
  if (!mayAdd(tcb)) return [];
  const written = draft.seq;
  const len = draft.len ?? (draft.data ? unsentLength(tcb, context) : 0);
  const seq = written ?? tcb.nxt;
  const end = add(seq, len);
  if (seq !== tcb.nxt) {
    const runsOn = after(end, tcb.nxt) || (draft.flags.has('FIN') && end === tcb.nxt);
    const straddles = before(seq, tcb.nxt) && atOrAfter(seq, oldest(tcb)) && runsOn;
    if (!straddles) return [wrongStart(tcb, draft, seq)];
  }
  // A zero-window probe may go one octet beyond.
  const isBeyond = (edge: Seq | undefined): edge is Seq =>
    len > 0 && edge !== undefined && after(end, len === 1 ? add(edge, 1) : edge);
  if (isBeyond(tcb.edge)) return [{ code: 'beyond-window', edge: tcb.edge, last: add(end, -1) }];
  const doubts: readonly Objection[] = isBeyond(tcb.latestEdge)
    ? [{ code: 'beyond-shrunken-window', edge: tcb.latestEdge, last: add(end, -1) }]
    : [];
  const repeats = seq === tcb.nxt ? undefined : distance(tcb.nxt, seq);
  return [finish(tcb, draft, context, { seq, len, repeats }, doubts)];
}

function unsentLength(tcb: Tcb, context: EmitContext): number {
  return tcb.queued > 0 ? tcb.queued : context.unknownLength;
}

function wrongStart(tcb: Tcb, draft: Draft, written: Seq): Objection {
  if (after(written, tcb.nxt)) {
    return draft.data
      ? { code: 'sequence-gap', written, expected: tcb.nxt }
      : { code: 'wrong-sequence-number', written, expected: tcb.nxt };
  }
  const because = forgotten(tcb, written);
  return {
    code: 'wrong-sequence-number',
    written,
    expected: tcb.nxt,
    ...(because === undefined ? {} : { because }),
  };
}

/** Data or FIN that was sent before and is not acknowledged. */
function emitAgain(tcb: Tcb, draft: Draft, context: EmitContext): readonly Verdict[] {
  const fin = emitFinAgain(tcb, draft, context);
  if (fin) return [fin];
  if (draft.flags.has('FIN') && tcb.fin === undefined) return emitWithNewFin(tcb, draft, context);
  if (draft.flags.has('FIN')) return [];
  if (draft.seq === undefined) {
    const same = tcb.sent.find(
      ({ len, flags }) => len > 0 && !flags.has('SYN') && (draft.len === undefined || len === draft.len),
    );
    if (same) return [repeat(tcb, draft, context, same.seq, draft.len ?? same.len)];
    // Behind a FIN nothing new can come, so that it is what was sent before, cut otherwise.
    const least = later(tcb.una, oldestData(tcb));
    const isCut =
      draft.len !== undefined && tcb.fin !== undefined && atOrBefore(add(least, draft.len), tcb.fin);
    return isCut ? [repeat(tcb, draft, context, least, draft.len)] : [];
  }
  const { seq } = draft;
  const same = tcb.sent.find((segment) => segment.seq === seq && segment.len > 0);
  const len = draft.len ?? same?.len ?? context.unknownLength;
  const end = add(seq, len);
  const limit = tcb.fin ?? tcb.nxt;
  const keepalive = len === 1 && seq === add(tcb.nxt, -1) && tcb.una === tcb.nxt;
  if (keepalive) {
    const probe = repeat(tcb, draft, context, seq, len);
    const implied = tcb.fired === 'keepalive' ? [] : (['keepalive'] as const);
    return ['segment' in probe ? { ...probe, implied } : probe];
  }
  const stillQueued = before(seq, tcb.nxt) && after(end, tcb.una) && atOrAfter(seq, oldest(tcb));
  if (!stillQueued) return [];
  if (after(end, limit)) {
    if (tcb.fin === undefined || !before(seq, limit)) return [];
    return [{ code: 'repeat-differs', what: 'length', seq, len: distance(limit, seq) }];
  }
  return [repeat(tcb, draft, context, seq, len)];
}

/**
 * What a segment says differently from what was sent before: an octet never changes, however the data is cut or joined.
 * `start` is the number of the first octet. Undefined where nothing differs, or nothing is known.
 */
function contradicted(
  { sent }: Tcb,
  start: Seq,
  payload: string | undefined,
): { readonly seq: Seq; readonly len: number } | undefined {
  if (payload === undefined) return undefined;
  for (const segment of sent) {
    if (segment.payload === undefined) continue;
    const first = segment.flags.has('SYN') ? add(segment.seq, 1) : segment.seq;
    const from = later(first, start);
    const [said, says] = [segment.payload.slice(distance(from, first)), payload.slice(distance(from, start))];
    const common = Math.min(said.length, says.length);
    if (said.slice(0, common) !== says.slice(0, common)) return { seq: first, len: segment.len };
  }
  return undefined;
}

/** What was sent, with the contents that a repeat tells of a segment that had been shown without. */
function recalled(sent: readonly Segment[], { seq, len, payload, flags }: Segment): readonly Segment[] {
  if (payload === undefined || !sent.some((one) => one.payload === undefined)) return sent;
  return sent.map((one) =>
    one.payload === undefined &&
    one.seq === seq &&
    one.len === len &&
    one.flags.has('SYN') === flags.has('SYN')
      ? { ...one, payload }
      : one,
  );
}

/** The first octet of data that may still be sent again, cut or joined otherwise; SND.NXT where there is none. */
function oldestData({ sent, nxt }: Tcb): Seq {
  const data = sent.find(({ len }) => len > 0);
  return data === undefined ? nxt : data.flags.has('SYN') ? add(data.seq, 1) : data.seq;
}

/** The start of what may still be sent again: the segment that SND.UNA points into may be repeated whole, its SYN not. */
function oldest({ una, iss, sent }: Tcb): Seq {
  let first = una === iss ? add(una, 1) : una;
  for (const { seq, flags } of sent) {
    const start = flags.has('SYN') ? add(seq, 1) : seq;
    if (before(start, first)) first = start;
  }
  return first;
}

function emitFinAgain(tcb: Tcb, draft: Draft, context: EmitContext): Verdict | undefined {
  if (!draft.flags.has('FIN') || tcb.fin === undefined || after(tcb.una, tcb.fin)) return undefined;
  const { fin } = tcb;
  const carried = tcb.sent.find((segment) => segment.flags.has('FIN'));
  const len =
    draft.len ?? (draft.data ? (carried?.len ?? 0) : draft.seq === undefined ? 0 : distance(fin, draft.seq));
  const seq = draft.seq ?? add(fin, -len);
  if (add(seq, len) !== fin || before(seq, oldest(tcb)) || len < 0) return undefined;
  return repeat(tcb, draft, context, seq, len);
}

/** A FIN that was not sent yet behind data that was. */
function emitWithNewFin(tcb: Tcb, draft: Draft, context: EmitContext): readonly Verdict[] {
  if (!mayAdd(tcb) || !draft.data || draft.seq !== undefined || tcb.fired !== 'timeout') return [];
  const last = tcb.sent.at(-1);
  if (last === undefined || (draft.len !== undefined && draft.len !== last.len)) return [];
  return [repeat(tcb, draft, context, last.seq, last.len)];
}

function repeat(tcb: Tcb, draft: Draft, context: EmitContext, seq: Seq, len: number): Verdict {
  return finish(tcb, draft, context, { seq, len, repeats: len });
}

interface Placed {
  readonly seq: Seq;
  readonly len: number;
  /** How many of its octets were sent before; undefined when the segment is new. */
  readonly repeats: number | undefined;
}

/** Puts ACK and the acknowledgment number in place, and moves the TCB on. */
function finish(
  tcb: Tcb,
  draft: Draft,
  context: EmitContext,
  { seq, len, repeats }: Placed,
  doubts: readonly Objection[] = [],
): Verdict {
  const flags = new Set(draft.flags);
  if (!flags.has('ACK')) {
    const shorthand = draft.data || flags.has('FIN') || flags.has('PSH');
    if (context.strict || !shorthand) return { code: 'missing-ack-flag', state: tcb.state };
    flags.add('ACK');
  }
  const objection = checkAcknowledgment(tcb, draft, repeats === undefined ? undefined : seq);
  // An acknowledgment that leaves out data says that there was no room for it: it is to be sent again.
  const dropped = objection?.code === 'ack-behind';
  if (objection !== undefined && !dropped) return objection;
  const differs = contradicted(tcb, seq, draft.payload);
  if (differs) return { code: 'repeat-differs', what: 'payload', ...differs };
  const ack = draft.ack ?? tcb.rcv;
  const segment = complete(draft, flags, seq, ack, len);
  const end = segEnd(segment);
  const isNew = after(end, tcb.nxt);
  const fin = flags.has('FIN') ? add(end, -1) : tcb.fin;
  const sendsFin = fin !== undefined && tcb.fin === undefined;
  const fresh = isNew ? distance(end, tcb.nxt) - (sendsFin ? 1 : 0) : 0;
  const implied: ImpliedCall[] = [];
  if (repeats !== undefined && tcb.fired !== 'timeout') implied.push('timeout');
  if (fresh > tcb.queued) implied.push('send');
  if (sendsFin && tcb.closed === 'no') implied.push('close');
  const next: Tcb = announced(
    changed(tcb, {
      state: sendsFin ? afterOurFin(tcb.state) : tcb.state,
      nxt: later(tcb.nxt, end),
      fin,
      closed: sendsFin && tcb.closed === 'no' ? 'shutdown' : tcb.closed,
      sent: isNew ? sentAlso(tcb.sent, segment) : recalled(tcb.sent, segment),
      queued: Math.max(0, tcb.queued - fresh),
      ...(dropped
        ? withoutText(changed(tcb, { state: sendsFin ? afterOurFin(tcb.state) : tcb.state }), ack)
        : {}),
      acked: tcb.acked === undefined ? ack : later(tcb.acked, ack),
      owes: tcb.owes.filter(({ kind }) => kind === 'reset'),
      fired: undefined,
    }),
    segment,
  );
  return {
    segment,
    tcb: next,
    origin: repeats === undefined ? 'new' : 'repeat',
    implied,
    doubts: dropped && draft.win !== 0 ? [...doubts, objection] : doubts,
  };
}

/** There was no room for what lies from the number on, a FIN at its end included: it is to be sent again. */
function withoutText({ state, peerFin }: Tcb, from: Seq): Partial<Tcb> {
  const lost = { rcv: from, held: [] };
  if (peerFin === undefined || after(from, peerFin)) return lost;
  return { ...lost, peerFin: undefined, state: BEFORE_FIN[state] ?? state };
}

/** The states that the peer's FIN leads out of, by those that it leads to (§3.10.7.4). */
const BEFORE_FIN: Readonly<Partial<Record<State, State>>> = {
  CLOSE_WAIT: 'ESTABLISHED',
  LAST_ACK: 'FIN_WAIT_1',
  CLOSING: 'FIN_WAIT_1',
  TIME_WAIT: 'FIN_WAIT_2',
};

function afterOurFin(state: State): State {
  if (state === 'ESTABLISHED' || state === 'SYN_RCVD') return 'FIN_WAIT_1';
  return state === 'CLOSE_WAIT' ? 'LAST_ACK' : state;
}

/**
 * The acknowledgment number is RCV.NXT (§3.10.7.4): never beyond it, never below one sent earlier, never short of a FIN
 * or SYN. Short of data it could be only if there was no room. A segment sent again may be the very same again.
 */
function checkAcknowledgment(tcb: Tcb, draft: Draft, repeated: Seq | undefined): Objection | undefined {
  const { ack: written } = draft;
  if (written === undefined || written === tcb.rcv) return undefined;
  const expected = tcb.rcv;
  if (after(written, expected)) return { code: 'wrong-ack-number', written, expected, ...lastReceived(tcb) };
  if (repeated !== undefined) {
    const earlier = tcb.sent.find(
      (sent) => sent.flags.has('ACK') && atOrBefore(sent.seq, repeated) && after(segEnd(sent), repeated),
    );
    if (earlier !== undefined && atOrAfter(written, earlier.ack)) return undefined;
  }
  const carries = draft.data || draft.flags.has('FIN');
  // The SYN at least is acknowledged by whatever follows it.
  const acked = tcb.acked ?? (tcb.irs === undefined ? undefined : add(tcb.irs, 1));
  const isBackwards = acked === undefined || before(written, acked);
  if (carries && written === tcb.beforeText && !isBackwards) return undefined;
  const hasRoom = draft.win !== 0;
  if (tcb.peerFin !== undefined && atOrBefore(written, tcb.peerFin) && (hasRoom || isBackwards)) {
    return { code: 'wrong-ack-number', written, expected, because: written === tcb.peerFin ? 'fin' : 'data' };
  }
  if (tcb.irs !== undefined && written === tcb.irs)
    return { code: 'wrong-ack-number', written, expected, because: 'syn' };
  if (isBackwards) return { code: 'wrong-ack-number', written, expected, because: 'backwards' };
  return { code: 'ack-behind', written, expected };
}

/** What the number before RCV.NXT stands for, where it is no data: people count it too little, or too much. */
function lastReceived({ irs, peerFin, rcv }: Tcb): { because?: 'syn' | 'fin' } {
  if (peerFin !== undefined) return { because: 'fin' };
  return irs !== undefined && rcv === add(irs, 1) ? { because: 'syn' } : {};
}

/** RCV.WND as the segment announces it, and the largest right edge announced so far. */
function announced(tcb: Tcb, segment: Segment): Tcb {
  if (!segment.flags.has('ACK') && !segment.flags.has('SYN')) return tcb;
  const rwnd = windowIn(tcb, segment, 'own');
  if (rwnd === undefined) return changed(tcb, { rwnd, rcvEdge: undefined, rcvLatest: undefined });
  if (!segment.flags.has('ACK')) return changed(tcb, { rwnd });
  const edge = add(segment.ack, rwnd);
  const rcvEdge = tcb.rcvEdge === undefined ? edge : later(tcb.rcvEdge, edge);
  return changed(tcb, { rwnd, rcvEdge, rcvLatest: edge });
}

function complete(draft: Draft, flags: ReadonlySet<Flag>, seq: Seq, ack: Seq, len: number): Segment {
  return {
    flags: sharedFlags(flags),
    seq,
    ack,
    len,
    options: draft.options,
    ...(draft.payload === undefined ? {} : { payload: draft.payload }),
    ...(draft.win === undefined ? {} : { win: draft.win }),
    ...(draft.up === undefined ? {} : { up: draft.up }),
  };
}
