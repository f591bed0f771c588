/** Statements as lines of the notation. */
import type { Call, CallStatement, Expr, SegmentStatement, Statement } from '../exchange/script.js';
import { FLAGS, type Flag } from '../tcp/segment.js';
import type { Language } from '../rules/rule.js';
import { CHINESE_CALLS, keywordOf } from './keywords.js';
import { scanLine, withoutMoment } from './scanner.js';

/** Which of the two spellings of keywords and calls a note uses. */
export type Spelling = 'english' | 'chinese';

/** Whether lines spell their keywords in Chinese; where they have none, what the reader speaks decides. */
export function spellingOf(lines: readonly string[], language: Language): Spelling {
  for (const line of lines) {
    const { kind, tokens } = scanLine(line);
    const [first] = withoutMoment(tokens);
    if (first && keywordOf(kind)) {
      return /^[a-z]/i.test(line.slice(first.start, first.end)) ? 'english' : 'chinese';
    }
  }
  return language === 'zh-cn' ? 'chinese' : 'english';
}

/** A number as it is written: `x`, `x+1`, `300`. */
export function writeExpr({ symbol, offset }: Expr): string {
  if (symbol === undefined) return String(offset);
  if (offset === 0) return symbol;
  return offset > 0 ? `${symbol}+${offset}` : `${symbol}${offset}`;
}

/** What stands between the arrows: `SYN(seq=y)+ACK(ack=x+1)`. */
export function writeSegment({
  flags,
  data,
  seq,
  ack,
  len,
}: Pick<SegmentStatement, 'flags' | 'data' | 'seq' | 'ack' | 'len'>): string {
  const first: Flag | 'DATA' | undefined =
    (['SYN', 'FIN', 'RST'] as const).find((flag) => flags.has(flag)) ?? (data ? 'DATA' : undefined);
  const carried = [
    ...(seq ? [`seq=${writeExpr(seq)}`] : []),
    ...(data && len !== undefined ? [first === 'DATA' && !seq ? String(len) : `len=${len}`] : []),
  ];
  const acked = ack ? [`ack=${writeExpr(ack)}`] : [];
  const others = FLAGS.filter((flag) => flags.has(flag) && flag !== first && flag !== 'ACK');
  const names: (readonly [string, readonly string[]])[] = [
    ...(first === undefined ? [] : [[first, carried] as const]),
    ...others.map((flag) => [flag, []] as const),
    ...(flags.has('ACK') ? [['ACK', first === undefined ? [...carried, ...acked] : acked] as const] : []),
  ];
  return names.map(([name, items]) => (items.length > 0 ? `${name}(${items.join(', ')})` : name)).join('+');
}

/** A segment with its ends and arrows. */
function writeExchange(statement: SegmentStatement): string {
  const { from = '...', to = '...', arrow } = statement;
  const segment = writeSegment(statement);
  return arrow === 'right' ? `${from} -> ${segment} -> ${to}` : `${to} <- ${segment} <- ${from}`;
}

/** The name of a call in the note's spelling. */
export function writeCall(call: Call, spelling: Spelling): string {
  return spelling === 'chinese' ? CHINESE_CALLS[call] : call;
}

/** A statement that an exchange goes on with; undefined for those that it never does. */
export function writeStatement(statement: Statement, spelling: Spelling): string | undefined {
  if (statement.kind === 'segment') return writeExchange(statement);
  return statement.kind === 'call' ? writeCallLine(statement, spelling) : undefined;
}

function writeCallLine({ end, call, octets }: CallStatement, spelling: Spelling): string {
  const name = end.peer === undefined ? end.name : `${end.name}(${end.peer})`;
  const count = octets === undefined ? '' : ` ${octets}`;
  return `${name}: ${writeCall(call, spelling)}${count}`;
}
