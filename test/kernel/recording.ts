/** What happened between two hosts, and how it reads in Segno. */
import type { Flag } from '../../src/tcp/segment.js';
import { stateName, type State } from '../../src/tcp/state.js';
import type { WireSegment } from './wire.js';

export type Name = 'C' | 'S';

export function peerOf(end: Name): Name {
  return end === 'C' ? 'S' : 'C';
}

/** A segment that has left a host; its `id` is its place among all that have. */
export interface Left {
  readonly id: number;
  readonly from: Name;
  readonly segment: WireSegment;
}

/** The states of the connection on both hosts. */
export type States = Readonly<Record<Name, State>>;

export type Happening =
  | { readonly kind: 'call'; readonly end: Name; readonly call: string }
  | { readonly kind: 'left'; readonly left: Left }
  | { readonly kind: 'lost'; readonly left: Left }
  /** `again`: it had arrived before. */
  | { readonly kind: 'arrived'; readonly left: Left; readonly again: boolean }
  /** Somebody else put it on the wire in the name of `left.from`. */
  | { readonly kind: 'injected'; readonly left: Left; readonly origin: 'stale' | 'forged' }
  /** Nothing is on its way but what is held back, and the kernel says that the hosts are in these states. */
  | { readonly kind: 'quiet'; readonly states: States }
  /** A problem that the next line may have, and why. */
  | { readonly kind: 'ignore'; readonly code: string; readonly why: string };

/** Where each end's sequence numbers are to begin in the text. */
export type Origins = Readonly<Record<Name, number>>;

export interface Recording {
  readonly title: string;
  readonly happenings: readonly Happening[];
  readonly origins: Origins;
}

const mod = (n: number): number => n >>> 0;

/** The recording as a scenario in strict mode, every number written, every state that was seen asserted. */
export function toSegno({ title, happenings: all, origins }: Recording): string {
  const end = ownWay(all);
  const happenings = all.slice(0, end);
  const spell = speller(happenings, origins);
  const lost = lostForGood(happenings);
  const lines: string[] = [`begin ${title}`, 'mode strict', 'C: CLOSED', 'S: CLOSED'];
  for (let i = 0; i < happenings.length; i++) {
    const happening = happenings[i];
    if (happening === undefined) continue;
    const next = happenings[i + 1];
    switch (happening.kind) {
      case 'call':
        lines.push(`${happening.end}: ${happening.call}`);
        break;
      case 'left': {
        const { left } = happening;
        const arrives = next?.kind === 'arrived' && next.left === left;
        if (isFastOpenWithoutOption(left))
          lines.push('// ignore syn-carries-data: Fast Open without a cookie');
        if (arrives) i++;
        const isLost = lost.has(left);
        const to = arrives || isLost ? peerOf(left.from) : '...';
        lines.push(drawn(left.from, spell(left), left.from, isLost ? '-x' : '->', to));
        break;
      }
      case 'arrived': {
        const { left, again } = happening;
        const line = drawn(left.from, spell(left), '...', '->', peerOf(left.from));
        lines.push(again ? `dup ${line}` : line);
        break;
      }
      case 'injected': {
        const { left, origin } = happening;
        const sender = origin === 'forged' ? left.from : '...';
        lines.push(`${origin} ${drawn(left.from, spell(left), sender, '->', peerOf(left.from))}`);
        break;
      }
      case 'quiet':
        lines.push(...asserted(happening.states, lines.pop() ?? ''));
        break;
      case 'ignore':
        lines.push(`// ignore ${happening.code}: ${happening.why}`);
        break;
      case 'lost':
        // Drawn where it left.
        break;
    }
  }
  if (end < all.length) {
    lines.push(
      '// Here Linux goes its own way: a reset that is one number short of RCV.NXT ends CLOSE-WAIT, CLOSING and',
    );
    lines.push(
      '// LAST-ACK, so that one with the number of the FIN is believed. RFC 9293 §3.10.7.4 drops it.',
    );
  }
  return [...lines, 'end', ''].join('\n');
}

/** Where no cookie is asked for, Linux does not say on its SYN that this is Fast Open. */
function isFastOpenWithoutOption({ segment: { flags, len, options } }: Left): boolean {
  return flags.has('SYN') && len > 0 && options.every(({ name }) => name !== 'tfo');
}

