/** What can be folded away: scenarios, and the phases in them. */
import type { FoldingRange } from 'vscode-languageserver';
import type { Scenario } from '../analysis.js';
import type { Note } from '../note.js';
import type { Feature } from './feature.js';

export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register({ connection, note }) {
    connection.onFoldingRanges(({ textDocument }) => {
      const open = note(textDocument.uri);
      // An answer, even an empty one, would keep an editor from folding other text by its indentation.
      return open && open.options.kind !== 'figure' ? foldingRanges(open) : null;
    });
  },
};

export function foldingRanges(note: Note): FoldingRange[] {
  return note.analysis.scenarios
    .flatMap((scenario) => [
      { startLine: scenario.line - 1, endLine: scenario.endLine - 1 },
      ...phases(scenario),
    ])
    .filter(({ startLine, endLine }) => endLine > startLine);
}

function phases({ script, line, endLine, sourceMap }: Scenario): FoldingRange[] {
  const starts = script.statements.flatMap((statement, index) =>
    statement.kind === 'phase' ? [sourceMap.range({ statement: index, part: 'whole' }).line] : [],
  );
  // The last phase ends before the line that closes the scenario.
  const last = Math.max(line, endLine - 1);
  return starts.map((start, index) => ({
    startLine: start - 1,
    endLine: (starts[index + 1] ?? last + 1) - 2,
  }));
}
