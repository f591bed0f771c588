/** *Make an Exchange of the Selection*: whatever is selected, shown in Segno's notation before it is written. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { isMakeAnswer, MAKE_REQUEST, type MakeAnswer, type MakeParams } from '../protocol/server.js';
import { tellOfCapability } from './capability.js';
import { Command, LANGUAGE } from './names.js';

export function registerMake(client: BaseLanguageClient): vscode.Disposable {
  tellOfCapability(client, 'segnoMake');
  return vscode.commands.registerCommand(Command.makeExchange, async () => {
    const editor = vscode.window.activeTextEditor;
    if (editor) await make(client, editor);
  });
}

async function make(client: BaseLanguageClient, { document, selection }: vscode.TextEditor): Promise<void> {
  const { version } = document;
  const { start, end } = selection;
  const params: MakeParams = {
    uri: client.code2ProtocolConverter.asUri(document.uri),
    range: {
      start: { line: start.line, character: start.character },
      end: { line: end.line, character: end.character },
    },
    text: document.getText(selection),
  };
  const answer: unknown = await client.sendRequest(MAKE_REQUEST, params);
  if (!isMakeAnswer(answer)) return;
  const { text, edit, why } = answer;
  if (text === undefined) {
    if (why !== undefined) void vscode.window.showInformationMessage(why);
    return;
  }
  const choice = edit === undefined ? 'note' : await asked(text);
  if (choice === 'note') await openBeside(text);
  // Whoever has typed meanwhile has moved what was selected.
  if (choice === 'insert' && edit !== undefined && document.version === version) await insert(document, edit);
}

/** Of more lines than that a dialog shows too little. */
const MOST_SHOWN = 40;

/** Shows what is made, and asks what is to be done with it; undefined where nothing is. */
async function asked(text: string): Promise<'insert' | 'note' | undefined> {
  if (text.split('\n').length > MOST_SHOWN) return 'note';
  const insertIt = vscode.l10n.t('Insert');
  const openIt = vscode.l10n.t('Open as Note');
  const question = vscode.l10n.t('Make this exchange of the selection?');
  const answer = await vscode.window.showInformationMessage(
    question,
    { modal: true, detail: text.trimEnd() },
    insertIt,
    openIt,
  );
  if (answer === insertIt) return 'insert';
  return answer === openIt ? 'note' : undefined;
}

async function openBeside(content: string): Promise<void> {
  const note = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  await vscode.window.showTextDocument(note, vscode.ViewColumn.Beside);
}

async function insert(
  { uri }: vscode.TextDocument,
  { range: { start, end }, newText }: NonNullable<MakeAnswer['edit']>,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const place = new vscode.Range(start.line, start.character, end.line, end.character);
  edit.replace(uri, place, newText);
  await vscode.workspace.applyEdit(edit);
}
