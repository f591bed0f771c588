/** Turns an exchange in another notation into Segno: the same statements, the names and texts kept, nothing invented. */
import type {
  EndpointStatement,
  NoteStatement,
  SegmentStatement,
  StateStatement,
} from '../exchange/script.js';
import type { State } from '../tcp/state.js';
import type { Block, Scenario } from './analysis.js';
import type { Edit, Range } from '../notation/range.js';
import type { Fence } from './fence.js';
import { writeSegment, writeStatement } from './write.js';

/** The exchange as a scenario of Segno's, its lines without line ends. */
export function turned(scenario: Pick<Scenario, 'script' | 'trace' | 'title'>): string[] {
  return [`begin ${plainText(scenario.title)}`.trim(), ...turnedLines(scenario), 'end'];
}

/** What stands in that scenario. */
export function turnedLines({ script, trace }: Pick<Scenario, 'script' | 'trace'>): string[] {
  const steps = new Map(trace.steps.map((step) => [step.statement, step.states.toRecord()]));
  const lines: string[] = [];
  /** States that hold only behind the segment below. */
  let waiting: { statement: StateStatement; keys: readonly string[] }[] = [];
  const declared = new Set<string>();
  let previous: Readonly<Record<string, State>> = trace.initial;
  for (const [index, statement] of script.statements.entries()) {
    const states = steps.get(index) ?? previous;
    switch (statement.kind) {
      case 'segment': {
        lines.push(segmentLine(statement, states));
        for (const { statement: state, keys } of waiting) {
          const holds = keys.some((key) => states[key] === state.state);
          lines.push(holds ? stateLine(state) : noteLine(state.end.name, state.state));
        }
        waiting = [];
        break;
      }
      case 'state': {
        const keys = Object.keys(states).filter(
          (key) => key === statement.end.name || key.startsWith(`${statement.end.name}(`),
        );
        const held = keys.some((key) => states[key] === statement.state);
        const timedOut = keys.find((key) => previous[key] === 'TIME_WAIT' && states[key] === 'CLOSED');
        if (timedOut !== undefined && statement.state === 'CLOSED') lines.push(`${statement.end.name}: 2MSL`);
        else if (held) lines.push(stateLine(statement));
        else waiting.push({ statement, keys });
        break;
      }
      case 'endpoint':
        if (!declared.has(statement.name)) lines.push(endpointLine(statement));
        declared.add(statement.name);
        break;
      case 'note':
        lines.push(remark(statement));
        break;
      case 'phase':
        lines.push(`== ${plainText(statement.text ?? '')} ==`);
        break;
      default: {
        const line = writeStatement(statement, 'english');
        if (line !== undefined) lines.push(line);
      }
    }
    previous = states;
  }
  for (const { statement } of waiting) lines.push(noteLine(statement.end.name, statement.state));
  return lines;
}

function segmentLine(statement: SegmentStatement, states: Readonly<Record<string, State>>): string {
  const { from = '...', to = '...', arrow, fate, options, win, text } = statement;
  const own = withOptions(writeSegment(dataShown(statement)), options, win);
  const [sender, receiver] = [fate === 'arrived' ? '...' : from, fate === 'sent' ? '...' : to];
  const lost = fate === 'lost';
  const line =
    arrow === 'right'
      ? `${sender} -> ${own} ${lost ? '-x' : '->'} ${receiver}`
      : `${receiver} ${lost ? 'x-' : '<-'} ${own} <- ${sender}`;
  const held = statement.states.filter(({ end, state }) => states[end.name] === state);
  const brackets =
    held.length === 0 ? '' : ` [${held.map(({ end, state }) => `${end.name}: ${state}`).join(', ')}]`;
  const said = plainText(text ?? '');
  return `${line}${brackets}${said === '' ? '' : ` : ${said}`}`;
}

/** A segment without flags is data. */
function dataShown(statement: SegmentStatement): SegmentStatement {
  return statement.flags.size === 0 ? { ...statement, data: true } : statement;
}

