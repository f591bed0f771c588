import type { TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyse, type TextKind } from '../../src/language/analyse.js';
import type { Note } from '../../src/language/note.js';
import type { Language } from '../../src/rules/rule.js';

/** Where the notes of the tests are said to be. */
export const uri = 'file:///note.segno';

/** A text as the features of an editor see it. */
export function noteOf(text: string, kind: TextKind = 'segno', language: Language = 'en'): Note {
  const options = { kind, language, stateNames: 'netstat' } as const;
  return { uri, version: 1, text, options, analysis: analyse(text, options) };
}

/** A text with the edits of an editor applied. */
export function applied(text: string, edits: TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create(uri, 'segno', 1, text), edits);
}
