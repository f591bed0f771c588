/** Puts drawings in place of the blocks that hold exchanges, where VS Code turns Markdown into a page. */
import { drawAnalysis } from '../diagram/draw-analysis.js';
import { escapeMarkup } from '../diagram/escape.js';
import { createAnalyser, type Analysis } from '../language/analyse.js';
import type { WordingOptions } from '../rules/wording.js';
import { BLOCK_CLASS, DRAWINGS_ATTRIBUTE, KEY_ATTRIBUTE, KEY_CLASS, linePlace } from '../protocol/page.js';
import type { DrawingsAnswer } from '../protocol/server.js';
import { nonce } from './nonce.js';

/** As much of markdown-it as is used here. */
export interface MarkdownIt {
  readonly core: {
    readonly ruler: { push(name: string, rule: (state: MarkdownState) => void): void };
  };
  readonly renderer: { readonly rules: Record<string, Renderer | undefined> };
}

interface MarkdownState {
  readonly src: string;
  readonly tokens: Token[];
  readonly Token: new (type: string, tag: string, nesting: 0) => Token;
}

interface Token {
  type: string;
  meta: unknown;
  readonly content: string;
  /** First line, and the line behind the last, from 0. */
  readonly map: readonly [number, number] | null;
}

type Renderer = (
  tokens: readonly Token[],
  index: number,
  options: unknown,
  env: unknown,
  renderer: { renderAttrs(token: Token): string },
) => string;

/** What a token of ours remembers. */
interface Place {
  readonly note: string;
  /** The line of its opening fence, from 0. */
  readonly line: number;
  /** By which the page knows that the block is ours. */
  readonly key: string;
}

/** Token types of our own: the rule for fences stays with whoever has it. */
const TYPE = 'segno_block';
const KEY_TYPE = 'segno_key';

/** Teaches a markdown-it to draw. `wording` is asked at each rendering. */
export function drawBlocks<M extends MarkdownIt>(markdown: M, wording: () => WordingOptions): M {
  const analysed = latest();

  markdown.core.ruler.push(TYPE, ({ src, tokens, Token }) => {
    const key = nonce();
    // Before all that a note can write, and also where it has no block of ours: else one that it forges were the first.
    const first = new Token(KEY_TYPE, '', 0);
    first.meta = key;
    tokens.unshift(first);
    const fences = tokens.filter(({ type, map }) => type === 'fence' && map);
    if (fences.length === 0) return;
    const { blocks } = analysed(src, wording());
    for (const token of fences) {
      const line = token.map?.[0] ?? -1;
      if (!blocks.some(({ fence }) => fence?.line === line)) continue;
      token.type = TYPE;
      token.meta = { note: src, line, key } satisfies Place;
    }
  });

  markdown.renderer.rules[KEY_TYPE] = (tokens, index) => {
    const key = tokens[index]?.meta;
    return typeof key === 'string'
      ? `<div class="${KEY_CLASS}" ${KEY_ATTRIBUTE}="${key}" hidden></div>\n`
      : '';
  };

  // VS Code keeps tokens: what depends on settings is found out here.
  markdown.renderer.rules[TYPE] = (tokens, index, _options, _env, renderer) => {
    const token = tokens[index];
    if (!token) return '';
    const { note, line, key } = token.meta as Place;
    const now = wording();
    const answer = drawingsAt(analysed(note, now), line, now);
    const source = `<pre><code>${escapeMarkup(token.content)}</code></pre>`;
    const drawings = escapeMarkup(JSON.stringify(answer));
    const attributes = `class="${BLOCK_CLASS}" lang="${now.language}" ${KEY_ATTRIBUTE}="${key}" ${DRAWINGS_ATTRIBUTE}="${drawings}"`;
    return `<div${renderer.renderAttrs(token)}><div ${attributes}>${source}${linesOf(answer)}</div></div>\n`;
  };

  return markdown;
}

/**
 * The lines of the note at the rows that stand for them, as VS Code marks lines: it scrolls the page by them with the
 * editor, and a double click goes to the one that it hits.
 */
function linesOf({ scenarios }: DrawingsAnswer): string {
  return scenarios
    .flatMap(({ rows }, scenario) =>
      rows.map(
        ({ line }, row) =>
          `<span class="segno-line code-line" data-line="${line - 1}" slot="${linePlace(scenario, row)}"></span>`,
      ),
    )
    .join('');
}

/** Analyses notes, and keeps the last one: all blocks of a note ask for it one after the other. */
function latest(): (note: string, wording: WordingOptions) => Analysis {
  const analyse = createAnalyser();
  let key: string | undefined;
  let analysis: Analysis | undefined;
  return (note, { language, states }) => {
    const wanted = `${language} ${states} ${note}`;
    if (!analysis || wanted !== key) {
      analysis = analyse(note, { kind: 'markdown', language, stateNames: states });
      key = wanted;
    }
    return analysis;
  };
}

/** The drawings and the problems of the block that a fence on that line opens. */
function drawingsAt(analysis: Analysis, fenceLine: number, wording: WordingOptions): DrawingsAnswer {
  const block = analysis.blocks.find(({ fence }) => fence?.line === fenceLine);
  // From the fence to the end of what it holds, counted from 1.
  const inside = (line: number) =>
    block !== undefined && fenceLine + 1 <= line && line <= Math.max(block.endLine, fenceLine + 1);
  const drawn = drawAnalysis(
    {
      scenarios: analysis.scenarios.filter(({ line }) => inside(line)),
      problems: analysis.problems.filter(({ notation, line }) => notation && inside(line)),
    },
    wording,
  );
  return { uri: '', version: 1, ...drawn };
}