/** Where Linux does first what no RFC has: the reset that it believes does not count (`tcp_reset_check` in its source). */
function ownWay(happenings: readonly Happening[]): number {
  const acked: Partial<Record<Name, number>> = {};
  const states: Record<Name, State> = { C: 'CLOSED', S: 'CLOSED' };
  const end = happenings.findIndex((happening) => {
    if (happening.kind === 'quiet') Object.assign(states, happening.states);
    if (happening.kind === 'left' && happening.left.segment.flags.has('ACK')) {
      acked[happening.left.from] = happening.left.segment.ack;
    }
    const comes = happening.kind === 'arrived' || happening.kind === 'injected';
    if (!comes || !happening.left.segment.flags.has('RST')) return false;
    const to = peerOf(happening.left.from);
    return mod(happening.left.segment.seq + 1) === acked[to] && states[to] !== 'CLOSED';
  });
  return end < 0 ? happenings.length : end;
}

function lostForGood(happenings: readonly Happening[]): ReadonlySet<Left> {
  const lost = new Set<Left>();
  for (const { kind, ...happening } of happenings) {
    if (!('left' in happening)) continue;
    if (kind === 'lost') lost.add(happening.left);
    if (kind === 'arrived') lost.delete(happening.left);
  }
  return lost;
}

/** A segment with C on the left and S on the right. */
function drawn(from: Name, segment: string, sender: string, arrow: string, receiver: string): string {
  if (from === 'C') return `${sender} -> ${segment} ${arrow} ${receiver}`;
  return `${receiver} ${arrow === '-x' ? 'x-' : '<-'} ${segment} <- ${sender}`;
}

/** The states behind the last line, or as lines of their own where that line has no room for them. */
function asserted(states: States, last: string): string[] {
  if (/^(C|S): [A-Z]/.test(last) || last.startsWith('mode') || last.includes('[')) {
    return [last, `C: ${stateName(states.C)}`, `S: ${stateName(states.S)}`];
  }
  return [`${last} [C: ${stateName(states.C)}, S: ${stateName(states.S)}]`];
}

/** Writes segments with each end's numbers and timestamps moved so that its first SYN has the number wanted. */
function speller(happenings: readonly Happening[], origins: Origins): (left: Left) => string {
  const numbers: Partial<Record<Name, number>> = {};
  const clocks: Partial<Record<Name, number>> = {};
  for (const happening of happenings) {
    if (happening.kind !== 'left') continue;
    const { from, segment } = happening.left;
    if (segment.flags.has('SYN')) numbers[from] ??= mod(origins[from] - segment.seq);
    const stamp = stampOf(segment);
    if (stamp) clocks[from] ??= mod(1 - stamp[0]);
  }
  const number = (end: Name, n: number): number => mod(n + (numbers[end] ?? 0));
  const clock = (end: Name, n: number): number => (n === 0 ? 0 : mod(n + (clocks[end] ?? 0)));
  return ({ from, segment }) => {
    const peer = peerOf(from);
    const { flags, seq, ack, len, win, up, options } = segment;
    const has = (flag: Flag): boolean => flags.has(flag);
    // The reset of a segment without ACK has the number 0, whatever its sender counts (RFC 9293 §3.5.2).
    const zero = has('RST') && has('ACK') && seq === 0;
    const args = [`seq=${zero ? 0 : number(from, seq)}`];
    if (has('ACK')) args.push(`ack=${number(peer, ack)}`);
    if (len > 0) args.push(`len=${len}`);
    if (!has('RST')) args.push(`win=${win}`);
    if (has('URG')) args.push(`up=${up}`);
    for (const { name, value } of options) {
      if (name === 'sack' && value !== undefined) {
        const [a = 0, b = 0] = value.split('..').map(Number);
        args.push(`sack=${number(peer, a)}..${number(peer, b)}`);
      } else if (name === 'ts' && value !== undefined) {
        const [val = 0, ecr = 0] = value.split('/').map(Number);
        args.push(`ts=${clock(from, val)}/${clock(peer, ecr)}`);
      } else {
        args.push(value === undefined ? name : `${name}=${value}`);
      }
    }
    return `${[...flags].join('+')}(${args.join(', ')})`;
  };
}

function stampOf(segment: WireSegment): readonly [number, number] | undefined {
  const value = segment.options.find(({ name }) => name === 'ts')?.value;
  if (value === undefined) return undefined;
  const [val = 0, ecr = 0] = value.split('/').map(Number);
  return [val, ecr];
}
