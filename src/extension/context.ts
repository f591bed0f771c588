import * as vscode from 'vscode';
import { setContext } from './context-keys.js';
import { ContextKey, LANGUAGE } from './names.js';

/** A fence marked for Segno, or a line that opens a scenario, as a guess: the server knows. */
const marksExchange = /^\s*(?:(?:`{3,}|~{3,})\s*(?:segno|tcp)(?![\w-])|(?:begin|开始)(?=\s|[:：]|$))/imu;

/** Milliseconds after the last change before a Markdown document is looked at again. */
const DELAY = 300;

/** Keeps the context keys that show the preview's commands for notes with exchanges and hide them for others. */
export function keepExchangeContext(): vscode.Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const update = () => {
    const document = vscode.window.activeTextEditor?.document;
    const has = document !== undefined && hasExchange(document);
    setContext(ContextKey.hasExchange, has);
    setContext(ContextKey.hasMarkdownExchange, has && document.languageId === 'markdown');
  };
  update();

  return vscode.Disposable.from(
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

function hasExchange(document: vscode.TextDocument): boolean {
  if (document.languageId === LANGUAGE) return true;
  return document.languageId === 'markdown' && marksExchange.test(document.getText());
}
