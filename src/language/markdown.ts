/**
 * Finds the blocks of a Markdown text in which exchanges may stand, those that every renderer shows: markdown-it says
 * where they are. What stands before the content of a line (quotation marks, indentation) is blanked, so that columns
 * stay those of the file.
 */
import type MarkdownIt from 'markdown-it';
import ParserBlock from 'markdown-it/lib/parser_block.mjs';
import type StateBlock from 'markdown-it/lib/rules_block/state_block.mjs';
import type Token from 'markdown-it/lib/token.mjs';
import type { Fence } from './fence.js';
import { Prose } from './prose.js';

/** A piece of Markdown without a fence in which a figure may stand; `first` is its first line, counted from 0. */
export interface Unfenced {
  readonly kind: 'table' | 'code' | 'prose';
  readonly first: number;
  readonly lines: readonly string[];
  /** The lines of the element of HTML that it is the text of, counted from 1; `mixed` where these hold more than that. */
  readonly element?: { readonly line: number; readonly endLine: number } | 'mixed';
}

/** What there is in a Markdown text, in its order. */
export interface MarkdownBlocks {
  readonly fences: readonly Fence[];
  /** Tables, code by indentation, HTML's `<pre>` and `<div class="mermaid">`, and text with arrows in it. */
  readonly unfenced: readonly Unfenced[];
}

/** How deep lists and quotations go, as in VS Code's own preview; a text that goes deeper is read no further. */
const DEEPEST = 100;

const parser = new ParserBlock();
/** All that the parser of blocks asks of markdown-it. */
const HOST = { block: parser, options: { html: true, maxNesting: DEEPEST } } as unknown as MarkdownIt;
// It makes no block, and needs the parser of what stands in lines.
parser.ruler.disable('reference');
parser.ruler.before('fence', 'colons', colons, { alt: ['paragraph', 'blockquote', 'list'] });

/** `:::mermaid` … `:::`, as Azure DevOps writes such blocks. Other such marks have Markdown between them. */
function colons(state: StateBlock, first: number, end: number, silent: boolean): boolean {
  const read = (line: number) =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
  const indent = state.sCount[first] ?? 0;
  const info = /^:::\s*(mermaid\b.*)$/.exec(read(first))?.[1];
  if (info === undefined || indent - state.blkIndent >= 4) return false;
  if (silent) return true;
  let last = first + 1;
  while (last < end && (state.sCount[last] ?? 0) >= state.blkIndent && !/^:::\s*$/.test(read(last))) last++;
  const closed = last < end && /^:::\s*$/.test(read(last));
  const token = state.push('fence', 'code', 0);
  token.info = info;
  token.content = state.getLines(first + 1, last, indent, true);
  token.map = [first, last + (closed ? 1 : 0)];
  state.line = last + (closed ? 1 : 0);
  return true;
}

/** Every block of a Markdown text, given by its lines, that may hold an exchange. */
export function markdownBlocks(lines: readonly string[]): MarkdownBlocks {
  const fences: Fence[] = [];
  const unfenced: Unfenced[] = [];
  const prose = new Prose(lines);
  for (const token of tokensOf(lines)) {
    const first = token.map?.[0] ?? 0;
    prose.read(token);
    switch (token.type) {
      case 'fence':
        fences.push(fenceOf(token, lines));
        break;
      case 'code_block':
        unfenced.push({ kind: 'code', first, lines: contentOf(token, first, lines).lines });
        break;
      case 'table_open': {
        const rows = lines.slice(...(token.map ?? [0, 0]));
        // Whole statements as code in cells are a list of examples, not an exchange.
        if (!rows.some((row) => EXAMPLE.test(row))) unfenced.push({ kind: 'table', first, lines: rows });
        break;
      }
      case 'html_block':
        unfenced.push(...preformatted(contentOf(token, first, lines).lines, first));
        break;
    }
  }
  return { fences, unfenced: [...unfenced, ...prose.finish()] };
}

/** The last line of the outermost block in which a line stands, both counted from 1: of a whole list, or a quotation. */
export function lastLineOfBlock(lines: readonly string[], line: number): number {
  const block = tokensOf(lines).find(
    ({ level, map }) => level === 0 && map && map[0] < line && line <= map[1],
  );
  let last = Math.max(block?.map?.[1] ?? line, line);
  while (last > line && (lines[last - 1] ?? '').trim() === '') last--;
  return last;
}

