/** Puts drawings in place of the blocks that hold exchanges, where VS Code turns Markdown into a page. */
import { escapeMarkup } from '../diagram/escape.js';
import { blocksOf, type Fence } from '../language/blocks-alone.js';
import type { WordingOptions } from '../rules/wording.js';
import { BLOCK_CLASS, DRAWINGS_ATTRIBUTE, KEY_ATTRIBUTE, KEY_CLASS, linePlace } from '../protocol/page.js';
import type { DrawingsAnswer } from '../protocol/server.js';
import { BlockDrawings, FRAME } from './block-drawings.js';
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
  readonly fence: Fence;
  /** Which of the blocks of its note it is, counted from 0. */
  readonly place: number;
  /** By which the page knows that the block is ours. */
  readonly key: string;
}

/** Token types of our own: the rule for fences stays with whoever has it. */
const TYPE = 'segno_block';
const KEY_TYPE = 'segno_key';

/** As much as is used here of what VS Code tells of the note that it turns into a page. */
interface Environment {
  readonly currentDocument?: { toString(): string };
}

/** Of so many notes it is remembered what was drawn. */
const MOST_NOTES = 50;

/**
 * Teaches a markdown-it to draw.
 *
 * @param wording is asked at each rendering
 * @param ready called when blocks that were not drawn as they are can be, at another rendering
 * @param frame how long a rendering may take for them, in milliseconds
 */
export function drawBlocks<M extends MarkdownIt>(
  markdown: M,
  wording: () => WordingOptions,
  ready: () => void = () => undefined,
  frame = FRAME,
): M {
  const notes = new Map<string, BlockDrawings>();
  const drawingsOf = (env: unknown): BlockDrawings => {
    const note = (env as Environment | undefined)?.currentDocument?.toString() ?? '';
    const drawings = notes.get(note) ?? new BlockDrawings(ready, frame);
    notes.delete(note);
    notes.set(note, drawings);
    for (const [oldest] of notes) if (notes.size > MOST_NOTES) notes.delete(oldest);
    return drawings;
  };

  markdown.core.ruler.push(TYPE, ({ src, tokens, Token }) => {
    const key = nonce();
    // Before all that a note can write, and also where it has no block of ours: else one that it forges were the first.
    const first = new Token(KEY_TYPE, '', 0);
    first.meta = key;
    tokens.unshift(first);
    const fences = tokens.filter(({ type, map }) => type === 'fence' && map);
    if (fences.length === 0) return;
    const blocks = new Map(blocksOf(src).map((fence, place) => [fence.line, { fence, place }]));
    for (const token of fences) {
      const block = blocks.get(token.map?.[0] ?? -1);
      if (!block) continue;
      token.type = TYPE;
      token.meta = { ...block, key } satisfies Place;
    }
  });

  // Stands before all others, so that it is rendered first.
  markdown.renderer.rules[KEY_TYPE] = (tokens, index, _options, env) => {
    drawingsOf(env).begin();
    const key = tokens[index]?.meta;
    return typeof key === 'string'
      ? `<div class="${KEY_CLASS}" ${KEY_ATTRIBUTE}="${key}" hidden></div>\n`
      : '';
  };

  // VS Code keeps tokens: what depends on settings is found out here.
  markdown.renderer.rules[TYPE] = (tokens, index, _options, env, renderer) => {
    const token = tokens[index];
    if (!token) return '';
    const { fence, place, key } = token.meta as Place;
    const now = wording();
    const drawn = drawingsOf(env).of({ fence, place, wording: now });
    const source = `<pre><code>${escapeMarkup(token.content)}</code></pre>`;
    if (!drawn) return `<div${renderer.renderAttrs(token)}>${source}</div>\n`;
    const { answer, isOld } = drawn;
    const drawings = escapeMarkup(JSON.stringify(answer));
    const attributes = `class="${BLOCK_CLASS}" lang="${now.language}" ${KEY_ATTRIBUTE}="${key}" ${DRAWINGS_ATTRIBUTE}="${drawings}"`;
    const lines = isOld ? '' : linesOf(answer);
    return `<div${renderer.renderAttrs(token)}><div ${attributes}>${source}${lines}</div></div>\n`;
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
