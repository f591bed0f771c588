/** Where an end or a symbol is written: definition, references, and the marks at the cursor. */
import {
  DocumentHighlightKind,
  type DocumentHighlight,
  type Location,
  type Position,
} from 'vscode-languageserver';
import { toLsp, type Note } from '../note.js';
import { occurrenceAt } from '../occurrences.js';
import type { Feature } from './feature.js';

export const references: Feature = {
  capabilities: { referencesProvider: true, documentHighlightProvider: true, definitionProvider: true },
  register({ connection, note }) {
    connection.onReferences(({ textDocument, position, context }) => {
      const open = note(textDocument.uri);
      return open ? referencesAt(open, position, context.includeDeclaration) : [];
    });
    connection.onDefinition(({ textDocument, position }) => {
      const open = note(textDocument.uri);
      return open ? definitionAt(open, position) : null;
    });
    connection.onDocumentHighlight(({ textDocument, position }) => {
      const open = note(textDocument.uri);
      return open ? highlightsAt(open, position) : [];
    });
  },
};

export function referencesAt(note: Note, position: Position, declaration: boolean): Location[] {
  const found = occurrenceAt(note, position);
  return (found?.all ?? [])
    .filter((one) => declaration || one !== found?.declaration)
    .map(({ range }) => ({ uri: note.uri, range: toLsp(range) }));
}

/** Where an end is declared, or else first written; where a symbol is bound. */
export function definitionAt(note: Note, position: Position): Location | null {
  const found = occurrenceAt(note, position);
  return found ? { uri: note.uri, range: toLsp(found.declaration.range) } : null;
}

export function highlightsAt(note: Note, position: Position): DocumentHighlight[] {
  const found = occurrenceAt(note, position);
  return (found?.all ?? []).map((one) => ({
    range: toLsp(one.range),
    kind: one === found?.declaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
