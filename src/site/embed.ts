/** Markdown with the drawings of its exchanges in it. */
import { analysed, settingsOf } from '../api/analysed.js';
import type { Options } from '../api/types.js';
import { drawnBlocks, htmlOf, mayDraw } from './blocks.js';
import { drawAnalysis } from '../diagram/draw-analysis.js';
import { mermaidText } from '../diagram/mermaid.js';
import type { Problem } from '../language/analyse.js';
import { isSegnoFence, type Fence } from '../language/fence.js';
import { markdownBlocks } from '../language/markdown.js';
import { splitLines } from '../language/range.js';

export interface Embedded {
  readonly text: string;
  /** What is wrong with the exchanges, above a hint, by the lines of the text that was given. */
  readonly problems: readonly Problem[];
}

/** Puts pictures in place of the blocks marked `segno`. */
export function embedPictures(markdown: string, options: Options): Embedded {
  if (!mayDraw(markdown)) return { text: markdown, problems: [] };
  const blocks = drawnBlocks(markdown, options);
  const page = new Page(markdown);
  for (const block of [...blocks].reverse()) {
    if (block.pictures.length > 0) page.replace(block.fence, htmlOf(block).split('\n'));
  }
  return { text: page.text, problems: blocks.flatMap(({ problems }) => problems) };
}

/** What stands above a drawing that is kept up to date: `segno check` leaves the drawing alone. */
const MARK = '<!-- segno-ignore: drawn by segno embed --github from the block above -->';
const IS_MARK = /^[\s>]*<!-- segno-ignore: drawn by segno embed\b.*-->\s*$/;

/** Puts Mermaid, which GitHub draws, below each block marked `segno`, in place of what it put there before. */
export function embedMermaid(markdown: string, options: Options): Embedded {
  const page = new Page(markdown);
  for (const fence of page.fences().reverse()) {
    if (fence.language === 'mermaid' && page.isMarked(fence)) page.take(fence);
  }
  const { analysis } = analysed(page.text, { ...options, name: 'page.md' });
  const { language, stateNames } = settingsOf(options);
  const { scenarios } = drawAnalysis(analysis, { language, states: stateNames, levels: options.rules });
  for (const fence of page.fences().reverse()) {
    if (!isSegnoFence(fence) || !fence.closed) continue;
    const [first, last] = [fence.line + 1, fence.line + 1 + fence.lines.length];
    const own = scenarios.filter((_, index) => {
      const { line = 0, notation } = analysis.scenarios[index] ?? {};
      return notation === 'segno' && first <= line && line <= last;
    });
    page.putBelow(
      fence,
      own.flatMap((drawing) => [
        '',
        MARK,
        '```mermaid',
        ...splitLines(mermaidText(drawing, { flavour: 'complete' }).trimEnd()),
        '```',
      ]),
    );
  }
  const wrong = analysed(markdown, { ...options, name: 'page.md' }).analysis.problems;
  return { text: page.text, problems: wrong.filter(({ severity }) => severity !== 'hint') };
}

/** The lines of a page while they are changed, from the last to the first. */
class Page {
  readonly #lines: string[];
  readonly #eol: string;

  constructor(markdown: string) {
    this.#lines = splitLines(markdown);
    this.#eol = markdown.includes('\r\n') ? '\r\n' : '\n';
  }

  get text(): string {
    return this.#lines.join(this.#eol);
  }

  fences(): Fence[] {
    return [...markdownBlocks(this.#lines).fences];
  }

  /** Whether we have put it there. */
  isMarked({ line }: Fence): boolean {
    return IS_MARK.test(this.#lines[line - 1] ?? '');
  }

  replace(fence: Fence, lines: readonly string[]): void {
    const prefix = this.#prefix(fence);
    this.#lines.splice(
      fence.line,
      lengthOf(fence),
      // What opens a list item stands before its first line.
      ...lines.map((line, index) => (index === 0 ? this.#opening(fence) : prefix) + line),
    );
  }

  putBelow(fence: Fence, lines: readonly string[]): void {
    const prefix = this.#prefix(fence);
    this.#lines.splice(fence.line + lengthOf(fence), 0, ...lines.map((line) => (prefix + line).trimEnd()));
  }

  /** Takes out a marked fence, its mark, and the line that was left above it. */
  take(fence: Fence): void {
    const above = /^[\s>]*$/.test(this.#lines[fence.line - 2] ?? 'text') ? 2 : 1;
    this.#lines.splice(fence.line - above, lengthOf(fence) + above);
  }

  #opening({ line, info }: Fence): string {
    return (this.#lines[line] ?? '').slice(0, info.column - 1).replace(/(?:`{3,}|~{3,})\s*$/, '');
  }

  /** What Markdown wants before what goes on in the same place. */
  #prefix(fence: Fence): string {
    return this.#opening(fence).replaceAll(/[^\s>]/g, ' ');
  }
}

/** How many lines it takes, its fences included. */
function lengthOf({ lines, closed }: Fence): number {
  return lines.length + (closed ? 2 : 1);
}
