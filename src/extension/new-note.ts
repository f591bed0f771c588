/** Notes to begin with: an empty one, and examples for who has just met Segno. */
import * as vscode from 'vscode';
import { languageOf } from '../server/settings.js';
import { exampleOf, starter } from './first-notes.js';
import { Command, LANGUAGE, WALKTHROUGH } from './names.js';

export function registerNewNotes(): vscode.Disposable {
  const language = languageOf(vscode.env.language);
  return vscode.Disposable.from(
    vscode.commands.registerCommand(Command.newNote, async () => {
      const editor = await open(LANGUAGE, '');
      await editor.insertSnippet(new vscode.SnippetString(starter(language)));
    }),
    vscode.commands.registerCommand(Command.openExample, async (kind: unknown) => {
      const { languageId, text, line, column } = exampleOf(kind, language);
      const editor = await open(languageId, text);
      const cursor = new vscode.Position(line, column);
      editor.selection = new vscode.Selection(cursor, cursor);
    }),
    vscode.commands.registerCommand(Command.openWalkthrough, () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false),
    ),
  );
}

async function open(language: string, content: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}
