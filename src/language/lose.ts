/** Rewrites an exchange into what it becomes when one of its segments is lost. */
import { canBeLost, waysAfterLoss, type LossLine } from '../exchange/loss.js';
import { replay } from '../exchange/replay.js';
import type { Statement } from '../exchange/script.js';
import { endNamed } from '../exchange/topology.js';
import type { Step } from '../exchange/trace.js';
import { stateName, type StateStyle } from '../tcp/state.js';
import type { Analysis, Scenario } from './analysis.js';
import type { Note } from './note.js';
import { applyEdits, splitLines, type Edit, type Range } from './range.js';
import { seriousIn, trying, type TryEdits } from './slice.js';
import type { MappedStatement } from './source-map.js';
import { dissect, type RoleToken } from './words.js';
import { spellingOf, writeStatement, type Spelling } from './write.js';

const STYLES: readonly StateStyle[] = ['rfc', 'netstat', 'ss'];

const ARROWS: ReadonlySet<string> = new Set(['RIGHT', 'LEFT', 'LOST_RIGHT', 'LOST_LEFT']);

/** The edits are asked for at every move of the cursor, and stay the same as long as the exchange does. */
const known = new WeakMap<Scenario, Map<number, readonly Edit[]>>();

/** Whether there is a segment on a line (from 1) that could be lost. Quick; what follows from it is not tried. */
export function mayLose({ script, trace, sourceMap, broken }: Scenario, line: number): boolean {
  const statement = sourceMap.statementAt(line);
  return statement !== undefined && !broken && canBeLost(script, trace, statement);
}

/**
 * The edits after which the segment on a line (from 1) is lost, its sender notices and sends it again, and the exchange
 * goes on; none where that cannot be, or where it would be wrong.
 */
export function loseSegment(note: Note, scenario: Scenario, line: number): readonly Edit[] {
  const statement = scenario.sourceMap.statementAt(line);
  if (statement === undefined || scenario.broken) return [];
  const ofScenario = known.get(scenario) ?? new Map<number, readonly Edit[]>();
  known.set(scenario, ofScenario);
  const edits = ofScenario.get(statement) ?? firstRight(note, scenario, statement);
  ofScenario.set(statement, edits);
  return edits;
}

function firstRight(note: Note, scenario: Scenario, statement: number): readonly Edit[] {
  const block = note.analysis.blocks.find(
    (one) => one.line <= scenario.line && scenario.endLine <= one.endLine,
  );
  const tried = trying(note, scenario);
  if (!block || !tried) return [];
  const { script, trace } = scenario;
  const raw = splitLines(note.text);
  // What Markdown puts before the lines is blank in those of the block, so that they can be read on their own.
  const blanked = raw.map((_, index) => block.lines[index + 1 - block.line] ?? '');
  const spelling = spellingOf(block.lines, note.options.language);
  const style = styleOf(scenario, blanked) ?? note.options.stateNames;
  for (const way of waysAfterLoss(script, trace, statement)) {
    const states = statesAfter(scenario, way);
    const write = (lines: readonly string[], eol: string): Edit[] =>
      new Writer(scenario, lines, blanked, eol, spelling, style).edits(way, states);
    if (isRight(write(blanked, '\n'), tried)) return write(raw, note.text.includes('\r\n') ? '\r\n' : '\n');
  }
  return [];
}

/** How the exchange spells its states, where it names one that tells. */
function styleOf({ script, sourceMap }: Scenario, lines: readonly string[]): StateStyle | undefined {
  for (const [index, statement] of script.statements.entries()) {
    for (const { state, part } of 'states' in statement ? statement.states : []) {
      const range = sourceMap.written({ statement: index, part });
      const written = range ? (lines[range.line - 1] ?? '').slice(range.column - 1, range.endColumn - 1) : '';
      const fitting = STYLES.filter((style) => written.endsWith(stateName(state, style)));
      if (fitting.length > 0 && fitting.length < STYLES.length) return fitting[0];
    }
  }
  return undefined;
}

