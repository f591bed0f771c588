/**
 * May this end send this segment now, and what does it become? (RFC 9293 §3.4, §3.5, §3.8, §3.10.)
 *
 * What is left out of a draft is filled in as this TCB would fill it in. An emission without objections is something
 * that a conforming end may do; where none exists, the emissions say what is wrong with the draft, and go on as if the
 * right thing had been written.
 */
import { add, after, atOrAfter, atOrBefore, before, distance, later, type Seq } from './seq.js';
import { carries, scaleIn } from './options.js';
import { listed, segEnd, type Flag, type Option, type Segment } from './segment.js';
import type { State } from './state.js';
import { deleted, opening, scales, type Owed, type Tcb } from './tcb.js';

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

/** Objections to what is possible but surely not meant; all others are to what no conforming end does. */
const DOUBTFUL: ReadonlySet<Objection['code']> = new Set([
  'syn-carries-data',
  'port-reused-in-time-wait',
  'ack-behind',
  'beyond-shrunken-window',
]);

/** Whether a conforming end could do it all the same. */
export function isDoubtful(objection: Objection): boolean {
  return DOUBTFUL.has(objection.code);
}

export type ImpliedCall = 'connect' | 'send' | 'close' | 'abort' | 'timeout' | 'keepalive';

export interface Emission {
  /** What goes on the wire, complete and, where there are objections, put right. */
  readonly segment: Segment;
  readonly tcb: Tcb;
  readonly origin: 'new' | 'repeat';
  readonly implied: readonly ImpliedCall[];
  readonly objections: readonly Objection[];
  /** False where the segment is so wrong that the exchange goes on best as if it had never left. */
  readonly leaves: boolean;
}

/**
 * What the end may make of the draft. All possible emissions if there are any, the likeliest first; else the ways to go
 * on after the objections, the likeliest first. Never empty.
 */
export function emit(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  const found = emissions(tcb, draft, context);
  const possible = found.filter(({ objections }) => objections.length === 0);
  return possible.length > 0 ? possible : found;
}

function emissions(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  const { flags } = draft;
  const controls = (['SYN', 'FIN', 'RST'] as const).filter((flag) => flags.has(flag));
  if (controls.length > 1 || (flags.size === 0 && !draft.data)) {
    return misflagged(tcb, draft, context, { code: 'impossible-flags', flags: listed(flags) }, controls);
  }
  if (flags.has('RST')) return emitReset(tcb, draft, context);
  if (flags.has('SYN')) return emitSyn(tcb, draft, context);
  switch (tcb.state) {
    case 'CLOSED':
    case 'LISTEN':
      return refused(tcb, draft, withoutConnection(tcb, draft));
    case 'SYN_SENT':
      return refused(tcb, draft, tooEarly(tcb, draft));
    case 'SYN_RCVD':
      return emitInSynReceived(tcb, draft, context);
    case 'TIME_WAIT':
      if (draft.data || flags.has('FIN')) return refused(tcb, draft, { code: 'sent-in-time-wait' });
      return emitSynchronized(tcb, draft, context);
    default:
      return emitSynchronized(tcb, draft, context);
  }
}

/** The ways to go on after a segment that cannot be: as if it had not been sent, or as if it had been as written. */
function refused(tcb: Tcb, draft: Draft, objection: Objection): readonly Emission[] {
  const segment = asWritten(tcb, draft);
  const base = { segment, tcb, origin: 'new', implied: [], objections: [objection] } as const;
  return [
    { ...base, leaves: false },
    { ...base, leaves: true },
  ];
}

