import * as vscode from 'vscode';
import type { Condition, Health } from './health.js';
import { Command, LANGUAGE } from './names.js';

/** Keeps an entry in the language status of `.segno` files that says how the server is. */
export function showStatus(health: Health): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('segno.server', { language: LANGUAGE });
  item.name = vscode.l10n.t('Segno Language Server');
  const show = (condition: Condition) => {
    item.busy = condition === 'starting';
    item.severity = SEVERITY[condition];
    item.text = conditionText(condition);
    item.command =
      condition === 'answering'
        ? { command: Command.showOutput, title: vscode.l10n.t('Show Output') }
        : { command: Command.restartServer, title: vscode.l10n.t('Restart') };
  };
  show(health.now);
  return vscode.Disposable.from(item, health.event(show));
}

const SEVERITY = {
  answering: vscode.LanguageStatusSeverity.Information,
  starting: vscode.LanguageStatusSeverity.Information,
  silent: vscode.LanguageStatusSeverity.Warning,
  gone: vscode.LanguageStatusSeverity.Error,
} as const satisfies Record<Condition, vscode.LanguageStatusSeverity>;

export function conditionText(condition: Condition): string {
  switch (condition) {
    case 'answering':
      return vscode.l10n.t('Segno is checking');
    case 'starting':
      return vscode.l10n.t('Segno is starting');
    case 'silent':
      return vscode.l10n.t('Segno does not answer');
    case 'gone':
      return vscode.l10n.t('Segno is not running');
  }
}
