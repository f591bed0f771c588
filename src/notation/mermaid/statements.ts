/** The statements of a Mermaid text: front matter, comments and directives are left out, and `;` ends a line, too. */
import type { Statement } from './generated/ast.js';
import { parseStatement } from './parse.js';

/** A statement with the line and the column, from 1, at which its text begins. */
export interface Placed {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** Undefined where it makes no sense. */
  readonly statement: Statement | undefined;
}

/** Nobody writes such a line. */
const LONGEST = 2_000;

export function statementsOf(lines: readonly string[]): readonly Placed[] {
  const placed: Placed[] = [];
  let index = frontMatter(lines);
  for (; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const trimmed = line.trim();
    if (trimmed.startsWith('%%{')) {
      // A directive may go on over several lines.
      while (index < lines.length - 1 && !(lines[index] ?? '').includes('}%%')) index++;
      continue;
    }
    if (trimmed === '' || trimmed.startsWith('%%') || trimmed.startsWith('#')) continue;
    if (/^accDescr\s*\{/i.test(trimmed)) {
      while (index < lines.length - 1 && !(lines[index] ?? '').includes('}')) index++;
      continue;
    }
    if (line.length > LONGEST) {
      placed.push({ line: index + 1, column: 1, text: line, statement: undefined });
      continue;
    }
    placed.push(...onLine(line, index + 1));
  }
  return placed;
}

function frontMatter(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (lines[first]?.trim() !== '---') return 0;
  const end = lines.findIndex((line, index) => index > first && line.trim() === '---');
  return end < 0 ? 0 : end + 1;
}

/** The statements of one line. A `;` whose other side is no statement belongs to the words before it. */
function onLine(line: string, number: number): Placed[] {
  const placed: Placed[] = [];
  let start = 0;
  for (const end of ends(line)) {
    const text = line.slice(start, end);
    const blanks = text.length - text.trimStart().length;
    const own = { line: number, column: start + blanks + 1, text: text.trim() };
    const previous = placed.at(-1);
    start = end + 1;
    if (own.text === '') continue;
    const statement = parseStatement(own.text);
    if (statement === undefined && previous?.statement && 'text' in previous.statement) {
      const joined = line.slice(previous.column - 1, end).trimEnd();
      placed[placed.length - 1] = { ...previous, text: joined, statement: parseStatement(joined) };
    } else {
      placed.push({ ...own, statement });
    }
  }
  return placed;
}

/** Where statements end: at every `;` that does not end an entity, and at the end of the line. */
function ends(line: string): number[] {
  const found: number[] = [];
  for (const { index } of line.matchAll(/;/g)) {
    if (!/[#&]#?\w{1,8}$/.test(line.slice(Math.max(0, index - 10), index))) found.push(index);
    if (found.length > 20) break;
  }
  return [...found, line.length];
}