const EXAMPLE = /`[^`|]*(?:->|<-|→|←)[^`|]*`/u;

function tokensOf(lines: readonly string[]): Token[] {
  const matter = frontMatter(lines);
  const text = lines.map((line, index) => (index < matter ? '' : line.replace(/^\ufeff/, ' '))).join('\n');
  const tokens: Token[] = [];
  parser.parse(`${text}\n`, HOST, {}, tokens);
  return tokens;
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

/** The lines of a block's content, from `first` on, what stands before them blanked, and how long that is. */
function contentOf(
  { content }: Token,
  first: number,
  lines: readonly string[],
): { readonly lines: readonly string[]; readonly starts: readonly number[] } {
  const own = content.replace(/\n$/, '').split('\n');
  if (content === '') return { lines: [], starts: [] };
  const starts = own.map((text, index) => {
    const line = lines[first + index] ?? '';
    // A tab that begins outside of the content and ends in it has become blanks.
    const rest = line.endsWith(text) ? text : text.trimStart();
    return Math.max(line.length - rest.length, 0);
  });
  return {
    starts,
    lines: starts.map((start, index) => ' '.repeat(start) + (lines[first + index] ?? '').slice(start)),
  };
}

function fenceOf(token: Token, lines: readonly string[]): Fence {
  const [line, end] = token.map ?? [0, 0];
  const content = contentOf(token, line + 1, lines);
  const info = token.info.trim();
  const opening = lines[line] ?? '';
  const begin = opening.length - token.info.length + (token.info.length - token.info.trimStart().length);
  const word = /^\{?\.?([^\s{},:]*)/.exec(info);
  const language = word?.[1] ?? '';
  const start = (info === '' ? opening.trimEnd().length : begin) + (word?.[0].length ?? 0) - language.length;
  return {
    line,
    language: language.toLowerCase(),
    title: info
      .slice(word?.[0].length ?? 0)
      .replaceAll(/\{[^{}]*\}/g, '')
      .replace(/^[\s,:}]+/, '')
      .trim(),
    info: { line: line + 1, column: start + 1, endLine: line + 1, endColumn: start + language.length + 1 },
    first: line + 1,
    ...content,
    closed: end - line === content.lines.length + 2,
  };
}

/** What has a figure's text in it: `<pre>`, and what Mermaid's script looks for. */
const HOLDS_FIGURE = /^<(?:pre\b|div\b[^>]*\bclass\s*=\s*["']?[^"'>]*\bmermaid\b)/i;

/** The texts of such elements in a block of HTML, what is no text blanked. */
function preformatted(lines: readonly string[], first: number): Unfenced[] {
  const found: { first: number; lines: string[]; alone: boolean; last: number }[] = [];
  /** The element whose text this is, by its name. */
  let open: string | undefined;
  lines.forEach((line, index) => {
    let text = '';
    let at = 0;
    let aside = false;
    for (const tag of line.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^<>]*>/gi)) {
      const before = line.slice(at, tag.index);
      aside ||= open === undefined && before.trim() !== '';
      text += (open === undefined ? blank(before) : before) + blank(tag[0]);
      at = tag.index + tag[0].length;
      const name = tag[2]?.toLowerCase();
      const one = found.at(-1);
      if (open !== undefined && tag[1] === '/' && name === open) {
        open = undefined;
        if (one) one.last = first + index;
      } else if (open === undefined && HOLDS_FIGURE.test(tag[0])) {
        open = name;
        found.push({ first: first + index, last: first + index, lines: [], alone: !aside });
      } else if (open === undefined) aside = true;
    }
    aside ||= open === undefined && line.slice(at).trim() !== '';
    const wasOpen = open !== undefined || text.trim() !== '';
    text += open === undefined ? blank(line.slice(at)) : line.slice(at);
    const one = found.at(-1);
    if (wasOpen) one?.lines.push(text);
    if (one && one.last === first + index && aside) one.alone = false;
  });
  return found.map(({ first: from, last, lines: own, alone }) => ({
    kind: 'code',
    first: from,
    lines: own.map(unescaped),
    ...(open === undefined && alone
      ? { element: { line: from + 1, endLine: last + 1 } }
      : { element: 'mixed' }),
  }));
}

function blank(text: string): string {
  return text.replaceAll(/[^\t]/g, ' ');
}

/** The entities that HTML wants for its own characters. */
const ENTITIES: Readonly<Record<string, string>> = { '&gt;': '>', '&lt;': '<', '&amp;': '&', '&quot;': '"' };

/** With entities read. Everything else stays in its column: the blanks that are left stand outside of arrows. */
function unescaped(line: string): string {
  return line.replaceAll(/&(?:gt|lt|amp|quot);/g, (entity) => {
    const character = ENTITIES[entity] ?? '';
    return entity === '&lt;' ? character.padStart(entity.length) : character.padEnd(entity.length);
  });
}
