import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { Command, LANGUAGE } from './names.js';

/** Keeps an entry in the language status of `.segno` files that says how the server is. */
export function showStatus(client: BaseLanguageClient): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('segno.server', { language: LANGUAGE });
  item.name = vscode.l10n.t('Segno Language Server');
  const show = (state: State) => {
    item.busy = state === State.Starting;
    item.severity =
      state === State.Stopped || state === State.StartFailed
        ? vscode.LanguageStatusSeverity.Error
        : vscode.LanguageStatusSeverity.Information;
    item.text = text(state);
    item.command =
      state === State.Running
        ? { command: Command.showOutput, title: vscode.l10n.t('Show Output') }
        : { command: Command.restartServer, title: vscode.l10n.t('Restart') };
  };
  show(client.state);
  return vscode.Disposable.from(
    item,
    client.onDidChangeState(({ newState }) => {
      show(newState);
    }),
  );
}

function text(state: State): string {
  switch (state) {
    case State.Running:
      return vscode.l10n.t('Segno is checking');
    case State.Starting:
      return vscode.l10n.t('Segno is starting');
    default:
      return vscode.l10n.t('Segno is not running');
  }
}
