/** The scenarios of all open notes, by their titles. */
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import { toLsp, type Note } from '../note.js';
import type { Feature } from './feature.js';

export const workspaceSymbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register({ connection, notes }) {
    connection.onWorkspaceSymbol(({ query }) => symbolsIn(notes(), query));
  },
};

/** The scenarios whose titles hold the characters that are asked for, in their order. */
export function symbolsIn(notes: readonly Note[], query: string): WorkspaceSymbol[] {
  const wanted = Array.from(query.toLowerCase()).filter((character) => character.trim() !== '');
  return notes.flatMap(({ uri, analysis }) =>
    analysis.scenarios
      .filter(({ title }) => title !== '' && holds(title.toLowerCase(), wanted))
      .map(({ title, heading, trace }) => ({
        name: title,
        kind: SymbolKind.Namespace,
        containerName: trace.endpoints.map(({ name, label }) => label ?? name).join(', '),
        location: { uri, range: toLsp(heading) },
      })),
  );
}

function holds(text: string, wanted: readonly string[]): boolean {
  let at = 0;
  return wanted.every((character) => {
    at = text.indexOf(character, at) + 1;
    return at > 0;
  });
}
