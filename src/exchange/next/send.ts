/** What an end may send now by its TCB, with the numbers as the note would write them. */
import { emit, type Draft } from '../../tcp/emit.js';
import type { Flag, Segment } from '../../tcp/segment.js';
import { add, type Seq } from '../../tcp/seq.js';
import type { Tcb } from '../../tcp/tcb.js';
import type { Expr, Script } from '../script.js';
import { topologyOf } from '../topology.js';
import type { SegmentStep, Trace } from '../trace.js';
import { arrowBetween, optional, segmentBelow } from './line.js';
import { OCTETS, RANK, type NextSegment } from './rank.js';
import { standingOf, type Standing } from './standing.js';
import { injected } from './strange.js';
import { expression, fresher, styleOf, type Style } from './style.js';

/** Where a segment would be written: below the script, between these ends. */
interface NewLine {
  readonly script: Script;
  readonly style: Style;
  /** The ends as they are drawn, left to right. */
  readonly names: readonly string[];
  readonly from: string;
  /** Undefined where it stays in the network. */
  readonly to: string | undefined;
}

interface Candidate {
  readonly flags: readonly Flag[];
  readonly len?: number;
  /** Set for what was sent before. */
  readonly again?: Segment;
  readonly rank: number;
}

/** All that `from` may send to `to` now, the likeliest first; `to` is undefined for a peer that is not shown. */
export function nextSegments(script: Script, from: string, to: string | undefined): NextSegment[] {
  const topology = topologyOf(script);
  if (to !== undefined && !topology.isChecked(from)) return injected(script, from, to);
  const standing = standingOf(script, from, to);
  if (!standing) return [];
  const names = topology.endpoints.map(({ name }) => name);
  const line: NewLine = { script, style: styleOf(script), names, from, to };
  const seen = new Set<string>();
  return candidates(standing)
    .sort((a, b) => a.rank - b.rank)
    .flatMap((candidate): NextSegment[] => {
      const segment = emitted(standing, candidate, script);
      if (!segment) return [];
      const next = written(segment, candidate, standing, line);
      const key = `${[...segment.flags].sort().join()} ${segment.seq} ${segment.len}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [next];
    });
}

function candidates({ own, peer, trace }: Standing): Candidate[] {
  const found: Candidate[] = [];
  const active = own.opened !== 'passive' && peer?.opened !== 'active';
  const turn = active ? 0 : 1;
  for (const owed of own.owes) {
    if (owed.kind === 'reset') {
      found.push({ flags: owed.ack === undefined ? ['RST'] : ['RST', 'ACK'], rank: RANK.reset });
    } else if (owed.kind === 'syn-ack') {
      found.push({ flags: ['SYN', 'ACK'], rank: RANK.handshake });
    } else {
      found.push({ flags: ['ACK'], rank: RANK.ack });
    }
  }
  const waits = peer !== undefined && peer.owes.length > 0;
  for (const again of own.sent.slice(0, 1)) {
    const flying = trace.steps.some(isFlying);
    const rank = waits || flying ? RANK.early : RANK.repeat;
    found.push({ flags: [...again.flags], ...(again.len > 0 ? { len: again.len } : {}), again, rank });
  }
  const unsent = own.nxt === own.iss;
  switch (own.state) {
    case 'CLOSED':
    case 'LISTEN': {
      const fresh = own.state === 'CLOSED' && own.ended === undefined && peer?.ended === undefined;
      const answered = peer?.state === 'LISTEN';
      found.push({ flags: ['SYN'], rank: !fresh ? RANK.reopen : answered ? RANK.handshake : RANK.open });
      break;
    }
    case 'SYN_SENT':
      if (unsent) found.push({ flags: ['SYN'], rank: RANK.handshake });
      break;
    case 'SYN_RCVD':
      found.push({ flags: ['SYN', 'ACK'], rank: RANK.early });
      break;
    case 'ESTABLISHED':
    case 'CLOSE_WAIT': {
      const closing = own.state === 'CLOSE_WAIT';
      const quiet = peer?.iss !== undefined && isFresh(own) && isFresh(peer);
      const data = quiet && !closing ? RANK.firstData + turn : RANK.moreData;
      found.push({
        flags: ['ACK'],
        len: own.queued > 0 ? own.queued : room(own),
        rank: own.queued > 0 ? RANK.pending : data,
      });
      found.push({ flags: ['FIN', 'ACK'], rank: closing ? RANK.closeToo : RANK.close + turn });
      break;
    }
    default:
      if (own.fin === undefined) found.push({ flags: ['FIN', 'ACK'], rank: RANK.pending });
  }
  found.push({ flags: ['ACK'], rank: RANK.bareAck }, { flags: ['RST'], rank: RANK.abort });
  return found;
}

/** Whether nothing but the SYN was sent on a connection whose opening is shown. */
function isFresh({ iss, nxt }: Tcb): boolean {
  return iss !== undefined && nxt === add(iss, 1);
}

function isFlying(step: Trace['steps'][number]): step is SegmentStep {
  return step.kind === 'segment' && step.fate === 'sent' && step.arrival === undefined;
}

/** How much data fits in the peer's window. */
function room({ una, nxt, wnd }: Tcb): number {
  return wnd === undefined ? OCTETS : Math.max(1, Math.min(OCTETS, wnd - (nxt - una)));
}

/** The segment as the sender's TCB completes it; undefined where it may not send it. */
function emitted(
  { own, iss }: Standing,
  { flags, len, again }: Candidate,
  script: Script,
): Segment | undefined {
  const draft: Draft = {
    flags: new Set(flags),
    data: len !== undefined,
    len,
    seq: again?.seq,
    ...optional('payload', again?.payload),
    options: again?.options ?? [],
  };
  const context = {
    strict: script.mode === 'strict',
    iss: () => iss,
    cause: script.statements.length,
    unknownLength: 1,
  };
  // In a simultaneous open, the SYN,ACK repeats the SYN that has left already.
  const either = flags.includes('SYN') && flags.includes('ACK');
  const origin = again ? 'repeat' : 'new';
  return emit(own, draft, context).emissions.find(
    (one) => one.doubts.length === 0 && (either || one.origin === origin),
  )?.segment;
}

/** The segment as a statement of the note. */
function written(
  segment: Segment,
  { rank, again }: Candidate,
  { own, trace }: Standing,
  { script, style, names, from, to }: NewLine,
): NextSegment {
  const opening = segment.flags.has('SYN') && !again;
  const connected = own.state !== 'CLOSED' && own.state !== 'LISTEN';
  const fresh = fresher(style);
  const before = own.iss === undefined && segment.flags.has('ACK');
  const known = (number: Seq): Expr | undefined => expression(trace, style, number);
  const unnamed = (number: Seq): Expr | undefined => known(number) ?? (before ? fresh() : undefined);
  const numbers = {
    ...optional(
      'seq',
      opening ? ((connected ? known(segment.seq) : undefined) ?? fresh()) : unnamed(segment.seq),
    ),
    ...optional('ack', segment.flags.has('ACK') ? unnamed(segment.ack) : undefined),
  };
  const bare = segment.len === 0 && !(['SYN', 'FIN', 'RST'] as const).some((flag) => segment.flags.has(flag));
  const { seq: number, ack } = numbers;
  const statement = segmentBelow(script, {
    from,
    ...optional('to', to),
    arrow: arrowBetween(names, from, to),
    fate: to === undefined ? 'sent' : 'delivered',
    flags: segment.flags,
    data: segment.len > 0,
    ...optional('seq', style.numbered && (!bare || style.bareSeq) ? number : undefined),
    ...optional('ack', style.numbered ? ack : undefined),
    ...(segment.len > 0 ? { len: segment.len } : {}),
    options: segment.options,
  });
  return { kind: 'segment', statement, numbers, rank };
}
