import * as vscode from 'vscode';

/** Tells when a file is deleted, by whomever, and when it is there again. */
export function watchFile(
  resource: vscode.Uri,
  tell: { readonly deleted: () => void; readonly back: () => void },
): vscode.Disposable {
  const folder = vscode.Uri.joinPath(resource, '..');
  const name = resource.path.split('/').at(-1) ?? '';
  const pattern = new vscode.RelativePattern(folder, name.replaceAll(/[[\]{}*?]/g, '[$&]'));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
  watcher.onDidDelete(tell.deleted);
  watcher.onDidCreate(tell.back);
  return watcher;
}
