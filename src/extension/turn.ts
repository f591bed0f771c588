/** *Turn into Segno*: rewrites the exchange at the cursor, or that of the lens, in Segno's notation. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { isTurnAnswer, TURN_REQUEST, type TurnParams } from '../protocol/server.js';
import { tellOfCapability } from './capability.js';
import { Command, LANGUAGE } from './names.js';

export function registerTurn(client: BaseLanguageClient): vscode.Disposable {
  // What a figure file is turned into is shown beside it.
  tellOfCapability(client, 'segnoTurn');
  return vscode.commands.registerCommand(Command.turnIntoSegno, async (line?: unknown) => {
    const editor = vscode.window.activeTextEditor;
    if (editor) await turn(client, editor, typeof line === 'number' ? line : editor.selection.active.line);
  });
}

/** Turns the figure on a line, counted from 0. */
async function turn(client: BaseLanguageClient, editor: vscode.TextEditor, line: number): Promise<void> {
  const { document } = editor;
  const { version } = document;
  const params: TurnParams = { uri: client.code2ProtocolConverter.asUri(document.uri), line: line + 1 };
  const answer: unknown = await client.sendRequest(TURN_REQUEST, params);
  // Whoever has typed meanwhile has moved what was to be replaced.
  if (!isTurnAnswer(answer) || document.version !== version) return;
  if (answer.text !== undefined) {
    const note = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: answer.text });
    await vscode.window.showTextDocument(note, vscode.ViewColumn.Beside);
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of answer.edits) {
    const { start, end } = range;
    const place = new vscode.Range(start.line, start.character, end.line, end.character);
    edit.replace(document.uri, place, newText);
  }
  await vscode.workspace.applyEdit(edit);
}
