/** *Preview*, above each scenario. */
import type { CodeLens } from 'vscode-languageserver';
import type { Bilingual } from '../../rules/rule.js';
import { toLsp, type Note } from '../note.js';
import { at } from '../range.js';
import type { Feature } from './feature.js';

/** The command of our VS Code extension; other clients do not ask for it, because the setting is off by default. */
export const PREVIEW_COMMAND = 'segno.openPreviewToSide';

const TITLE: Bilingual = { en: 'Preview', 'zh-cn': '预览' };

export const codeLens: Feature = {
  capabilities: { codeLensProvider: {} },
  register({ connection, note, showsLenses }) {
    connection.onCodeLens(({ textDocument }) => {
      const open = note(textDocument.uri);
      return open && showsLenses() ? lensesOf(open) : [];
    });
  },
};

export function lensesOf({ analysis, options }: Note): CodeLens[] {
  return analysis.scenarios.map(({ range }) => ({
    range: toLsp(at(range, 'start')),
    command: { title: TITLE[options.language], command: PREVIEW_COMMAND },
  }));
}
