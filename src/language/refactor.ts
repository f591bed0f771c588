/**
 * Rewrites a scenario without a change to what it says: its numbers filled in or left out, its states named, its
 * keywords in the other language. Every edit stays on its line. Whatever would change a problem or a state is left out.
 */
import type { SegmentStatement } from '../exchange/script.js';
import type { SegmentStep } from '../exchange/trace.js';
import { createAnalyser, type Analysis, type Scenario } from './analyse.js';
import { CHINESE_CALLS, CHINESE_WORDS, DIRECTIVE, directiveOf } from './keywords.js';
import { blankComments, groupLines } from './lines.js';
import type { Lowered, WrittenFlag } from './lower.js';
import { CLEAR } from './notation.js';
import type { Note } from './note.js';
import { applyEdits, at, shift, span, type Edit, type Range } from './range.js';
import { dissect, notationWordOf, type Dissected } from './words.js';
import type { Spelling } from './write.js';

/** Above that many lines, what gets in the way of what is not searched for line by line. */
const MOST_TRIED = 60;

/** The edits that change no problem and no state, as far as they can be told apart by their lines. */
export function harmless(note: Note, edits: readonly Edit[]): readonly Edit[] {
  const before = verdicts(note.analysis);
  const analyse = createAnalyser();
  const changed = (tried: readonly Edit[]): Set<number> => {
    const after = verdicts(analyse(applyEdits(note.text, tried), note.options));
    const lines = [...new Set([...before.keys(), ...after.keys()])];
    return new Set(lines.filter((line) => before.get(line) !== after.get(line)));
  };
  let left = edits;
  for (let round = 0; round < 3 && left.length > 0; round++) {
    const lines = changed(left);
    if (lines.size === 0) return left;
    left = left.filter(({ range }) => !lines.has(range.line));
  }
  const candidates = [...new Set(edits.map(({ range }) => range.line))];
  if (candidates.length > MOST_TRIED) return [];
  let kept: readonly Edit[] = [];
  for (const line of candidates) {
    const tried = [...kept, ...edits.filter(({ range }) => range.line === line)];
    if (changed(tried).size === 0) kept = tried;
  }
  return kept;
}

/** What is found and which states hold on each line. */
function verdicts({ scenarios, problems }: Analysis): Map<number, string> {
  const lines = new Map<number, string>();
  const add = (line: number, text: string): void => void lines.set(line, `${lines.get(line) ?? ''}\n${text}`);
  for (const { line, code } of problems) if (!CLEAR.has(code)) add(line, code);
  for (const { trace, sourceMap } of scenarios) {
    for (const { statement, states } of trace.steps) {
      add(sourceMap.range({ statement, part: 'whole' }).line, JSON.stringify(states.toRecord()));
    }
  }
  return lines;
}

interface Segment {
  readonly statement: SegmentStatement;
  readonly step: SegmentStep;
  /** What is written; where, is found out when somebody asks. */
  readonly lowered: Lowered;
  /** How many lines come before the first of the statement. */
  readonly down: number;
}

function* segmentsOf({ trace, script, sourceMap }: Scenario): Generator<Segment, undefined> {
  for (const step of trace.steps) {
    const statement = script.statements[step.statement];
    const mapped = sourceMap.statements[step.statement];
    if (step.kind !== 'segment' || statement?.kind !== 'segment' || !mapped) continue;
    yield { statement, step, lowered: mapped.lowered, down: mapped.first + sourceMap.lines };
  }
}

/** Whether there is a segment whose numbers could be written. */
export function leavesNumbersOut(scenario: Scenario): boolean {
  for (const { statement, step } of segmentsOf(scenario)) {
    if ((!statement.seq && step.seq !== null) || (!statement.ack && step.ack !== null)) return true;
  }
  return false;
}

/** Writes the sequence and acknowledgment numbers that were inferred. */
export function fillInNumbers(note: Note, scenario: Scenario): readonly Edit[] {
  const { trace } = scenario;
  const edits = [...segmentsOf(scenario)].flatMap(({ statement, step, lowered, down }): Edit[] => {
    const { flags } = lowered;
    const seq = !statement.seq && step.seq !== null ? `seq=${trace.speak(step.seq)}` : undefined;
    const ack = !statement.ack && step.ack !== null ? `ack=${trace.speak(step.ack)}` : undefined;
    const [first] = flags;
    if (!first) return [];
    const acked = flags.find((flag) => flag.flags.includes('ACK')) ?? first;
    const other = flags.find((flag) => flag !== acked) ?? first;
    const added = new Map<WrittenFlag, string[]>();
    if (seq !== undefined) added.set(other, [seq]);
    if (ack !== undefined) added.set(acked, [...(added.get(acked) ?? []), ack]);
    return [...added].map(([flag, fields]) => shifted(addition(flag, fields.join(', ')), down));
  });
  return harmless(note, edits);
}

function shifted({ range, text }: Edit, down: number): Edit {
  return { range: shift(range, down), text };
}

