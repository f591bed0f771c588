/** Whole lines that a fix puts into a note. */
import type { Fix, FixContext } from './rule.js';
import type { Expr, SegmentStatement, Statement } from '../exchange/script.js';
import { FLAGS } from '../tcp/segment.js';
import type { State } from '../tcp/state.js';

/** A segment between the ends of another, drawn on the same sides: by its sender, or by its receiver as an answer. */
export function lineBy(who: 'sender' | 'receiver', flags: string, segment: SegmentStatement): string {
  const [from, to] = [segment.from ?? '...', segment.to ?? '...'];
  const [left, right] = segment.arrow === 'right' ? [from, to] : [to, from];
  const toTheRight = (segment.arrow === 'right') === (who === 'sender');
  return toTheRight ? `${left} -> ${flags} -> ${right}` : `${left} <- ${flags} <- ${right}`;
}

/** The segment at fault, where it went from one end to another and both are written. */
export function deliveredSegment(statement: Statement): SegmentStatement | undefined {
  if (statement.kind !== 'segment' || statement.fate !== 'delivered') return undefined;
  return statement.from === undefined || statement.to === undefined ? undefined : statement;
}

/** The state of the receiver of the segment at fault just before it. */
function receiverBefore({ trace, found }: FixContext): State | undefined {
  const index = trace.steps.findIndex(({ statement }) => statement === found.place.statement);
  const step = trace.steps[index];
  if (step?.kind !== 'segment' || step.to === null) return undefined;
  const before = trace.steps[index - 1];
  return before ? before.states.get(step.to) : trace.initial[step.to];
}

/** The edit that puts lines before the statement at fault. */
export function insertBefore(lines: readonly string[], { found }: FixContext): Fix {
  const [text, shown] = [lines.join('\n'), lines.join(' / ')];
  return {
    title: { en: `Put before it: ${shown}`, 'zh-cn': `在前面加上：${shown}` },
    place: { statement: found.place.statement, part: 'whole' },
    text,
    where: 'line-before',
  };
}

/** The edit that puts a line after the statement at fault. */
export function insertAfter(line: string, { found }: FixContext): Fix {
  return {
    title: { en: `Put after it: ${line}`, 'zh-cn': `在后面加上：${line}` },
    place: { statement: found.place.statement, part: 'whole' },
    text: line,
    where: 'line-after',
  };
}

/** What must come before a segment that its sender cannot send yet, because the handshake has not got so far. */
export function restOfHandshake(state: State, context: FixContext): readonly string[] {
  const segment = deliveredSegment(context.statement);
  const peer = receiverBefore(context);
  if (!segment) return [];
  if (state === 'SYN_RCVD' && peer === 'ESTABLISHED') return [lineBy('receiver', 'ACK', segment)];
  if (state !== 'SYN_SENT' || peer !== 'SYN_RCVD') return [];
  return [lineBy('receiver', 'SYN+ACK', segment), lineBy('sender', 'ACK', segment)];
}

/** The line that would have sent what arrives out of `...`; undefined where it is open who would have. */
export function departureOf({ trace, statement }: FixContext): string | undefined {
  if (statement.kind !== 'segment' || statement.fate !== 'arrived') return undefined;
  const receiver = statement.to;
  const [sender, ...others] = trace.endpoints.filter(({ name }) => name !== receiver);
  if (receiver === undefined || sender === undefined || others.length > 0) return undefined;
  const name = statement.from ?? sender.name;
  const values = [
    ...(statement.seq ? [`seq=${written(statement.seq)}`] : []),
    ...(statement.ack ? [`ack=${written(statement.ack)}`] : []),
    ...(statement.len === undefined ? [] : [`len=${statement.len}`]),
  ];
  const flags = [...FLAGS.filter((flag) => statement.flags.has(flag)), ...(statement.data ? ['DATA'] : [])];
  const segment = flags.join('+') + (values.length > 0 ? `(${values.join(', ')})` : '');
  return statement.arrow === 'right' ? `${name} -> ${segment} -> ...` : `... <- ${segment} <- ${name}`;
}

function written({ symbol, offset }: Expr): string {
  if (symbol === undefined) return String(offset);
  if (offset === 0) return symbol;
  return offset > 0 ? `${symbol}+${offset}` : `${symbol}${offset}`;
}
