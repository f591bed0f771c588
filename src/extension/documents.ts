import * as vscode from 'vscode';
import { FIGURE_FILES, FIGURE_LANGUAGES } from '../language/text-kind.js';
import { LANGUAGE } from './names.js';

/** The languages of documents in which exchanges may stand. */
const LANGUAGES = [LANGUAGE, 'markdown', ...Object.keys(FIGURE_LANGUAGES)];

/** Whether exchanges may stand in a document, in whatever notation. */
export function mayHoldExchange(document: vscode.TextDocument): boolean {
  return (
    LANGUAGES.includes(document.languageId) || vscode.languages.match({ pattern: FIGURE_FILES }, document) > 0
  );
}
