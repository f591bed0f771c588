import * as vscode from 'vscode';

const told = new Map<string, boolean>();

/** Sets a key for `when` clauses, where it is not set so already. */
export function setContext(key: string, value: boolean): void {
  if ((told.get(key) ?? false) === value) return;
  told.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
