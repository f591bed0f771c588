/** The exchanges of a Markdown page as pictures for the page that is made of it. */
import { analysed, settingsOf } from '../api/analysed.js';
import type { Options } from '../api/types.js';
import { drawAnalysis, saidOf } from '../diagram/draw-analysis.js';
import type { Shape } from '../diagram/shape.js';
import { shapeMarkup, svgPicture } from '../diagram/svg-file.js';
import type { Problem } from '../language/analyse.js';
import { isSegnoFence, type Fence } from '../language/fence.js';

/** A fenced block marked `segno`. */
export interface DrawnBlock {
  readonly fence: Fence;
  /** The line of the opening fence, and the last line of its content, from 1. */
  readonly line: number;
  readonly endLine: number;
  readonly pictures: readonly Shape[];
  /** Those above a hint. */
  readonly problems: readonly Problem[];
}

/** Whether a page may have a block marked `segno` at all: cheap. */
export function mayDraw(markdown: string): boolean {
  return /(?:`{3}|~{3}).*(?:segno|tcp)/iu.test(markdown);
}

/** Blocks in which there is nothing to draw are left out, unless something is wrong with them. */
export function drawnBlocks(markdown: string, options: Options): readonly DrawnBlock[] {
  const { analysis } = analysed(markdown, { ...options, name: 'page.md' });
  const { language, stateNames } = settingsOf(options);
  const drawings = drawAnalysis(analysis, { language, states: stateNames, levels: options.rules });
  const { scenarios, problems, blocks } = analysis;
  return blocks.flatMap((block): DrawnBlock[] => {
    const { fence } = block;
    if (!fence || !isSegnoFence(fence)) return [];
    const [line, endLine] = [fence.line + 1, Math.max(block.endLine, fence.line + 1)];
    const inside = (at: { readonly line: number }) => line <= at.line && at.line <= endLine;
    const own = drawings.scenarios.filter((_, index) => scenarios[index] && inside(scenarios[index]));
    const wrong = problems.filter((one) => inside(one) && one.severity !== 'hint');
    if (own.length === 0 && wrong.length === 0) return [];
    const pictures = own.map((drawing) => svgPicture(drawing, saidOf(drawings, drawing), 'page'));
    return [{ fence, line, endLine, pictures, problems: wrong }];
  });
}

/** The pictures of a block as HTML. There is no blank line in it, so that Markdown leaves it alone. */
export function htmlOf({ pictures }: DrawnBlock): string {
  // Vue, which reads the pages of VitePress, must take nothing in it for its own.
  const inside = pictures.map((picture) => `${shapeMarkup(picture)}\n<div class="${STEPS}"></div>`);
  return `<figure class="${AROUND}" v-pre style="${AROUND_STYLE}">\n${inside.join('\n')}\n</figure>`;
}

/**
 * The class of the empty place behind a picture, which `segno/stepping` fills. It is there before, and is filled with what
 * belongs to no tree of the page, so that a framework finds the page as it was sent.
 */
export const STEPS = 'segno-steps';

/** The class of what stands around the pictures of a block. */
export const AROUND = 'segno';

/** Where there is less room than words need, the picture is moved about in it. */
export const AROUND_STYLE = 'margin: 1em 0; overflow-x: auto';
