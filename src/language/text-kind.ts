/** How a text is read, by the name of its file. */
import type { AnalyseOptions } from './analyse.js';

const MARKDOWN = /\.(?:md|markdown|mdown|mkd)$/i;
/** Files that may hold figures in other notations than Segno's. */
const FIGURES = /\.(mmd|mermaid|puml|plantuml|pu|iuml|wsd|txt|text|log)$/i;

export function textKind(name: string): Pick<AnalyseOptions, 'kind' | 'ending'> {
  if (MARKDOWN.test(name)) return { kind: 'markdown' };
  const ending = FIGURES.exec(name)?.[1]?.toLowerCase();
  return ending === undefined ? { kind: 'segno' } : { kind: 'figure', ending };
}

/** Whether a file of this name holds Markdown. */
export function isMarkdownName(name: string): boolean {
  return MARKDOWN.test(name);
}