function addition({ range, parentheses, items }: WrittenFlag, fields: string): Edit {
  const last = items.at(-1);
  if (last) return { range: at(last.range, 'end'), text: `, ${fields}` };
  if (parentheses) return { range: parentheses, text: `(${fields})` };
  return { range: at(range, 'end'), text: `(${fields})` };
}

/** Whether there is a segment with a number that might be inferred. */
export function writesNumbers(scenario: Scenario): boolean {
  for (const { statement } of segmentsOf(scenario)) {
    if (statement.seq !== undefined || statement.ack !== undefined) return true;
  }
  return false;
}

/** Takes away the sequence and acknowledgment numbers that would be inferred. */
export function leaveOutNumbers(note: Note, scenario: Scenario): readonly Edit[] {
  const edits = [...segmentsOf(scenario)].flatMap(({ lowered, down }): Edit[] => {
    const { flags } = lowered;
    const hasAck = flags.some((flag) => flag.flags.includes('ACK'));
    return flags.flatMap((flag) =>
      flag.flags.length === 0 ? [] : removals(flag, hasAck).map((edit) => shifted(edit, down)),
    );
  });
  return harmless(note, edits);
}

/** `ack=…` implies the ACK flag, so without that flag it stays. */
function removals({ parentheses, items }: WrittenFlag, hasAck: boolean): Edit[] {
  const goes = ({ part }: WrittenFlag['items'][number]): boolean =>
    part === 'seq' || (part === 'ack' && hasAck);
  if (!parentheses || !items.some(goes)) return [];
  if (items.every(goes)) {
    const end = items.at(-1)?.range ?? parentheses;
    // A flag may have several pairs of parentheses: then the numbers stay where they are.
    return end.endColumn < parentheses.endColumn || end.endLine < parentheses.endLine
      ? [{ range: parentheses, text: '' }]
      : [];
  }
  const firstKept = items.findIndex((item) => !goes(item));
  return items.flatMap((item, index): Edit[] => {
    if (!goes(item)) return [];
    const [next, previous] = [items[index + 1], items[index - 1]];
    if (index < firstKept) return next ? [removal(span(item.range, at(next.range, 'start')))] : [];
    return previous ? [removal(span(at(previous.range, 'end'), item.range))] : [];
  });
}

function removal(range: Range): Edit {
  return { range, text: '' };
}

/** The keywords, calls and directives of a scenario in English or in Chinese. */
export function translateKeywords(note: Note, scenario: Scenario, spelling: Spelling): readonly Edit[] {
  const block = note.analysis.blocks.find(
    ({ line, endLine }) => line <= scenario.line && scenario.line <= endLine,
  );
  if (!block) return [];
  const { lines } = blankComments(block.lines);
  const down = block.line - 1;
  const edits: Edit[] = [];
  const write = (line: number, start: number, end: number, word: string): void => {
    const number = down + line + 1;
    if (lines[line]?.slice(start, end) === word || number < scenario.line || number > scenario.endLine)
      return;
    edits.push({
      range: { line: number, column: start + 1, endLine: number, endColumn: end + 1 },
      text: word,
    });
  };
  for (const line of groupLines(lines)) {
    for (const directive of line.directives) {
      const text = lines[directive.line]?.slice(directive.start, directive.end) ?? '';
      const [marked = '', word = ''] = DIRECTIVE.exec(text) ?? [];
      const start = directive.start + marked.length - word.length;
      const english = directiveOf(word) === 'expect' ? 'expect-error' : 'ignore';
      write(directive.line, start, start + word.length, inSpelling(english, spelling));
    }
    const text = lines.slice(line.first, line.last + 1).join('\n');
    const statement = dissect(text);
    for (const { line: on, start, end, word } of statement ? translatable(statement, text) : []) {
      write(line.first + on, start, end, inSpelling(word, spelling));
    }
  }
  return harmless(note, edits);
}

/** The words of a statement that have two spellings, in English. */
function translatable(
  { tokens, reading }: Dissected,
  text: string,
): { line: number; start: number; end: number; word: string }[] {
  const lines = text.split('\n');
  const called = tokens.filter(({ role }) => role === 'call');
  const [first, last] = [called[0], called.at(-1)];
  const words: ReturnType<typeof translatable> = tokens.flatMap((token) => {
    const { line, start, end } = token;
    const word = notationWordOf(token, lines[line]?.slice(start, end) ?? '');
    return word === undefined ? [] : [{ line, start, end, word }];
  });
  if (first?.line === last?.line && first && last && reading.kind === 'statement') {
    const { statement } = reading.lowered;
    if (statement.kind === 'call')
      words.push({ line: first.line, start: first.start, end: last.end, word: statement.call });
  }
  return words;
}

function inSpelling(english: string, spelling: Spelling): string {
  if (spelling === 'english') return english;
  const all: Readonly<Record<string, string>> = { ...CHINESE_CALLS, ...CHINESE_WORDS };
  return all[english] ?? english;
}
