/** What comes from outside the connection: an attacker's segments, and those of an earlier connection. */
import type { Flag } from '../../tcp/segment.js';
import type { Expr, Script } from '../script.js';
import { topologyOf } from '../topology.js';
import { arrowBetween, optional, segmentBelow } from './line.js';
import { OCTETS, RANK, type NextSegment } from './rank.js';
import { standingOf } from './standing.js';
import { expression, fresher, styleOf } from './style.js';

/** What can be made to look as if `from` had sent it, so that `to` takes it; what it would not take comes last. */
export function injected(script: Script, from: string, to: string): NextSegment[] {
  const standing = standingOf(script, to, from);
  if (!standing) return [];
  const { own: target, trace } = standing;
  const style = styleOf(script);
  const fresh = fresher(style);
  const names = topologyOf(script).endpoints.map(({ name }) => name);
  const open = target.state !== 'CLOSED' && target.state !== 'LISTEN';
  const received = open && target.state !== 'SYN_SENT';
  const [next, taken] = [
    received ? (expression(trace, style, target.rcv) ?? fresh()) : fresh(),
    open ? expression(trace, style, target.nxt) : undefined,
  ];
  const make = (flags: readonly Flag[], seq: Expr | undefined, rank: number, len?: number): NextSegment => {
    const numbers = {
      ...optional('seq', seq),
      ...optional('ack', flags.includes('ACK') ? (taken ?? fresh()) : undefined),
    };
    const statement = segmentBelow(script, {
      from,
      to,
      arrow: arrowBetween(names, from, to),
      fate: 'delivered',
      flags: new Set(flags),
      data: len !== undefined,
      ...numbers,
      ...optional('len', len),
    });
    return { kind: 'segment', statement, numbers, rank };
  };
  if (!received)
    return [make(open ? ['SYN', 'ACK'] : ['SYN'], next, RANK.handshake), make(['RST'], next, RANK.abort)];
  return [
    ...(target.state === 'SYN_RCVD' ? [make(['ACK'], next, RANK.handshake)] : []),
    make(['RST'], next, RANK.firstData),
    make(['ACK'], next, RANK.close, OCTETS),
    make(['FIN', 'ACK'], next, RANK.moreData),
    make(['SYN'], fresh(), RANK.timeWaitEnds),
  ];
}

/** Segments of an earlier connection that may arrive at `to` now, with numbers that mean nothing in this one. */
export function strays(script: Script, to: string): NextSegment[] {
  const fresh = fresher(styleOf(script));
  const [seq, ack] = [fresh(), fresh()];
  const kinds: readonly (readonly Flag[])[] = [['SYN'], ['ACK'], ['RST'], ['FIN', 'ACK']];
  return kinds.map((flags, index): NextSegment => {
    const numbers = { seq, ...optional('ack', flags.includes('ACK') ? ack : undefined) };
    const statement = segmentBelow(script, {
      to,
      arrow: 'right',
      fate: 'arrived',
      origin: 'stale',
      flags: new Set(flags),
      data: false,
      ...numbers,
    });
    return { kind: 'segment', statement, numbers, rank: RANK.arrival + index };
  });
}
