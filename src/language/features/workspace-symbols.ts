/** The scenarios of all open notes, and of those that are stored in the workspace, by their titles. */
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import { toLsp, type Note } from '../note.js';
import type { Feature, StoredNote } from './feature.js';

export const workspaceSymbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register({ connection, notes, files }) {
    connection.onWorkspaceSymbol(async ({ query }) => {
      const stored = await files.notes();
      // What is open may be newer than what is stored.
      const open = notes();
      const uris = new Set(open.map(({ uri }) => uri));
      return [
        ...symbolsIn(open, query),
        ...storedIn(
          stored.filter(({ uri }) => !uris.has(uri)),
          query,
        ),
      ];
    });
  },
};

/** The scenarios whose titles hold the characters that are asked for, in their order. */
export function symbolsIn(notes: readonly Note[], query: string): WorkspaceSymbol[] {
  const wanted = charactersOf(query);
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

/** The same of notes that are stored, of which only the titles are known. */
function storedIn(notes: readonly StoredNote[], query: string): WorkspaceSymbol[] {
  const wanted = charactersOf(query);
  return notes.flatMap(({ uri, titles }) =>
    titles
      .filter(({ title }) => holds(title.toLowerCase(), wanted))
      .map(({ title, line }) => {
        const start = { line, character: 0 };
        return { name: title, kind: SymbolKind.Namespace, location: { uri, range: { start, end: start } } };
      }),
  );
}

function charactersOf(query: string): string[] {
  return Array.from(query.toLowerCase()).filter((character) => character.trim() !== '');
}

function holds(text: string, wanted: readonly string[]): boolean {
  let at = 0;
  return wanted.every((character) => {
    at = text.indexOf(character, at) + 1;
    return at > 0;
  });
}