/** The steps of the exchange as it will be, by the place of their lines in it. */
function statesAfter({ script }: Scenario, way: readonly LossLine[]): ReadonlyMap<number, Step> {
  const statements = way.map((line): Statement | undefined => {
    if (line.kind !== 'kept') return line.written;
    const kept = script.statements[line.statement];
    return kept && 'states' in kept ? { ...kept, states: [] } : kept;
  });
  const { steps } = replay({ ...script, statements: statements.filter((one) => one !== undefined) });
  return new Map(steps.map((step) => [step.statement, step]));
}

/** Whether the exchange, so edited, holds the loss and no problem that it did not hold before. */
function isRight(edits: readonly Edit[], tried: TryEdits): boolean {
  const [now, then] = [tried(edits), tried([])];
  const left = seriousIn(then);
  for (const code of seriousIn(now)) {
    const index = left.indexOf(code);
    if (index < 0) return false;
    left.splice(index, 1);
  }
  return losses(now) > losses(then);
}

function losses({ scenarios }: Analysis): number {
  return scenarios
    .flatMap(({ trace }) => trace.steps)
    .filter((step) => step.kind === 'segment' && step.fate === 'lost').length;
}

/** Writes the lines of the exchange. `lines` are those of the file, with or without what Markdown puts before them. */
class Writer {
  constructor(
    readonly scenario: Scenario,
    readonly lines: readonly string[],
    readonly blanked: readonly string[],
    readonly eol: string,
    readonly spelling: Spelling,
    readonly style: StateStyle,
  ) {}

