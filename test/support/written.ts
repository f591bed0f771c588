/** Scripts as text, so that what the engine is tried on can be read, and read back. */
import type {
  CallStatement,
  EndpointStatement,
  End,
  Expr,
  PathStatement,
  Script,
  SegmentStatement,
  StateStatement,
  Statement,
} from '../../src/exchange/script.js';
import { COUNTERS } from '../../src/exchange/script.js';
import { writeExpr } from '../../src/language/write.js';
import { listed } from '../../src/tcp/segment.js';

/** The script as a scenario of its own. */
export function written(script: Script): string {
  const strict = script.mode === 'strict' ? ['mode strict'] : [];
  const title = script.title === '' ? '' : ` ${script.title}`;
  return [`begin${title}`, ...strict, ...script.statements.map(writtenStatement), 'end'].join('\n');
}

/** One statement as one line, with its directives behind it. */
export function writtenStatement(statement: Statement): string {
  const { expect, ignore } = statement;
  const directive = expect ? directed('expect-error', expect) : ignore ? directed('ignore', ignore) : '';
  return bare(statement) + directive;
}

function directed(word: string, { code, why }: { readonly code?: string; readonly why?: string }): string {
  return ` // ${word}${code === undefined ? '' : ` ${code}`}${why === undefined ? '' : `: ${why}`}`;
}

function bare(statement: Statement): string {
  const text = statement.text === undefined ? '' : `: ${statement.text}`;
  switch (statement.kind) {
    case 'segment':
      return segment(statement) + bracket(statement) + (text === '' ? '' : ` ${text}`);
    case 'call':
      return call(statement) + bracket(statement) + (text === '' ? '' : ` ${text}`);
    case 'state':
      return state(statement);
    case 'path':
      return path(statement);
    case 'endpoint':
      return endpoint(statement);
    case 'note':
      return `note ${statement.ends.join(', ')}${text}`;
    case 'phase':
      return `== ${statement.text ?? ''} ==`;
    case 'timing':
      return `${[statement.timing, ...statement.ends, `${statement.duration}us`].join(' ')}${text}`;
  }
}

function segment(statement: SegmentStatement): string {
  const { fate, arrow, origin } = statement;
  const from = statement.from ?? '...';
  const to = statement.to ?? '...';
  const [left, right] = arrow === 'right' ? [from, to] : [to, from];
  const before = origin === 'new' ? '' : `${origin} `;
  const middle = flagsAndArguments(statement);
  if (arrow === 'right') return `${before}${left} -> ${middle} ${fate === 'lost' ? '-x' : '->'} ${right}`;
  return `${before}${left} ${fate === 'lost' ? 'x-' : '<-'} ${middle} <- ${right}`;
}

function flagsAndArguments({
  flags,
  data,
  seq,
  ack,
  len,
  payload,
  win,
  up,
  options,
}: SegmentStatement): string {
  const number = (key: string, expr: Expr | undefined): string[] =>
    expr ? [`${key}=${writeExpr(expr)}`] : [];
  const count = (key: string, value: number | undefined): string[] =>
    value === undefined ? [] : [`${key}=${value}`];
  const args = [
    ...number('seq', seq),
    ...number('ack', ack),
    ...(payload === undefined ? count('len', len) : []),
    ...count('win', win),
    ...count('up', up),
    ...options.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)),
  ];
  const names: string[] = [...listed(flags)];
  const needsName = len === undefined || len === 0 || payload !== undefined;
  if (data && needsName) names.push('DATA');
  if (payload !== undefined) {
    const text = `"${payload.replaceAll(/[^ !#-[\]-~]/gs, octet)}"`;
    return [...names.slice(0, -1), `DATA(${[text, ...args].join(', ')})`].join('+');
  }
  const [first = '', ...others] = names;
  const list = args.length === 0 ? '' : `(${args.join(', ')})`;
  return [first + list, ...others].join('+');
}

function octet(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function bracket({ states }: SegmentStatement | CallStatement): string {
  if (states.length === 0) return '';
  return ` [${states.map(({ end, state: expected }) => `${name(end)}: ${expected}`).join(', ')}]`;
}

function call({ end, call: what, octets }: CallStatement): string {
  return `${name(end)}: ${what}${octets === undefined ? '' : ` ${octets}`}`;
}

function state({ end, state: what, counters }: StateStatement): string {
  const list = COUNTERS.flatMap((key) => {
    const expr = counters[key];
    return expr ? [`${key}=${writeExpr(expr)}`] : [];
  });
  return `${name(end)}: ${what}${list.length === 0 ? '' : `(${list.join(', ')})`}`;
}

function path({ end, path: states }: PathStatement): string {
  return `${name(end)}: ${states.join(' -> ')}`;
}

function endpoint({ name: own, label, reuses, unchecked }: EndpointStatement): string {
  return [
    `endpoint ${own}`,
    ...(label === undefined ? [] : [`"${label}"`]),
    ...(reuses === undefined ? [] : [`reuses ${reuses}`]),
    ...(unchecked ? ['unchecked'] : []),
  ].join(' ');
}

function name({ name: own, peer }: End): string {
  return peer === undefined ? own : `${own}(${peer})`;
}