/** The ways to go on after a flag that cannot be: as if it were not there, or as {@link refused} does. */
function misflagged(
  tcb: Tcb,
  draft: Draft,
  context: EmitContext,
  objection: Objection,
  suspects: readonly Flag[],
): readonly Emission[] {
  const ways = [...refused(tcb, draft, objection)];
  for (const suspect of suspects) {
    const flags = new Set(draft.flags);
    flags.delete(suspect);
    if (flags.size === 0) continue;
    const emission = emit(tcb, { ...draft, flags }, context)[0];
    if (emission?.objections.length === 0) ways.unshift({ ...emission, objections: [objection] });
  }
  return ways;
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
function emitReset(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  const choices: Emission[] = [];
  for (const owed of tcb.owes) {
    if (owed.kind !== 'reset' || owed.seq === undefined) continue;
    const objections: Objection[] = [];
    const fits = isUnacknowledged(draft.seq, owed.least ?? owed.seq, owed.seq);
    if (!fits) {
      const because =
        owed.least !== undefined ? 'next' : owed.ack === undefined ? 'answers-ack' : 'answers-no-ack';
      objections.push(wrongResetSeq(draft, owed.seq, because));
    }
    const acks = draft.flags.has('ACK');
    const ack = owed.ack ?? (acks ? owed.answers : undefined);
    const missing = owed.ack !== undefined && !acks && context.strict;
    if (missing || (acks && draft.ack !== undefined && draft.ack !== ack)) {
      objections.push({ code: 'wrong-reset-numbers', field: 'ack', written: draft.ack, expected: ack });
    }
    choices.push({
      segment: reset(draft, fits ? (draft.seq ?? owed.seq) : owed.seq, ack),
      // What else was to be answered by a reset may be: one says enough.
      tcb: { ...tcb, owes: otherResets(tcb, owed) },
      origin: 'new',
      implied: [],
      objections,
      leaves: true,
    });
  }
  if (tcb.state === 'TIME_WAIT' && choices.length === 0)
    return refused(tcb, draft, { code: 'sent-in-time-wait' });
  if (tcb.state === 'SYN_RCVD' && tcb.nxt === tcb.iss) choices.push(emitRefusal(tcb, draft, context));
  else if (!['CLOSED', 'LISTEN', 'SYN_SENT', 'TIME_WAIT'].includes(tcb.state))
    choices.push(emitAbort(tcb, draft, context));
  return choices.length > 0 ? choices : refused(tcb, draft, withoutConnection(tcb, draft));
}

function otherResets({ owes }: Tcb, sent: Owed): readonly Owed[] {
  return owes.flatMap((owed) =>
    owed.kind === 'reset' && owed !== sent ? [{ ...owed, optional: true }] : [],
  );
}

/** A SYN that is not answered with SYN,ACK was met by no connection: the reset is that of CLOSED (§3.10.7.1). */
function emitRefusal(tcb: Tcb, draft: Draft, context: EmitContext): Emission {
  const zero = 0 as Seq;
  const objections: Objection[] = [];
  if (draft.seq !== undefined && draft.seq !== zero) {
    objections.push(wrongResetSeq(draft, zero, 'answers-no-ack'));
  }
  const missing = context.strict && !draft.flags.has('ACK');
  if (missing || (draft.ack !== undefined && draft.ack !== tcb.rcv)) {
    objections.push({ code: 'wrong-reset-numbers', field: 'ack', written: draft.ack, expected: tcb.rcv });
  }
  return {
    segment: reset(draft, zero, tcb.rcv),
    tcb: deleted(tcb, 'reset-sent', context.cause),
    origin: 'new',
    implied: ['abort'],
    objections,
    leaves: true,
  };
}

function emitAbort(tcb: Tcb, draft: Draft, context: EmitContext): Emission {
  const objections: Objection[] = [];
  const fits = isUnacknowledged(draft.seq, tcb.una, tcb.nxt);
  if (!fits) objections.push(wrongResetSeq(draft, tcb.nxt, 'next'));
  const acks = draft.flags.has('ACK');
  if (acks && draft.ack !== undefined && draft.ack !== tcb.rcv) {
    objections.push({ code: 'wrong-reset-numbers', field: 'ack', written: draft.ack, expected: tcb.rcv });
  }
  const seq = fits ? (draft.seq ?? tcb.nxt) : tcb.nxt;
  return {
    segment: reset(draft, seq, acks ? tcb.rcv : undefined),
    tcb: deleted(tcb, 'reset-sent', context.cause),
    origin: 'new',
    implied: ['abort'],
    objections,
    leaves: true,
  };
}

function wrongResetSeq({ seq: written }: Draft, expected: Seq, because: ResetNumber): Objection {
  return { code: 'wrong-reset-numbers', field: 'seq', written, expected, because };
}

/**
 * Whether a reset of this end's own may carry the number: SND.NXT by the letter; a stack whose peer has closed its
 * window stays within it, so anything unacknowledged will do.
 */
function isUnacknowledged(written: Seq | undefined, una: Seq, nxt: Seq): boolean {
  return written === undefined || (atOrAfter(written, una) && atOrBefore(written, nxt));
}

function reset(draft: Draft, seq: Seq, ack: Seq | undefined): Segment {
  const flags = new Set(draft.flags);
  if (ack === undefined) flags.delete('ACK');
  else flags.add('ACK');
  return complete(draft, flags, seq, ack ?? (0 as Seq), draft.len ?? 0);
}

/** SYN: OPEN (§3.10.1), the SYN again, or SYN,ACK. */
function emitSyn(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  const acks = draft.flags.has('ACK');
  switch (tcb.state) {
    case 'CLOSED':
    case 'LISTEN':
      if (acks) return refused(tcb, draft, withoutSyn(tcb, draft));
      return [openActively(tcb, draft, context, [])];
    case 'SYN_SENT':
      if (acks) return refused(tcb, draft, { code: 'ack-before-syn', state: tcb.state });
      return [emitOwnSyn(tcb, draft, context)];
    case 'SYN_RCVD':
      if (!acks && tcb.opened === 'passive') {
        const emission = emitOwnSyn(tcb, draft, context, { code: 'missing-ack-flag', state: tcb.state });
        // Its ACK went ahead of it, which was the mistake.
        const isHalf = tcb.acked !== undefined && tcb.nxt === tcb.iss;
        return [isHalf ? { ...emission, objections: emission.objections.slice(1) } : emission];
      }
      return [emitOwnSyn(tcb, draft, context)];
    case 'TIME_WAIT':
      if (acks) return refused(tcb, draft, { code: 'syn-in-synchronized-state', state: tcb.state });
      return [openActively(tcb, draft, context, [{ code: 'port-reused-in-time-wait' }])];
    default:
      // An end that closed before its SYN was acknowledged still repeats it.
      if (tcb.iss !== undefined && tcb.una === tcb.iss) return [emitOwnSyn(tcb, draft, context)];
      return misflagged(tcb, draft, context, { code: 'syn-in-synchronized-state', state: tcb.state }, [
        'SYN',
      ]);
  }
}

/** Why an end without a connection cannot acknowledge a SYN. */
function withoutSyn(tcb: Tcb, draft: Draft): Objection {
  const wasReset = tcb.ended?.by === 'reset-sent' || tcb.ended?.by === 'reset-received';
  return wasReset ? withoutConnection(tcb, draft) : { code: 'ack-before-syn', state: tcb.state };
}

function openActively(
  tcb: Tcb,
  draft: Draft,
  context: EmitContext,
  objections: readonly Objection[],
): Emission {
  const opened = opening(tcb, draft.seq ?? context.iss());
  const emission = emitOwnSyn(opened, draft, context);
  return { ...emission, implied: ['connect'], objections: [...objections, ...emission.objections] };
}

/** The SYN of this TCB, the first time or again, with an ACK where one has arrived. */
function emitOwnSyn(tcb: Tcb, draft: Draft, context: EmitContext, objection?: Objection): Emission {
  const objections: Objection[] = objection === undefined ? [] : [objection];
  const first = tcb.nxt === tcb.una && tcb.sent.length === 0 && tcb.nxt === tcb.iss;
  const own = tcb.iss ?? context.iss();
  const iss = first ? (draft.seq ?? own) : own;
  if (draft.seq !== undefined && draft.seq !== iss) {
    objections.push({ code: 'wrong-sequence-number', written: draft.seq, expected: iss, because: 'again' });
  }
  // Out of TIME-WAIT only beyond all that the old connection has used (MAY-2).
  const least = tcb.formerly?.nxt;
  if (first && least !== undefined && before(iss, least)) {
    objections.push({ code: 'initial-number-too-low', written: iss, least });
  }
  const synced = tcb.state !== 'SYN_SENT';
  const acks = draft.flags.has('ACK') || objection !== undefined;
  const irs = tcb.irs;
  // Fast Open may leave data on the peer's SYN unacknowledged.
  const lowest = tcb.fastOpen && irs !== undefined ? add(irs, 1) : tcb.rcv;
  const acked = draft.ack !== undefined && atOrAfter(draft.ack, lowest) && atOrBefore(draft.ack, tcb.rcv);
  if (acks && draft.ack !== undefined && !acked) {
    objections.push({
      code: 'wrong-ack-number',
      written: draft.ack,
      expected: tcb.rcv,
      ...lastReceived(tcb),
    });
  }
  const repeated = tcb.sent.find(({ flags }) => flags.has('SYN'));
  const len = draft.len ?? (draft.data ? (repeated?.len ?? context.unknownLength) : 0);
  const fastOpen = draft.options.some(({ name }) => name === 'tfo') || tcb.fastOpen;
  if (len > 0 && !fastOpen) objections.push({ code: 'syn-carries-data' });
  const differs = contradicted(tcb, add(iss, 1), draft.payload);
  if (differs) objections.push({ code: 'repeat-differs', what: 'payload', ...differs });
  const flags = new Set(draft.flags);
  if (acks && synced) flags.add('ACK');
  const ack = acked ? draft.ack : tcb.rcv;
  const segment = complete(draft, flags, iss, ack, len);
  const next: Tcb = announced(
    {
      ...tcb,
      iss,
      una: first ? iss : tcb.una,
      // A window that came with the peer's SYN counts from the number that ours has turned out to have.
      edge: tcb.edge === undefined ? undefined : add(tcb.edge, distance(iss, own)),
      latestEdge: tcb.latestEdge === undefined ? undefined : add(tcb.latestEdge, distance(iss, own)),
      nxt: later(first ? segEnd(segment) : tcb.nxt, segEnd(segment)),
      sent: first ? [segment] : recalled(tcb.sent, segment),
      rcv: acks && synced ? ack : tcb.rcv,
      acked: acks && synced ? ack : tcb.acked,
      scaleSent: first ? scaleIn(draft) : tcb.scaleSent,
      stampsSent: first ? carries(draft, 'ts') : tcb.stampsSent,
      fastOpen: fastOpen || len > 0,
      owes: tcb.owes.filter(({ kind }) => kind === 'reset'),
      fired: undefined,
    },
    segment,
  );
  return {
    segment,
    tcb: next,
    origin: first ? 'new' : 'repeat',
    implied: first || tcb.fired === 'timeout' ? [] : ['timeout'],
    objections,
    leaves: true,
  };
}

/** SYN-RECEIVED: ACK, or the FIN of a program that closed early (§3.10.4); data only under Fast Open. */
function emitInSynReceived(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  if (tcb.nxt === tcb.iss) {
    const ways = refused(tcb, draft, tooEarly(tcb, draft));
    const isAck = !draft.data && !draft.flags.has('FIN');
    // The lines below may take it for the one half of a SYN,ACK.
    return isAck ? ways.map((way) => (way.leaves ? { ...way, tcb: { ...tcb, acked: tcb.rcv } } : way)) : ways;
  }
  if (!draft.data || tcb.fastOpen) return emitSynchronized(tcb, draft, context);
  const objection: Objection = { code: 'data-before-established', state: tcb.state };
  const [none, written] = refused(tcb, draft, objection);
  const sent = emitSynchronized(tcb, draft, context)[0];
  // The lines below may count the octets or not.
  return [
    ...(none === undefined ? [] : [none]),
    ...(sent === undefined ? [] : [{ ...sent, objections: [objection] }]),
    ...(written === undefined ? [] : [written]),
  ];
}

/** Everything but SYN and RST from an end that may send data, ACK or FIN. */
function emitSynchronized(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  const carries = draft.data || draft.flags.has('FIN');
  if (!carries) return withCorrection([emitAck(tcb, draft, context)], tcb, draft, context);
  const choices = [...emitAgain(tcb, draft, context), ...emitNew(tcb, draft, context)];
  // What was never sent comes first unless a timer has fired or the number says otherwise.
  const again = tcb.fired === 'timeout' || (draft.seq !== undefined && before(draft.seq, tcb.nxt));
  const order = ({ objections, origin }: Emission): number =>
    (objections.length > 0 ? 2 : 0) + ((origin === 'repeat') === again ? 0 : 1);
  choices.sort((a, b) => order(a) - order(b));
  return choices.length > 0 ? withCorrection(choices, tcb, draft, context) : misplaced(tcb, draft, context);
}

/** After an acknowledgment that leaves out data, the lines below may count the data as received all the same. */
function withCorrection(
  emissions: readonly Emission[],
  tcb: Tcb,
  draft: Draft,
  context: EmitContext,
): readonly Emission[] {
  const objection = emissions[0]?.objections.find(({ code }) => code === 'ack-behind');
  if (objection === undefined) return emissions;
  const right = emitSynchronized(tcb, { ...draft, ack: undefined }, context);
  return [...emissions, ...right.map((one) => ({ ...one, objections: [...one.objections, objection] }))];
}

/** New data or FIN in a state that has none to send. */
function misplaced(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  const { state, fin } = tcb;
  const position = fin === undefined ? {} : { fin };
  if (draft.data) return refused(tcb, draft, { code: 'data-after-fin', state, ...position });
  if (tcb.fin !== undefined && after(add(tcb.fin, 1), tcb.una) && draft.seq !== undefined) {
    const again = emitFinAgain(tcb, { ...draft, seq: undefined }, context);
    if (again) {
      const objection = {
        code: 'wrong-sequence-number',
        written: draft.seq,
        expected: again.segment.seq,
        because: 'again',
      } as const;
      return [{ ...again, objections: [objection] }];
    }
  }
  return refused(tcb, draft, { code: 'fin-after-fin', state, ...position });
}

/** Whether data or a FIN that was never sent may leave now: not after our FIN. */
function mayAdd(tcb: Tcb): boolean {
  if (tcb.fin !== undefined) return false;
  // CLOSE was called but the FIN waits for what the program had sent before (§3.10.4).
  return ['SYN_RCVD', 'ESTABLISHED', 'CLOSE_WAIT', 'FIN_WAIT_1', 'CLOSING', 'LAST_ACK'].includes(tcb.state);
}

/** An acknowledgment alone. */
function emitAck(tcb: Tcb, draft: Draft, context: EmitContext): Emission {
  const written = draft.seq;
  const probe = written !== undefined && written === add(tcb.nxt, -1);
  const called = tcb.fired === 'keepalive';
  // A challenge may have stayed away; only where the call is written does that tell the two apart.
  const owesAck = tcb.owes.some(({ kind }) => kind === 'ack' || (kind === 'challenge' && !called));
  // Keep-alives are sent while nothing is outstanding (§3.8.4, MUST-26).
  const idle = !owesAck && tcb.una === tcb.nxt && tcb.state !== 'SYN_RCVD';
  const keepalive = probe && idle;
  // The probe of a zero window, with the octet beyond it or, as a keep-alive, with the one before (§3.8.6.1).
  const shut = tcb.wnd === 0 && tcb.una === tcb.nxt;
  const probed = probe && (shut || (tcb.edge !== undefined && atOrAfter(add(tcb.nxt, -1), tcb.edge)));
  const shrunk = written !== undefined && tcb.wnd !== undefined && written === add(tcb.una, tcb.wnd);
  const fits =
    written === undefined ||
    written === tcb.nxt ||
    keepalive ||
    probed ||
    (shrunk && before(written, tcb.nxt));
  // A keep-alive that was called for repeats the number before (§3.8.4).
  const expected = called && idle ? add(tcb.nxt, -1) : tcb.nxt;
  const objections: Objection[] = [];
  if (!fits) {
    const because = forgotten(tcb, written);
    objections.push({
      code: 'wrong-sequence-number',
      written,
      expected,
      ...(because === undefined ? {} : { because }),
    });
  }
  const seq = fits && written !== undefined ? written : expected;
  const ended = finish(tcb, draft, context, { seq, len: 0, repeats: undefined, objections });
  return keepalive && !called ? { ...ended, implied: ['keepalive'] } : ended;
}

/** What the writer of a number that is too small seems to have left out. */
function forgotten(tcb: Tcb, written: Seq): 'syn' | 'fin' | 'data' | undefined {
  if (tcb.iss !== undefined && written === tcb.iss && tcb.nxt === add(tcb.iss, 1)) return 'syn';
  if (tcb.fin !== undefined && written === tcb.fin) return 'fin';
  return tcb.sent.some(({ seq, len }) => len > 0 && seq === written) ? 'data' : undefined;
}

/** Data or a FIN that has not been sent before, or that starts in sent data and runs on into new (§3.8.6). */
function emitNew(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  if (!mayAdd(tcb)) return [];
  const objections: Objection[] = [];
  const written = draft.seq;
  const len = draft.len ?? (draft.data ? unsentLength(tcb, context) : 0);
  let seq = written ?? tcb.nxt;
  let repeats: number | undefined;
  if (written !== undefined && written !== tcb.nxt) {
    const straddles =
      before(written, tcb.nxt) &&
      atOrAfter(written, oldest(tcb)) &&
      (after(add(written, len), tcb.nxt) || (draft.flags.has('FIN') && add(written, len) === tcb.nxt));
    if (straddles) {
      repeats = distance(tcb.nxt, written);
    } else {
      objections.push(wrongStart(tcb, draft, written));
      seq = tcb.nxt;
    }
  }
  const end = add(seq, len);
  // A zero-window probe may go one octet beyond.
  const isBeyond = (edge: Seq | undefined): edge is Seq =>
    len > 0 && edge !== undefined && after(end, len === 1 ? add(edge, 1) : edge);
  if (isBeyond(tcb.edge)) {
    objections.push({ code: 'beyond-window', edge: tcb.edge, last: add(end, -1) });
  } else if (isBeyond(tcb.latestEdge)) {
    objections.push({ code: 'beyond-shrunken-window', edge: tcb.latestEdge, last: add(end, -1) });
  }
  const sent = finish(tcb, draft, context, { seq, len, repeats, objections });
  if (written === undefined || objections.every(({ code }) => code !== 'sequence-gap')) return [sent];
  // After a gap the lines below may count from where they should or from where it was written.
  const jumped = finish({ ...tcb, nxt: written }, draft, context, {
    seq: written,
    len,
    repeats: undefined,
    objections,
  });
  return [sent, jumped];
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
function emitAgain(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  const fin = emitFinAgain(tcb, draft, context);
  if (fin) return [fin];
  if (draft.flags.has('FIN') && tcb.fin === undefined) return emitWithNewFin(tcb, draft, context);
  if (draft.flags.has('FIN')) return [];
  if (draft.seq === undefined) {
    const queue = tcb.sent.filter(({ len, flags }) => len > 0 && !flags.has('SYN'));
    const same = queue.find(({ len }) => draft.len === undefined || len === draft.len);
    return same ? [repeat(tcb, draft, context, same.seq, draft.len ?? same.len)] : [];
  }
  const { seq } = draft;
  const same = tcb.sent.find((segment) => segment.seq === seq && segment.len > 0);
  const len = draft.len ?? same?.len ?? context.unknownLength;
  const end = add(seq, len);
  const limit = tcb.fin ?? tcb.nxt;
  const keepalive = len === 1 && seq === add(tcb.nxt, -1) && tcb.una === tcb.nxt;
  if (keepalive) {
    const probe = finish(tcb, draft, context, { seq, len, repeats: len, objections: [] });
    return [{ ...probe, implied: tcb.fired === 'keepalive' ? [] : ['keepalive'] }];
  }
  const stillQueued = before(seq, tcb.nxt) && after(end, tcb.una) && atOrAfter(seq, oldest(tcb));
  if (!stillQueued) return [];
  if (after(end, limit)) {
    if (tcb.fin === undefined) return [];
    const objection: Objection = { code: 'repeat-differs', what: 'length', seq, len: distance(limit, seq) };
    return [{ ...repeat(tcb, draft, context, seq, distance(limit, seq)), objections: [objection] }];
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

/** The start of what may still be sent again: the segment that SND.UNA points into may be repeated whole. */
function oldest(tcb: Tcb): Seq {
  let first = tcb.una;
  for (const { seq } of tcb.sent) if (before(seq, first)) first = seq;
  return first;
}

function emitFinAgain(tcb: Tcb, draft: Draft, context: EmitContext): Emission | undefined {
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
function emitWithNewFin(tcb: Tcb, draft: Draft, context: EmitContext): readonly Emission[] {
  if (!mayAdd(tcb) || !draft.data || draft.seq !== undefined || tcb.fired !== 'timeout') return [];
  const last = tcb.sent.at(-1);
  if (last === undefined || (draft.len !== undefined && draft.len !== last.len)) return [];
  return [finish(tcb, draft, context, { seq: last.seq, len: last.len, repeats: last.len, objections: [] })];
}

function repeat(tcb: Tcb, draft: Draft, context: EmitContext, seq: Seq, len: number): Emission {
  return finish(tcb, draft, context, { seq, len, repeats: len, objections: [] });
}

interface Placed {
  readonly seq: Seq;
  readonly len: number;
  /** How many of its octets were sent before; undefined when the segment is new. */
  readonly repeats: number | undefined;
  readonly objections: readonly Objection[];
}

/** Puts ACK and the acknowledgment number in place, and moves the TCB on. */
function finish(tcb: Tcb, draft: Draft, context: EmitContext, placed: Placed): Emission {
  const objections = [...placed.objections];
  const flags = new Set(draft.flags);
  if (!flags.has('ACK')) {
    const shorthand = draft.data || flags.has('FIN') || flags.has('PSH');
    if (context.strict || !shorthand) objections.push({ code: 'missing-ack-flag', state: tcb.state });
    flags.add('ACK');
  }
  const { seq, len, repeats } = placed;
  const objection = checkAcknowledgment(tcb, draft, repeats === undefined ? undefined : seq);
  if (objection && !(objection.code === 'ack-behind' && draft.win === 0)) objections.push(objection);
  const differs = contradicted(tcb, seq, draft.payload);
  if (differs) objections.push({ code: 'repeat-differs', what: 'payload', ...differs });
  // An acknowledgment that leaves out data says that there was no room for it: it is to be sent again.
  const dropped = objection?.code === 'ack-behind';
  const ack = objection === undefined || dropped ? (draft.ack ?? tcb.rcv) : tcb.rcv;
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
    {
      ...tcb,
      state: sendsFin ? afterOurFin(tcb.state) : tcb.state,
      nxt: later(tcb.nxt, end),
      fin,
      closed: sendsFin && tcb.closed === 'no' ? 'shutdown' : tcb.closed,
      sent: isNew ? [...tcb.sent, segment] : recalled(tcb.sent, segment),
      queued: Math.max(0, tcb.queued - fresh),
      ...(dropped ? { rcv: ack, held: [] } : {}),
      acked: tcb.acked === undefined ? ack : later(tcb.acked, ack),
      owes: tcb.owes.filter(({ kind }) => kind === 'reset'),
      fired: undefined,
    },
    segment,
  );
  return {
    segment,
    tcb: next,
    origin: repeats === undefined ? 'new' : 'repeat',
    implied,
    objections,
    leaves: true,
  };
}

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
  if (tcb.peerFin !== undefined && atOrBefore(written, tcb.peerFin)) {
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
  if (segment.win === undefined) return { ...tcb, rwnd: undefined, rcvEdge: undefined, rcvLatest: undefined };
  const rwnd = segment.flags.has('SYN') ? segment.win : segment.win * 2 ** scales(tcb).ours;
  if (!segment.flags.has('ACK')) return { ...tcb, rwnd };
  const edge = add(segment.ack, rwnd);
  const rcvEdge = tcb.rcvEdge === undefined ? edge : later(tcb.rcvEdge, edge);
  return { ...tcb, rwnd, rcvEdge, rcvLatest: edge };
}

function complete(draft: Draft, flags: ReadonlySet<Flag>, seq: Seq, ack: Seq, len: number): Segment {
  return {
    flags,
    seq,
    ack,
    len,
    options: draft.options,
    ...(draft.payload === undefined ? {} : { payload: draft.payload }),
    ...(draft.win === undefined ? {} : { win: draft.win }),
    ...(draft.up === undefined ? {} : { up: draft.up }),
  };
}

function asWritten(tcb: Tcb, draft: Draft): Segment {
  return complete(draft, draft.flags, draft.seq ?? tcb.nxt, draft.ack ?? tcb.rcv, draft.len ?? 0);
}
