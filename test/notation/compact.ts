import { readFigures } from '../../src/notation/read.js';
import type { Source } from '../../src/notation/reader.js';
import type { Expr, Statement } from '../../src/exchange/script.js';

/** What was read from a figure, a line a statement: `C > S SYN+ACK seq=y ack=x+1 [C: ESTABLISHED] lost`. */
export function compact(text: string, source: Partial<Source> = {}): string[] {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n\s*$/, '')
    .split('\n');
  const { exchanges } = readFigures({ kind: 'fence', language: 'text', ...source, lines });
  return exchanges.flatMap(({ notation, ways }) => [notation, ...ways[0].script.statements.flatMap(said)]);
}

function said(statement: Statement): string[] {
  switch (statement.kind) {
    case 'segment': {
      const { from = '...', to = '...', flags, data, seq, ack, len, fate, origin, states } = statement;
      const marks = [...flags, ...(data ? ['DATA'] : [])].join('+');
      const numbers = [
        ...(seq ? [`seq=${written(seq)}`] : []),
        ...(ack ? [`ack=${written(ack)}`] : []),
        ...(len === undefined ? [] : [`len=${len}`]),
      ];
      const claims = states.map(({ end, state }) => `[${end.name}: ${state}]`);
      const fates = [...(fate === 'delivered' ? [] : [fate]), ...(origin === 'new' ? [] : [origin])];
      return [[from, '>', to, marks, ...numbers, ...claims, ...fates].join(' ')];
    }
    case 'call':
      return [`${statement.end.name}: ${statement.call}`];
    case 'state':
      return [`${statement.end.name}: ${statement.state}`];
    default:
      return [];
  }
}

function written({ symbol, offset }: Expr): string {
  if (symbol === undefined) return String(offset);
  return offset === 0 ? symbol : `${symbol}${offset > 0 ? '+' : ''}${offset}`;
}
