/** A drawing leaves the preview: to the clipboard, or into a file of whatever file system the workspace has. */
import * as vscode from 'vscode';
import type { Export, FromPreview } from '../server/messages.js';
import { drawingFileName } from './file-name.js';

const SCALES = [1, 2, 3, 4] as const;
/** Milliseconds for which the status bar says that something was copied. */
const SAID = 3000;

/** How the formats are called in the save dialog, and how their files end. */
const FILES: Readonly<Record<Export['format'], { readonly format: string; readonly ending: string }>> = {
  mermaid: { format: 'Mermaid', ending: 'mmd' },
  markdown: { format: 'Markdown', ending: 'md' },
  svg: { format: 'SVG', ending: 'svg' },
  png: { format: 'PNG', ending: 'png' },
};

/** Asks what else a format leaves to choose; undefined when the user thinks better of it. */
export async function askFor(format: Export['format'], to: Export['to']): Promise<Export | undefined> {
  switch (format) {
    case 'mermaid':
    case 'markdown':
      return { to, format };
    case 'svg':
      return askForSvg(to);
    case 'png':
      return askForPng(to);
  }
}

async function askForSvg(to: Export['to']): Promise<Export | undefined> {
  const background = await askForBackground();
  return background === undefined ? undefined : { to, format: 'svg', background };
}

async function askForPng(to: Export['to']): Promise<Export | undefined> {
  const background = await askForBackground();
  if (background === undefined) return undefined;
  const items = SCALES.map((scale) => ({ label: `${scale}×`, scale }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Scale of the picture'),
  });
  return picked && { to, format: 'png', background, scale: picked.scale };
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
  sayCopied();
}

/** Says that the drawing is on the clipboard, and what there is to know of it. */
export function sayCopied(remark?: string): void {
  vscode.window.setStatusBarMessage(vscode.l10n.t('Drawing copied'), SAID);
  if (remark !== undefined) void vscode.window.showInformationMessage(remark);
}

/** Says why the drawing is not on the clipboard. Whether the user wants a file instead. */
export async function offerFile(reason: string): Promise<boolean> {
  const save = vscode.l10n.t('Save as a File…');
  return (await vscode.window.showWarningMessage(reason, save)) === save;
}

/** Asks where to, beside the note at first, and writes the file. */
export async function saveDrawing(
  { format, data, title, remark }: FromPreview & { type: 'save' },
  note: vscode.Uri | undefined,
): Promise<void> {
  const file = FILES[format];
  const name = drawingFileName(note?.path.split('/').at(-1) ?? '', title, file.ending);
  const folder = folderOf(note);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Drawing'),
    filters: { [file.format]: [file.ending] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  try {
    await vscode.workspace.fs.writeFile(
      target,
      format === 'png' ? octets(data) : new TextEncoder().encode(data),
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
