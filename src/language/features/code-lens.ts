/** *Preview*, above each scenario, and *Turn into Segno*, where it stands in another notation. */
import type { CodeLens } from 'vscode-languageserver';
import type { Bilingual } from '../../rules/rule.js';
import type { Scenario } from '../analysis.js';
import { toLsp, type Note } from '../note.js';
import { at } from '../range.js';
import type { Feature } from './feature.js';
import { TURN_COMMAND, TURN_FIGURE } from './turn-figure.js';

/** Commands of our VS Code extension; other clients do not ask for them, because the setting is off by default. */
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

export function lensesOf(note: Note): CodeLens[] {
  const { analysis, options } = note;
  const figures = new Set<number>();
  return analysis.scenarios.flatMap((scenario) => {
    const { range: whole, line, notation } = scenario;
    const range = toLsp(at(whole, 'start'));
    const preview = { title: TITLE[options.language], command: PREVIEW_COMMAND };
    if (notation === 'segno') return [{ range, command: preview }];
    // A figure with branches is several exchanges.
    if (figures.has(line)) return [];
    figures.add(line);
    const title = `${exchange(segmentsOf(scenario))[options.language]}${preview.title}`;
    const turn = { title: TURN_FIGURE[options.language], command: TURN_COMMAND, arguments: [line - 1] };
    return [
      { range, command: { ...preview, title } },
      { range, command: turn },
    ];
  });
}

export function segmentsOf({ script }: Scenario): number {
  return script.statements.filter(({ kind }) => kind === 'segment').length;
}

function exchange(segments: number): Bilingual {
  return {
    en: `TCP exchange, ${segments} ${segments === 1 ? 'segment' : 'segments'}: `,
    'zh-cn': `TCP 交互，${segments} 个报文段：`,
  };
}
