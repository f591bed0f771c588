/** Tells the server where the cursor goes, which holds back what is wrong with a line only while somebody writes it. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { CURSOR_NOTIFICATION, type CursorParams } from '../protocol/server.js';
import { mayHoldExchange } from './documents.js';

export function tellOfCursor(client: BaseLanguageClient): vscode.Disposable {
  let last: CursorParams | undefined;
  const tell = (editor: vscode.TextEditor | undefined) => {
    const watched = editor && mayHoldExchange(editor.document);
    const now = watched
      ? {
          uri: client.code2ProtocolConverter.asUri(editor.document.uri),
          line: editor.selection.active.line + 1,
        }
      : undefined;
    const before = last;
    if (before?.uri === now?.uri && before?.line === now?.line) return;
    last = now;
    if (client.state !== State.Running) return;
    const send = (params: CursorParams) => {
      // A server that has gone meanwhile holds nothing back.
      client.sendNotification(CURSOR_NOTIFICATION, params).catch(() => undefined);
    };
    if (before && before.uri !== now?.uri) send({ uri: before.uri });
    if (now) send(now);
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(tell),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) tell(textEditor);
    }),
  );
}
