/** A plugin for markdown-it, and so for VitePress, Eleventy and others: `md.use(segno)`. */
import type { SiteOptions } from '../api/types.js';
import { drawnBlocks, htmlOf, mayDraw } from './blocks.js';
import { report } from './wrong.js';

/** As much of markdown-it as is used here. */
interface MarkdownIt {
  readonly core: {
    readonly ruler: { push(name: string, rule: (state: State) => void): void };
  };
  readonly renderer: { readonly rules: Record<string, unknown> };
}

interface State {
  readonly src: string;
  readonly tokens: readonly Token[];
  readonly env: unknown;
}

interface Token {
  type: string;
  meta: unknown;
  /** First line, and the line behind the last, from 0. */
  readonly map: readonly [number, number] | null;
}

/** A token type of our own: the rule for fences stays with whoever has it. */
const TYPE = 'segno_figure';

/** Has exchanges drawn in place of the blocks marked `segno`. */
export default function segno(markdown: unknown, options: SiteOptions = {}): void {
  const { core, renderer } = markdown as MarkdownIt;

  core.ruler.push(TYPE, ({ src, tokens, env }) => {
    if (!mayDraw(src)) return;
    const blocks = drawnBlocks(src, options);
    const drawn = tokens.flatMap((token) => {
      const block = token.type === 'fence' && blocks.find(({ fence }) => fence.line === token.map?.[0]);
      if (!block) return [];
      token.type = TYPE;
      token.meta = htmlOf(block);
      return [block];
    });
    report(drawn, { text: src, path: options.name ?? pathIn(env) }, options);
  });

  renderer.rules[TYPE] = (tokens: readonly Token[], index: number): string =>
    `${String(tokens[index]?.meta)}\n`;
}

/** The file of a page, as VitePress and Eleventy tell it. */
function pathIn(env: unknown): string | undefined {
  const { path, page } = (env ?? {}) as { path?: unknown; page?: { inputPath?: unknown } };
  const found = path ?? page?.inputPath;
  return typeof found === 'string' ? found : undefined;
}
