/** The statements of an imported connection as text: a scenario in strict mode, as somebody would write it. */
import { exprText, type SegmentStatement } from '../../exchange/script.js';
import type { Flag, Option } from '../../tcp/segment.js';
import { stateName, type State } from '../../tcp/state.js';
import { quoted } from '../../language/turn.js';
import type { Side } from '../exchange/passing.js';
import type { Telling, Told } from './statements.js';

/** The states that ends have behind a statement, by its index. */
export type NamedStates = ReadonlyMap<number, readonly (readonly [Side, State])[]>;

/** The text, with a line end behind its last line; each statement stands on the line that it says. */
export function textOf({ script }: Telling, states: NamedStates = new Map()): string {
  const lines = [`begin ${script.title}`, `mode ${script.mode}`];
  for (const [index, statement] of script.statements.entries()) {
    const { ignore } = statement;
    if (ignore) lines.push(`// ignore ${ignore.code ?? ''}: ${ignore.why ?? ''}`);
    lines.push(lineOf(statement, states.get(index) ?? []));
  }
  return `${lines.join('\n')}\nend\n`;
}

/** What a reading of the script depends on: all of its text but the times, the names of the ends and the remarks. */
export function shapeOf({ script }: Telling): string {
  return script.statements
    .map((one) => (one.kind === 'segment' ? arrowsOf(one) : one.kind === 'call' ? lineOf(one, []) : ''))
    .join('\n');
}

function lineOf(statement: Told, states: readonly (readonly [Side, State])[]): string {
  switch (statement.kind) {
    case 'endpoint':
      return `endpoint ${statement.name} ${quoted(statement.label ?? '')}`;
    case 'note':
      return `note ${statement.ends.join(', ')}: ${statement.text ?? ''}`;
    case 'phase':
      return `== ${statement.text ?? ''} ==`;
    case 'call':
      return `${statement.end.name}: ${statement.call}${bracketsOf(states)}`;
    case 'segment': {
      const said = statement.text === undefined ? '' : ` : ${statement.text}`;
      return `${timeOf(statement)}${arrowsOf(statement)}${bracketsOf(states)}${said}`;
    }
  }
}

function bracketsOf(states: readonly (readonly [Side, State])[]): string {
  if (states.length === 0) return '';
  return ` [${states.map(([end, state]) => `${end}: ${stateName(state)}`).join(', ')}]`;
}

/** `@1.5`, in seconds; empty where there is none. */
function timeOf({ moment }: SegmentStatement): string {
  if (!moment) return '';
  return `@${(moment.at.at / 1e6).toFixed(6).replace(/\.?0+$/, '')} `;
}

function arrowsOf(statement: SegmentStatement): string {
  const { from = '...', to = '...', arrow, fate, origin } = statement;
  const segment = segmentText(statement);
  const isLost = fate === 'lost';
  const line =
    arrow === 'right'
      ? `${from} -> ${segment} ${isLost ? '-x' : '->'} ${to}`
      : `${to} ${isLost ? 'x-' : '<-'} ${segment} <- ${from}`;
  return origin === 'dup' ? `dup ${line}` : line;
}

const CONTROLS: readonly Flag[] = ['SYN', 'FIN', 'RST'];

function segmentText({ flags, data, seq, ack, len, win, up, options }: SegmentStatement): string {
  const [control, ...controls] = CONTROLS.filter((flag) => flags.has(flag));
  const first = control ?? (data ? 'DATA' : undefined);
  const others = [...flags].filter((flag) => flag !== 'ACK' && !CONTROLS.includes(flag));
  const items = [...(seq ? [`seq=${exprText(seq)}`] : []), ...(len === undefined ? [] : [`len=${len}`])];
  const more = [
    ...(ack ? [`ack=${exprText(ack)}`] : []),
    ...(win === undefined ? [] : [`win=${win}`]),
    ...(up === undefined ? [] : [`up=${up}`]),
    ...options.map(optionText),
  ];
  const all = [...items, ...more].join(', ');
  if (first === undefined && !ack) return `${others.join('+')}(${all})`;
  if (first === undefined) return [...others, `ACK(${all})`].join('+');
  if (!ack) return [`${first}(${all})`, ...controls, ...others].join('+');
  return [`${first}(${items.join(', ')})`, ...controls, ...others, `ACK(${more.join(', ')})`].join('+');
}

function optionText({ name, value }: Option): string {
  return value === undefined ? name : `${name}=${value}`;
}
