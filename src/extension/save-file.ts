/** A new file, in whatever file system the workspace has: where it is to be is asked, and then said. */
import * as vscode from 'vscode';

export interface Saving {
  /** Of the dialog. */
  readonly title: string;
  /** How the format is called in the dialog, and how its files end. */
  readonly format: string;
  readonly ending: string;
  /** The name that is offered, beside the note. */
  readonly name: string;
  readonly content: Uint8Array;
  /** What there is to know of it. */
  readonly remark?: string;
  readonly failed: (why: string) => string;
}

/** Asks where to, beside the note at first, and writes the file. */
export async function saveFile(saving: Saving, note: vscode.Uri | undefined): Promise<void> {
  const { title, format, ending, name, content, remark, failed } = saving;
  const folder = folderOf(note);
  const target = await vscode.window.showSaveDialog({
    title,
    filters: { [format]: [ending] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  try {
    await vscode.workspace.fs.writeFile(target, content);
  } catch (error) {
    void vscode.window.showErrorMessage(failed(error instanceof Error ? error.message : String(error)));
    return;
  }
  // Not awaited: the message stays until someone has read it.
  void offerToOpen(target, remark);
}

/** Says where the file is, and what there is to know of it; opens it for who wants that. */
async function offerToOpen(target: vscode.Uri, remark: string | undefined): Promise<void> {
  const open = vscode.l10n.t('Open');
  const saved = vscode.l10n.t('Saved “{0}”.', target.path.split('/').at(-1) ?? '');
  const said = remark === undefined ? saved : `${saved} ${remark}`;
  if ((await vscode.window.showInformationMessage(said, open)) !== open) return;
  await vscode.commands.executeCommand('vscode.open', target);
}

/** Where the note is; a note that is nowhere yet belongs into the workspace. */
function folderOf(note: vscode.Uri | undefined): vscode.Uri | undefined {
  if (note && note.scheme !== 'untitled') return vscode.Uri.joinPath(note, '..');
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}
