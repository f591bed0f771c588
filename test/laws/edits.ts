/** Exchanges and texts edited again and again: what is remembered of the last one changes nothing about the next. */
import { drawAnalysis } from '../../src/diagram/draw-analysis.js';
import { remember, type Replayed } from '../../src/exchange/course.js';
import { replay, replayAgain, replayPart } from '../../src/exchange/replay.js';
import type { Script, Statement } from '../../src/exchange/script.js';
import type { Trace } from '../../src/exchange/trace.js';
import { analyse, createAnalyser, type Analysis, type AnalyseOptions } from '../../src/language/analyse.js';
import { documentSymbols } from '../../src/language/features/document-symbols.js';
import { traceJson } from '../../src/language/trace-json.js';
import { judge } from '../../src/rules/index.js';
import { writtenStatement } from '../support/written.js';

const OPTIONS: AnalyseOptions = { kind: 'segno', language: 'en', stateNames: 'netstat' };

/** Everything that a trace says, its numbers as they are said included. */
function told(trace: Trace): unknown {
  const { endpoints, initial, steps, final, faults } = trace;
  const numbers = steps.flatMap((step) =>
    step.kind === 'segment' ? [step.seq, step.ack].filter((number) => number !== null) : [],
  );
  const said = numbers.map((number) => `${trace.speak(number)} ${trace.known(number)}`);
  const shown = steps.map((step) => ({ ...step, states: step.states.toRecord() }));
  return {
    endpoints,
    initial,
    steps: shown,
    final,
    faults,
    said,
    found: judge(trace).map(({ fault }) => fault),
  };
}

/**
 * Replays a script after many edits, each from what is remembered of the one before. Returns each replay with one that
 * remembers nothing, and how many lines at the beginning stood there before the edit.
 */
export function replayedEdits(
  script: Script,
  others: readonly Statement[],
  random: () => number,
  edits: number,
): { readonly remembered: unknown; readonly afresh: unknown; readonly text: string }[] {
  const known: Replayed[] = [];
  let now = script;
  return Array.from({ length: edits }, () => {
    const again = replayAgain(now, known);
    const own = {
      remembered: told(again.trace),
      afresh: told(replay(now)),
      text: now.statements.map(writtenStatement).join('\n'),
    };
    known.splice(0, known.length - 1, again);
    now = { ...now, statements: edited(now.statements, [...script.statements, ...others], random) };
    return own;
  });
}

/** Replays parts of a script with a line below them, each from what is remembered of the whole, and afresh. */
export function replayedParts(
  script: Script,
  others: readonly Statement[],
  random: () => number,
  parts: number,
): { readonly remembered: unknown; readonly afresh: unknown; readonly text: string }[] {
  remember(replayAgain(script, []));
  return Array.from({ length: parts }, () => {
    const above = script.statements.slice(0, Math.ceil(random() * script.statements.length));
    const below = others[Math.floor(random() * others.length)];
    const part = { ...script, statements: below ? [...above, below] : above };
    const text = part.statements.map(writtenStatement).join('\n');
    return { remembered: told(replayPart(part)), afresh: told(replay(part)), text };
  });
}

/** One line left out, doubled, written anew, written otherwise, or as it stood once; most edits are near the last one. */
function edited(
  statements: readonly Statement[],
  others: readonly Statement[],
  random: () => number,
): readonly Statement[] {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const at = Math.floor(Math.sqrt(random()) * (statements.length + 1));
  const [above, below] = [statements.slice(0, at), statements.slice(at)];
  const [line, ...rest] = below;
  const other = pick(others);
  switch (Math.floor(random() * 5)) {
    case 0:
      return [...above, ...rest];
    case 1:
      return other ? [...above, other, ...below] : statements;
    case 2:
      return other ? [...above, other, ...rest] : statements;
    case 3:
      return line ? [...above, otherwise(line, random), ...rest] : statements;
    default:
      return line ? [...above, line, line, ...rest] : statements;
  }
}

/** The line with one thing about it changed. */
function otherwise(line: Statement, random: () => number): Statement {
  if (line.kind !== 'segment') return { ...line, line: line.line + 1 };
  const near = Math.floor(random() * 3) - 1;
  switch (Math.floor(random() * 5)) {
    case 0:
      return line.seq ? { ...line, seq: { ...line.seq, offset: line.seq.offset + near } } : line;
    case 1:
      return line.ack ? { ...line, ack: { ...line.ack, offset: line.ack.offset + near } } : line;
    case 2:
      return { ...line, data: true, len: 5 + near };
    case 3:
      return { ...line, states: [] };
    default:
      return { ...line, fate: line.fate === 'delivered' ? 'lost' : 'delivered' };
  }
}

/** Everything that an analysis says, fixes, outline and drawings included. */
function all(analysis: Analysis, text: string): unknown {
  const problems = analysis.problems.map(({ fixes, related, ...rest }) => ({ ...rest, related, fixes }));
  const outline = documentSymbols({
    uri: 'file:///note.segno',
    version: 1,
    text,
    options: OPTIONS,
    analysis,
  });
  const drawings = drawAnalysis(analysis, { language: 'en', states: 'netstat', tcbs: true });
  return { trace: traceJson(analysis, 'note.segno'), problems, outline, drawings };
}

/** Analyses a text after many edits, each key by key, with an analyser that remembers and with one that does not. */
export function analysedEdits(
  text: string,
  random: () => number,
  edits: number,
): { readonly remembered: unknown; readonly afresh: unknown; readonly text: string }[] {
  const analyser = createAnalyser();
  const lines = text.split('\n');
  let now = text;
  return Array.from({ length: edits }, () => {
    const own = {
      remembered: all(analyser(now, OPTIONS), now),
      afresh: all(analyse(now, OPTIONS), now),
      text: now,
    };
    now = typed(now, lines, random);
    return own;
  });
}

const PIECES = [
  '\n',
  ' ',
  '-',
  '>',
  '(',
  ')',
  '+',
  '1',
  '9',
  'x',
  '[',
  ']',
  ', win=5',
  ' : text',
  '// ',
  '/*',
  '*/',
];

/** The text with a piece of it deleted, a piece more, or a line more. */
function typed(text: string, lines: readonly string[], random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  const [above, below] = [text.slice(0, at), text.slice(at)];
  switch (Math.floor(random() * 4)) {
    case 0:
      return above + below.slice(1 + Math.floor(random() * 3));
    case 1:
      return above + (PIECES[Math.floor(random() * PIECES.length)] ?? '') + below;
    case 2: {
      const line = lines[Math.floor(random() * lines.length)] ?? '';
      const end = text.indexOf('\n', at);
      return end < 0 ? `${text}\n${line}` : `${text.slice(0, end)}\n${line}${text.slice(end)}`;
    }
    default: {
      const start = text.lastIndexOf('\n', at - 1);
      const end = text.indexOf('\n', at);
      return end < 0 ? text : text.slice(0, Math.max(start, 0)) + text.slice(end);
    }
  }
}
