/** A drawing leaves the preview: to the clipboard, or into a file of whatever file system the workspace has. */
import * as vscode from 'vscode';
import type { Export, Exported } from '../protocol/preview.js';
import { drawingFileName } from './file-name.js';
import { Setting } from './names.js';
import { saveFile } from './save-file.js';

/** Milliseconds for which the status bar says that something was copied. */
const SAID = 5000;

/** How the formats are called in the save dialog, and how their files end. */
const FILES: Readonly<Record<Export['format'], { readonly format: string; readonly ending: string }>> = {
  mermaid: { format: 'Mermaid', ending: 'mmd' },
  markdown: { format: 'Markdown', ending: 'md' },
  svg: { format: 'SVG', ending: 'svg' },
  png: { format: 'PNG', ending: 'png' },
};

/** What is wanted of a format: what it leaves to choose is a setting, so that nothing is asked each time. */
export function exportOf(format: Export['format'], to: Export['to']): Export {
  if (format === 'mermaid' || format === 'markdown') return { to, format };
  const settings = vscode.workspace.getConfiguration();
  const background = settings.get<unknown>(Setting.picturesBackground) !== 'none';
  if (format === 'svg') return { to, format, background };
  const scale = settings.get<unknown>(Setting.picturesScale);
  return {
    to,
    format,
    background,
    scale: typeof scale === 'number' ? Math.min(4, Math.max(1, Math.round(scale))) : 2,
  };
}

/** What was copied: a form of the drawing with that title, which may be empty. */
interface Copied {
  readonly format: Export['format'];
  readonly title: string;
}

/** Does with the drawing what was wanted of it, and says so. What is wanted instead, if the user so chooses. */
export async function deliver(
  wanted: Export,
  exported: Exported,
  note: vscode.Uri | undefined,
): Promise<Export | undefined> {
  const { format } = wanted;
  switch (exported.as) {
    case 'text':
      await copyText({ format, ...exported });
      return undefined;
    case 'file':
      await saveDrawing({ format, ...exported }, note);
      return undefined;
    case 'copied':
      sayCopied({ format, ...exported }, exported.remark);
      return undefined;
    case 'refused':
      return (await offerFile(exported.reason)) ? { ...wanted, to: 'file' } : undefined;
    case 'nothing':
      void vscode.window.showWarningMessage(exported.reason);
      return undefined;
  }
}

export async function copyText({ text, ...copied }: Copied & { readonly text: string }): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  sayCopied(copied);
}

/** Says what is on the clipboard, and what there is to know of it. */
function sayCopied({ format, title }: Copied, remark?: string): void {
  const form = FILES[format].format;
  const said =
    title === ''
      ? vscode.l10n.t('Copied the drawing as {0}', form)
      : vscode.l10n.t('Copied “{0}” as {1}', title, form);
  vscode.window.setStatusBarMessage(`$(check) ${said}`, SAID);
  if (remark !== undefined) void vscode.window.showInformationMessage(remark);
}

/** Says why the drawing is not on the clipboard. Whether the user wants a file instead. */
async function offerFile(reason: string): Promise<boolean> {
  const save = vscode.l10n.t('Save as a File…');
  return (await vscode.window.showWarningMessage(reason, save)) === save;
}

/** Asks where to, beside the note at first, and writes the file. */
async function saveDrawing(
  { format, data, title, remark }: Copied & { readonly data: string; readonly remark?: string },
  note: vscode.Uri | undefined,
): Promise<void> {
  const file = FILES[format];
  await saveFile(
    {
      ...file,
      title: vscode.l10n.t('Save Drawing'),
      name: drawingFileName(note?.path.split('/').at(-1) ?? '', title, file.ending),
      content: format === 'png' ? octets(data) : new TextEncoder().encode(data),
      ...(remark === undefined ? {} : { remark }),
      failed: (why) => vscode.l10n.t('The drawing could not be saved: {0}', why),
    },
    note,
  );
}

function octets(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
