/** Drawings that are text: those that need no measuring of letters. */
import { analysed, settingsOf } from './analysed.js';
import type { Figure, Options } from './types.js';
import { drawAnalysis } from '../diagram/draw-analysis.js';
import { mermaidText } from '../diagram/mermaid.js';
import { rfcFigures } from '../diagram/rfc-figure.js';

/** A drawing of every exchange, as Mermaid or as a figure of characters. */
export function textFigures(text: string, options: Options, format: 'mermaid' | 'rfc'): readonly Figure[] {
  const { analysis } = analysed(text, options);
  const { language, stateNames } = settingsOf(options);
  const { scenarios } = drawAnalysis(analysis, { language, states: stateNames, levels: options.rules });
  return analysis.scenarios.map(({ title, line, endLine, trace }, index): Figure => {
    const drawing = scenarios[index];
    const place = { title, line, endLine };
    if (format === 'mermaid')
      return { ...place, text: drawing ? mermaidText(drawing, { flavour: 'complete' }) : '' };
    const figures = rfcFigures(trace).map((lines) => lines.join('\n'));
    return { ...place, text: `${figures.join('\n\n')}\n` };
  });
}
