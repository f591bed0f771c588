/**
 * Finds the blocks of a Markdown text that hold exchanges.
 *
 * It knows of CommonMark what decides where a fenced block begins and ends: quotations, list items, indentation, tabs,
 * HTML comments and front matter. What stands before the content of a line (quotation marks, indentation) is blanked,
 * so that columns stay those of the file.
 */
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

/** A quotation, or a list item whose content begins so many columns into what it stands in. */
type Container = { readonly kind: 'quote' } | { readonly kind: 'item'; readonly indent: number };

/** Reads a line from the left, tabs counting up to the next multiple of four. */
class Cursor {
  at = 0;
  #column = 0;
  /** Columns of a tab that have been used up already. */
  #spent = 0;

  constructor(readonly line: string) {}

  /** How many columns of blanks come next. */
  indent(): number {
    let column = this.#column;
    let first = true;
    for (let at = this.at; at < this.line.length; at++) {
      const c = this.line[at];
      if (c === ' ') column++;
      else if (c === '\t')
        column += 4 - ((column - (first ? this.#spent : 0)) % 4) - (first ? this.#spent : 0);
      else break;
      first = false;
    }
    return column - this.#column;
  }

  /** Goes over so many columns of blanks; a tab may be used up in part. */
  skip(columns: number): void {
    let left = columns;
    while (left > 0 && this.at < this.line.length) {
      const c = this.line[this.at];
      if (c !== ' ' && c !== '\t') return;
      const width = c === '\t' ? 4 - (this.#column % 4) : 1;
      if (width > left) {
        this.#column += left;
        return;
      }
      this.#column += width;
      this.at++;
      left -= width;
    }
  }

  skipBlanks(): void {
    this.skip(this.indent());
  }

  /** Goes over so many characters that are no blanks. */
  take(characters: number): void {
    this.at += characters;
    this.#column += characters;
  }

  get column(): number {
    return this.#column;
  }

  get rest(): string {
    return this.line.slice(this.at);
  }

  isBlank(): boolean {
    return this.rest.trim() === '';
  }
}

const FENCE = /^(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const ITEM = /^(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)/;
const RULE = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;

/** Goes into the containers that the line belongs to, and answers how many of them those are. */
function enter(cursor: Cursor, containers: readonly Container[]): number {
  for (const [index, container] of containers.entries()) {
    if (container.kind === 'quote') {
      const indent = cursor.indent();
      if (indent > 3) return index;
      cursor.skip(indent);
      if (!cursor.rest.startsWith('>')) return index;
      cursor.take(1);
      if (cursor.indent() > 0) cursor.skip(1);
    } else if (cursor.isBlank()) {
      continue;
    } else if (cursor.indent() >= container.indent) {
      cursor.skip(container.indent);
    } else {
      return index;
    }
  }
  return containers.length;
}

/** Opens the quotations and list items that begin on the line. */
function open(cursor: Cursor, containers: Container[]): void {
  while (cursor.indent() <= 3) {
    const outer = cursor.column;
    const indent = cursor.indent();
    const rest = cursor.rest.trimStart();
    if (rest.startsWith('>')) {
      cursor.skip(indent);
      cursor.take(1);
      if (cursor.indent() > 0) cursor.skip(1);
      containers.push({ kind: 'quote' });
      continue;
    }
    const marker = RULE.test(rest.trimEnd()) ? null : ITEM.exec(rest);
    if (!marker) return;
    cursor.skip(indent);
    cursor.take(marker[0].length);
    const blanks = cursor.indent();
    // An item whose text is code, or that is empty, has its content one blank after the marker.
    if (cursor.isBlank() || blanks > 4) cursor.skip(1);
    else cursor.skip(blanks);
    const content = cursor.isBlank() ? indent + marker[0].length + 1 : cursor.column - outer;
    containers.push({ kind: 'item', indent: content });
  }
}

/** The lines of front matter at the beginning of a text, with its marks. */
function frontMatter(lines: readonly string[]): number {
  const mark = /^\ufeff?(---|\+\+\+)\s*$/.exec(lines[0] ?? '')?.[1];
  if (mark === undefined) return 0;
  const end = lines.findIndex(
    (line, index) => index > 0 && (line.trimEnd() === mark || (mark === '---' && line.trimEnd() === '...')),
  );
  return end < 0 ? 0 : end + 1;
}

/** What ends the HTML block that a line opens, or undefined if it opens none in which Markdown has no say. */
function htmlEnd(rest: string): RegExp | undefined {
  if (rest.startsWith('<!--')) return /-->/;
  const tag = /^<(script|pre|style|textarea)(?=[\s>]|$)/i.exec(rest)?.[1];
  return tag === undefined ? undefined : new RegExp(`</${tag}>`, 'i');
}

/** Every fenced block of a Markdown text, given by its lines. */
export function fences(lines: readonly string[]): Fence[] {
  const result: Fence[] = [];
  let containers: Container[] = [];
  let html: RegExp | undefined;
  for (let index = frontMatter(lines); index < lines.length; index++) {
    const line = lines[index] ?? '';
    const cursor = new Cursor(line);
    const entered = enter(cursor, containers);
    if (html) {
      if (entered < containers.length || html.test(cursor.rest)) html = undefined;
      if (entered === containers.length) continue;
    }
    containers = containers.slice(0, entered);
    if (cursor.isBlank()) continue;
    open(cursor, containers);
    const indent = cursor.indent();
    if (indent > 3) continue;
    cursor.skipBlanks();
    html = htmlEnd(cursor.rest);
    if (html) {
      if (html.test(cursor.rest.slice(4))) html = undefined;
      continue;
    }
    const match = FENCE.exec(cursor.rest.trimEnd());
    if (!match) continue;
    const fence = content(lines, index, cursor.at, indent, match, containers);
    result.push(fence);
    index = fence.first + fence.lines.length - (fence.closed ? 0 : 1);
  }
  return result;
}

function content(
  lines: readonly string[],
  opening: number,
  column: number,
  indent: number,
  [, backticks, afterBackticks, tildes, afterTildes]: RegExpExecArray,
  containers: readonly Container[],
): Fence {
  const mark = backticks ?? tildes ?? '';
  const written = afterBackticks ?? afterTildes ?? '';
  const close = new RegExp(`^${mark.charAt(0)}{${mark.length},}[ \\t]*$`);
  const body: string[] = [];
  const starts: number[] = [];
  let closed = false;
  for (let index = opening + 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const cursor = new Cursor(line);
    if (enter(cursor, containers) < containers.length) break;
    if (cursor.indent() <= 3 && close.test(cursor.rest.trimStart())) {
      closed = true;
      break;
    }
    cursor.skip(Math.min(indent, cursor.indent()));
    body.push(' '.repeat(cursor.at) + cursor.rest);
    starts.push(cursor.at);
  }
  const info = written.trim();
  const first = column + mark.length + (written.length - written.trimStart().length);
  const word = /^\{?\.?([^\s{},:]*)/.exec(info);
  const language = word?.[1] ?? '';
  const start = first + (word?.[0].length ?? 0) - language.length;
  return {
    line: opening,
    language: language.toLowerCase(),
    title: info
      .slice(word?.[0].length ?? 0)
      .replaceAll(/\{[^{}]*\}/g, '')
      .replace(/^[\s,:}]+/, '')
      .trim(),
    info: {
      line: opening + 1,
      column: start + 1,
      endLine: opening + 1,
      endColumn: start + language.length + 1,
    },
    first: opening + 1,
    lines: body,
    starts,
    closed,
  };
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