  edits(way: readonly LossLine[], steps: ReadonlyMap<number, Step>): Edit[] {
    const edits: Edit[] = [];
    const kept = new Set<number>();
    let before: number | undefined;
    let added: string[] = [];
    const insert = (): void => {
      if (before !== undefined && added.length > 0) edits.push(this.#after(before, added));
      added = [];
    };
    for (const [index, line] of way.entries()) {
      const step = steps.get(index);
      switch (line.kind) {
        case 'kept':
        case 'lost':
          insert();
          before = line.statement;
          kept.add(before);
          edits.push(...this.#statement(line.statement, step, line.kind === 'lost' ? 'lost' : undefined));
          break;
        case 'again':
          added.push(this.#copy(line.statement, step));
          break;
        case 'timeout':
        case 'new':
          added.push(this.#indented(this.#written(line)));
      }
    }
    insert();
    const all = this.scenario.sourceMap.statements.keys();
    return [...edits, ...[...all].filter((index) => !kept.has(index)).map((index) => this.#removed(index))];
  }

  #written(line: Extract<LossLine, { kind: 'timeout' | 'new' }>): string {
    const text = writeStatement(line.written, this.spelling) ?? '';
    if (line.kind === 'new') return text;
    return `${text} : RTO ${line.seconds} ${this.spelling === 'chinese' ? '秒' : 's'}`;
  }

  /** A line as far in as the segment that is lost, in its quotation if it stands in one. */
  #indented(text: string): string {
    const { line, column } = this.scenario.sourceMap.range({ statement: 0, part: 'whole' });
    return (this.lines[line - 1] ?? '').slice(0, column - 1) + text;
  }

  #mapped(statement: number): MappedStatement | undefined {
    return this.scenario.sourceMap.statements[statement];
  }

  /** How many lines of the file come before the first of a statement. */
  #down(statement: number): number {
    return (this.#mapped(statement)?.first ?? 0) + this.scenario.sourceMap.lines;
  }

  #after(statement: number, added: readonly string[]): Edit {
    const line = this.scenario.sourceMap.lines + (this.#mapped(statement)?.last ?? 0) + 1;
    const column = (this.lines[line - 1] ?? '').length + 1;
    const text = added.map((one) => this.eol + one).join('');
    return { range: { line, column, endLine: line, endColumn: column }, text };
  }

  #removed(statement: number): Edit {
    const mapped = this.#mapped(statement);
    const line = this.#down(statement) + 1;
    const endLine = this.scenario.sourceMap.lines + (mapped?.last ?? 0) + 2;
    return { range: { line, column: 1, endLine, endColumn: 1 }, text: '' };
  }

  /** The statement once more, without the comment behind it. */
  #copy(statement: number, step: Step | undefined): string {
    const whole = this.scenario.sourceMap.range({ statement, part: 'whole' });
    const lines = this.lines.slice(whole.line - 1, whole.endLine);
    const last = lines.length - 1;
    lines[last] = (lines[last] ?? '').slice(0, whole.endColumn - 1);
    const edits = this.#statement(statement, step, 'delivered').map(({ range, text }): Edit => ({
      range: { ...range, line: range.line - whole.line + 1, endLine: range.endLine - whole.line + 1 },
      text,
    }));
    return applyEdits(lines.join(this.eol), edits);
  }

  /** The edits of a statement: its fate, and the states that it names. */
  #statement(statement: number, step: Step | undefined, fate: 'lost' | 'delivered' | undefined): Edit[] {
    return [...this.#states(statement, step), ...(fate ? this.#fate(statement, fate) : [])];
  }

  #states(index: number, step: Step | undefined): Edit[] {
    const statement = this.scenario.script.statements[index];
    const written = this.#mapped(index)?.lowered.states ?? [];
    if (!step || !statement || !('states' in statement)) return [];
    return statement.states.flatMap(({ end, state, part }): Edit[] => {
      const key = end.peer === undefined ? end.name : `${end.name}(${end.peer})`;
      const found = [...step.states.keys()].find((one) => one === key || one.startsWith(`${key}(`));
      const actual = found === undefined ? undefined : step.states.get(found);
      const range = this.scenario.sourceMap.written({ statement: index, part });
      const side = written[Number(part.split('.')[1])]?.end;
      // Where `...` becomes the name of an end, a lone state must say whose it is.
      const lone = side === 'only' && statement.kind === 'segment';
      if (actual === undefined || (actual === state && !lone) || !range) return [];
      const name = stateName(actual, this.style);
      return [{ range, text: lone || typeof side === 'object' ? `${key}: ${name}` : name }];
    });
  }

  #fate(statement: number, fate: 'lost' | 'delivered'): Edit[] {
    const segment = this.scenario.script.statements[statement];
    const step = this.scenario.trace.steps.find((one) => one.statement === statement);
    if (segment?.kind !== 'segment' || step?.kind !== 'segment') return [];
    const { first = 0, last = 0 } = this.#mapped(statement) ?? {};
    const down = this.#down(statement);
    const range = ({ line, start, end }: RoleToken): Range => ({
      line: down + line + 1,
      column: start + 1,
      endLine: down + line + 1,
      endColumn: end + 1,
    });
    const text = this.blanked.slice(down, down + last - first + 1).join('\n');
    const tokens = dissect(text)?.tokens ?? [];
    const right = segment.arrow === 'right';
    const arrows = tokens.filter(({ type }) => ARROWS.has(type));
    const sides = tokens.filter(({ type }) => type === 'DOTS');
    const [arrow, dots] = right ? [arrows.at(-1), sides.at(-1)] : [arrows[0], sides[0]];
    const peer = segment.to ?? (step.to === null ? '' : endNamed(step.to).name);
    const lost = fate === 'lost';
    const sign = right ? (lost ? '-x' : '->') : lost ? 'x-' : '<-';
    // What is aligned behind the line stays so.
    const blanks = dots && tokens.at(-1) !== dots ? ' '.repeat(Math.max(0, 3 - peer.length)) : '';
    return [
      ...(arrow && (segment.fate === 'lost') !== lost ? [{ range: range(arrow), text: sign }] : []),
      ...(segment.fate === 'sent' && dots
        ? [{ range: range(dots), text: peer + (right ? blanks : '') }]
        : []),
    ];
  }
}
