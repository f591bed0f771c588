/** What becomes of a wish for the drawing in another form. */
import type { Drawing } from '../diagram/drawing.js';
import { mermaidText } from '../diagram/mermaid.js';
import type { Export, Exported } from '../protocol/preview.js';
import { copyPicture } from './clipboard.js';
import { base64Of, exportPng, exportSvg, type Leaving } from './export.js';
import type { Words } from './words.js';

/** The answer to a wish, for the extension to go on with. Without a drawing it is a reason. */
export async function leave(wanted: Export, leaving: Leaving | undefined, words: Words): Promise<Exported> {
  if (!leaving) return { as: 'nothing', reason: words.nothingToExport };
  try {
    if (wanted.format === 'png') return await leaveAsPng(wanted, leaving, words);
    const text = await textOf(wanted, leaving, words);
    const { title } = leaving.drawing;
    if (wanted.to === 'clipboard') return { as: 'text', text, title };
    return { as: 'file', data: text, title };
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    return { as: 'nothing', reason: `${words.failed}: ${why}` };
  }
}

/** The drawing as text that GitHub and others draw. */
export function mermaidOf(drawing: Drawing): string {
  return mermaidText(drawing, { flavour: 'complete' });
}

async function textOf(
  wanted: Exclude<Export, { format: 'png' }>,
  leaving: Leaving,
  words: Words,
): Promise<string> {
  switch (wanted.format) {
    case 'mermaid':
      return mermaidOf(leaving.drawing);
    case 'markdown':
      return `\`\`\`mermaid\n${mermaidOf(leaving.drawing)}\`\`\`\n`;
    case 'svg':
      return exportSvg(leaving, wanted.background, words);
  }
}

async function leaveAsPng(
  wanted: Export & { format: 'png' },
  leaving: Leaving,
  words: Words,
): Promise<Exported> {
  const png = await exportPng(leaving, wanted.background, wanted.scale, words);
  if (!png) return { as: 'nothing', reason: words.tooLarge };
  const { picture, scale } = png;
  const remark = scale === wanted.scale ? {} : { remark: words.reduced(wanted.scale, scale) };
  const { title } = leaving.drawing;
  if (wanted.to === 'file') {
    return { as: 'file', data: await base64Of(picture), title, ...remark };
  }
  if (await copyPicture(picture)) return { as: 'copied', title, ...remark };
  return { as: 'refused', reason: words.refused };
}
