/** How a text is read, by the name of its file. */
import type { AnalyseOptions } from './analysis.js';

const MARKDOWN = /\.(?:md|markdown|mdown|mkd)$/i;
/** Files that may hold figures in other notations than Segno's. */
const FIGURES = /\.(mmd|mermaid|puml|plantuml|pu|iuml|wsd|txt|text|log|pkt)$/i;

export function textKind(name: string): Pick<AnalyseOptions, 'kind' | 'ending'> {
  if (MARKDOWN.test(name)) return { kind: 'markdown' };
  const ending = FIGURES.exec(name)?.[1]?.toLowerCase();
  return ending === undefined ? { kind: 'segno' } : { kind: 'figure', ending };
}

/** Editors' languages of documents that may hold figures, with the ending that a file of them has. */
export const FIGURE_LANGUAGES: Readonly<Record<string, string>> = {
  plaintext: 'txt',
  mermaid: 'mmd',
  plantuml: 'puml',
};

/** Files that an editor has looked at for figures; logs grow, and are left to the command line. */
export const FIGURE_FILES = '**/*.{mmd,mermaid,puml,plantuml,pu,iuml,wsd,txt,text}';

/** Beyond so many characters a document is a log or a book, and is not looked at for figures while it is open. */
export const LONGEST_FIGURES = 500_000;

/** How an open document is read: by its language, or, for clients that know neither Segno nor Markdown, by its name. */
export function documentKind(languageId: string, name: string): Pick<AnalyseOptions, 'kind' | 'ending'> {
  if (languageId === 'segno' || languageId === 'markdown') return { kind: languageId };
  const named = textKind(name);
  const ending = FIGURE_LANGUAGES[languageId];
  if (ending === undefined || named.kind !== 'segno' || /\.segno$/i.test(name)) return named;
  return { kind: 'figure', ending };
}

/** Whether a file of this name is one of those that are looked for in folders: what holds Segno's own exchanges. */
export function isNoteName(name: string): boolean {
  return /\.segno$/i.test(name) || isMarkdownName(name);
}

/** Whether a folder of this name is looked into: neither hidden ones nor installed packages are. */
export function isLookedInto(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

/** Whether a file of this name holds Markdown. */
export function isMarkdownName(name: string): boolean {
  return MARKDOWN.test(name);
}
