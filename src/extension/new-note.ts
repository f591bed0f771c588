/** Notes to begin with: an empty one, and examples for who has just met Segno. */
import * as vscode from 'vscode';
import { languageOf } from '../server/settings.js';
import { COMING_FROM, fileOf, FIRST_NOTE, firstExchange, NOTE_FILES, QUESTIONS } from './examples.js';
import { exampleOf, starter } from './first-notes.js';
import { Command, LANGUAGE, WALKTHROUGH } from './names.js';

interface Pick extends vscode.QuickPickItem {
  /** What {@link Command.openExample} takes; missing on a line between. */
  readonly id?: string;
}

export function registerNewNotes(extension: vscode.Uri): vscode.Disposable {
  const language = languageOf(vscode.env.language);

  /** One of the notes in the extension's folder, as a copy that may be changed, with its drawing beside it. */
  const openFile = async (id: unknown): Promise<boolean> => {
    const file = NOTE_FILES.find((one) => one.id === id);
    if (!file) return false;
    const from = vscode.Uri.joinPath(extension, fileOf(file, language));
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(from));
    await open('markdown', text, firstExchange(text));
    await vscode.commands.executeCommand(Command.openPreviewToSide);
    return true;
  };

  const ask = async (): Promise<string | undefined> => {
    const separator = (label: string): Pick => ({ label, kind: vscode.QuickPickItemKind.Separator });
    const items: Pick[] = [
      separator(vscode.l10n.t('To begin with')),
      { id: FIRST_NOTE.id, label: FIRST_NOTE.title[language] },
      { id: 'mistake', label: vscode.l10n.t('A note with a mistake') },
      { id: 'markdown', label: vscode.l10n.t('A Markdown note') },
      { id: COMING_FROM.id, label: COMING_FROM.title[language] },
      separator(vscode.l10n.t('Questions about TCP')),
      ...QUESTIONS.map(({ id, title }): Pick => ({ id, label: title[language] })),
    ];
    const placeHolder = vscode.l10n.t('The example to open as a new note');
    return (await vscode.window.showQuickPick(items, { placeHolder }))?.id;
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand(Command.newNote, async () => {
      const editor = await open(LANGUAGE, '');
      await editor.insertSnippet(new vscode.SnippetString(starter(language)));
    }),
    vscode.commands.registerCommand(Command.openExample, async (kind: unknown) => {
      const wanted = kind ?? (await ask());
      if (wanted === undefined || (await openFile(wanted))) return;
      const { languageId, text, line, column } = exampleOf(wanted, language);
      await open(languageId, text, line, column);
    }),
    vscode.commands.registerCommand(Command.openWalkthrough, () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false),
    ),
  );
}

/** Opens a new note with the cursor at a line and column, both counted from 0. */
async function open(language: string, content: string, line = 0, column = 0): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  const cursor = new vscode.Position(line, column);
  return vscode.window.showTextDocument(document, { selection: new vscode.Selection(cursor, cursor) });
}
