/** A drawing leaves the preview: to the clipboard, or into a file of whatever file system the workspace has. */
import * as vscode from 'vscode';
import type { Export, FromPreview } from '../server/messages.js';
import { drawingFileName } from './file-name.js';

const SCALES = [1, 2, 3, 4] as const;
/** Milliseconds for which the status bar says that something was copied. */
const SAID = 3000;

/** Asks what an SVG is to stand on; undefined when the user thinks better of it. */
export async function askForSvg(): Promise<Export | undefined> {
  const background = await askForBackground();
  return background === undefined ? undefined : { format: 'svg', background };
}

/** Asks what an SVG for the clipboard is to stand on. */
export async function askForSvgText(): Promise<Export | undefined> {
  const background = await askForBackground();
  return background === undefined ? undefined : { format: 'svg', background, copy: true };
}

/** Asks for background and scale of a PNG; undefined when the user thinks better of it. */
export async function askForPng(): Promise<Export | undefined> {
  const background = await askForBackground();
  if (background === undefined) return undefined;
  const items = SCALES.map((scale) => ({ label: `${scale}×`, scale }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Scale of the picture'),
  });
  return picked && { format: 'png', background, scale: picked.scale };
}

async function askForBackground(): Promise<boolean | undefined> {
  const items = [
    { label: vscode.l10n.t('The theme’s background'), background: true },
    { label: vscode.l10n.t('Transparent'), background: false },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Background of the drawing'),
  });
  return picked?.background;
}

export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Drawing copied'), SAID);
}

/** Asks where to, beside the note at first, and writes the file. */
export async function saveDrawing(
  { format, data, title, remark }: FromPreview & { type: 'save' },
  note: vscode.Uri | undefined,
): Promise<void> {
  const name = drawingFileName(note?.path.split('/').at(-1) ?? '', title, format);
  const folder = folderOf(note);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Drawing'),
    filters: { [format.toUpperCase()]: [format] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  try {
    await vscode.workspace.fs.writeFile(
      target,
      format === 'svg' ? new TextEncoder().encode(data) : octets(data),
    );
    if (remark !== undefined) void vscode.window.showInformationMessage(remark);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The drawing could not be saved: {0}', why));
  }
}

/** Where the note is; a note that is nowhere yet belongs into the workspace. */
function folderOf(note: vscode.Uri | undefined): vscode.Uri | undefined {
  if (note && note.scheme !== 'untitled') return vscode.Uri.joinPath(note, '..');
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}

function octets(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