/** The segment with more arguments behind its last flag. */
function withOptions(segment: string, options: SegmentStatement['options'], win: number | undefined): string {
  const more = [
    ...(win === undefined ? [] : [`win=${win}`]),
    ...options.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)),
  ];
  if (more.length === 0) return segment;
  return segment.endsWith(')')
    ? `${segment.slice(0, -1)}, ${more.join(', ')})`
    : `${segment}(${more.join(', ')})`;
}

function endpointLine({ name, label, unchecked }: EndpointStatement): string {
  return `endpoint ${name}${label === undefined ? '' : ` ${quoted(label)}`}${unchecked ? ' unchecked' : ''}`;
}

function stateLine({ end, state, text }: StateStatement): string {
  const said = plainText(text ?? '');
  return `${end.name}: ${state}${said === '' ? '' : ` : ${said}`}`;
}

function noteLine(end: string, text: string): string {
  return `note ${end}: ${text}`;
}

function remark({ ends, text }: NoteStatement): string {
  return `note ${ends.join(', ')}: ${plainText(text ?? '')}`;
}

/** Text that stays text: a comment may begin in it, and states may end it. */
export function plainText(text: string): string {
  return (
    text
      .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .trim()
      // A title or a text stands behind a blank, too.
      .replaceAll(
        /(?<=^|\s)(?:[/／]{2}|[#＃](?=\s)|\/\*)/gu,
        (mark) => `${mark.charAt(0)}\u2060${mark.slice(1)}`,
      )
      .replace(/[\]】]$/u, '$&\u2060')
  );
}

export function quoted(text: string): string {
  return `"${plainText(text).replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;
}

/**
 * The edits that put Segno's text in the place of a figure in Markdown: the fence gets its info string, and what stands
 * in no fence gets one. None where a figure shares its lines with something else.
 */
export function turnEdits(
  { fence, element, line: first, endLine: last }: Block,
  scenarios: readonly Scenario[],
  lines: readonly string[],
): readonly Edit[] {
  const own = scenarios.filter((one) => one.notation !== 'segno' && one.line >= first && one.endLine <= last);
  if (own.length === 0 || element === 'mixed') return [];
  const { line, endLine } = element ?? { line: first, endLine: last };
  const written = own.flatMap((scenario, index) => [...(index === 0 ? [] : ['']), ...turned(scenario)]);
  const textOf = (one: number): string => lines[one - 1] ?? '';
  const prefix = fence
    ? textOf(line).slice(0, fence.starts[0] ?? 0)
    : (/^[\s>]*>\s?/.exec(textOf(line))?.[0] ?? '');
  // A block of HTML reaches to the next blank line, whatever stands there.
  const parts = (one: number): readonly string[] => (element && !/^[\s>]*$/.test(textOf(one)) ? [''] : []);
  const text = fence ? written : [...parts(line - 1), '```segno', ...written, '```', ...parts(endLine + 1)];
  const range = { line, column: 1, endLine, endColumn: textOf(endLine).length + 1 };
  return [
    ...(fence ? marksOf(fence, textOf) : []),
    { range, text: text.map((one) => (prefix + one).trimEnd()).join('\n') },
  ];
}

/** The edits that make a fence one of Segno's. Colons are no fence but for Mermaid. */
function marksOf(fence: Fence, textOf: (line: number) => string): Edit[] {
  const line = fence.line + 1;
  const open = /:::.*$/.exec(textOf(line));
  if (!open) return [{ range: fence.info, text: 'segno' }];
  const endLine = fence.first + fence.lines.length + 1;
  const close = fence.closed ? /:::/.exec(textOf(endLine)) : null;
  const at = (one: number, { index, 0: text }: RegExpExecArray): Range => ({
    line: one,
    column: index + 1,
    endLine: one,
    endColumn: index + text.length + 1,
  });
  return [
    { range: at(line, open), text: '```segno' },
    ...(close ? [{ range: at(endLine, close), text: '```' }] : []),
  ];
}
