/** A fenced block of Markdown, and whether it holds exchanges. */
import { startsScenario, isStatement, scanLine, withoutMoment } from './scanner.js';
import { keywordOf } from './keywords.js';
import { parseLine } from './parse.js';
import type { Range } from './range.js';

/** A fenced block. Lines count from 0. */
export interface Fence {
  /** The line of the opening fence. */
  readonly line: number;
  /** The first word of the info string, in lower case; empty without one. */
  readonly language: string;
  /** The words after it, without attributes in braces. */
  readonly title: string;
  /** Where the first word of the info string stands, or where it would. Lines and columns count from 1. */
  readonly info: Range;
  /** The first line of the content. */
  readonly first: number;
  /** The lines of the content, what stands before them blanked. */
  readonly lines: readonly string[];
  /** The column of each line, from 0, at which its content begins, behind what Markdown puts before it. */
  readonly starts: readonly number[];
  readonly closed: boolean;
}

/** Whether a block is Segno's by its info string. */
export function isSegnoFence(fence: Fence): boolean {
  return fence.language === 'segno' || fence.language === 'tcp';
}

const SEGMENT_WORD = /\b(?:SYN|ACK|FIN|RST|PSH|URG|DATA)\b/i;

/** Whether a line is a whole segment on its way: two arrows, and the name of a flag between them. */
function isExchange(line: string): boolean {
  const scanned = scanLine(line);
  if (!isStatement(scanned) || !SEGMENT_WORD.test(line)) return false;
  if (scanned.kind !== 'exchange' && withoutMoment(scanned.tokens)[0]?.type !== 'ORIGIN') return false;
  const parsed = parseLine(line);
  return 'line' in parsed && parsed.line.$type === 'Exchange';
}

/**
 * Whether a block of another language holds an exchange all the same: it begins with `begin`, a line of Segno follows,
 * and somewhere there is a whole segment. That one of its lines is just being typed makes no difference.
 */
export function holdsExchange(lines: readonly string[]): boolean {
  const first = lines.findIndex((line) => scanLine(line).tokens.length > 0);
  if (first < 0 || !startsScenario(lines[first] ?? '')) return false;
  const second = lines.find((line, index) => index > first && scanLine(line).tokens.length > 0);
  if (second === undefined || !couldBelong(second)) return false;
  return lines.slice(first + 1).some(isExchange);
}

/** Whether a line could be one of an exchange, perhaps not written to its end. */
function couldBelong(line: string): boolean {
  const { kind, tokens } = scanLine(line);
  if (kind !== 'exchange') return kind === 'doing' || keywordOf(kind) !== undefined || kind === 'phase';
  const [first, second] = withoutMoment(tokens);
  return (
    (first?.type === 'ID' || first?.type === 'DOTS') &&
    second !== undefined &&
    ['RIGHT', 'LEFT', 'LOST_LEFT'].includes(second.type)
  );
}
