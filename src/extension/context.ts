import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { AnalysedParams } from '../protocol/server.js';
import { setContext } from './context-keys.js';
import { ContextKey, LANGUAGE } from './names.js';

/** A fence marked for Segno, or a line that opens a scenario, as a guess before the server says what it has found. */
const marksExchange =
  /^[^\S\r\n]*(?:(?:`{3,}|~{3,})\s*(?:segno|tcp)(?![\w-])|(?:begin|开始)(?=\s|[:：]|$))/imu;

/** Milliseconds after the last change before a Markdown document is looked at again. */
const DELAY = 300;

/** Keeps the context keys that show the preview's commands for notes with exchanges and hide them for others. */
export function keepExchangeContext(
  client: BaseLanguageClient,
  onAnalysed: vscode.Event<AnalysedParams>,
): vscode.Disposable {
  /** The documents in which the server has found exchanges. */
  const found = new Set<string>();
  const keyOf = ({ uri }: vscode.TextDocument) => client.code2ProtocolConverter.asUri(uri);
  const hasExchange = (document: vscode.TextDocument) =>
    document.languageId === LANGUAGE ||
    found.has(keyOf(document)) ||
    (document.languageId === 'markdown' && marksExchange.test(document.getText()));
  let timer: ReturnType<typeof setTimeout> | undefined;

  const update = () => {
    const document = vscode.window.activeTextEditor?.document;
    const has = document !== undefined && hasExchange(document);
    setContext(ContextKey.hasExchange, has);
    setContext(ContextKey.hasMarkdownExchange, has && document.languageId === 'markdown');
  };
  update();

  return vscode.Disposable.from(
    onAnalysed(({ uri, scenarios }) => {
      if (!scenarios) return;
      if (scenarios.length > 0) found.add(uri);
      else found.delete(uri);
      update();
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      found.delete(keyOf(document));
    }),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidOpenTextDocument(update),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document !== vscode.window.activeTextEditor?.document) return;
      clearTimeout(timer);
      timer = setTimeout(update, DELAY);
    }),
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
  );
}
