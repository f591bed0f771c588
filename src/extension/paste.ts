/** *Paste as Segno*: an exchange in another notation that is on the clipboard, written in Segno's. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { LONGEST_FIGURES } from '../language/text-kind.js';
import { isPasteAnswer, PASTE_REQUEST, type PasteParams } from '../protocol/server.js';
import { Command, LANGUAGE } from './names.js';

const NOTES = [{ language: LANGUAGE }, { language: 'markdown' }];

const PLAIN_TEXT = 'text/plain';

/** Whether a text could be an exchange, so that no other paste waits for the server. */
const MAY_BE_EXCHANGE =
  /(?:SYN|ACK|FIN|RST|\[[SFRPU.]+\])[^]*[\r\n]|[\r\n][^]*(?:SYN|ACK|FIN|RST|\[[SFRPU.]+\])/i;

/** The command, and, where VS Code can do that, an offer beside plain paste. */
export function registerPaste(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(Command.pasteAsSegno, () => paste(client)),
    offerOnPaste(client),
  );
}

async function paste(client: BaseLanguageClient): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { document, selection } = editor;
  const { version } = document;
  const text = await inSegno(client, document, selection, await vscode.env.clipboard.readText());
  if (text === undefined) {
    const message = vscode.l10n.t('There is no TCP exchange on the clipboard that Segno can read.');
    void vscode.window.showInformationMessage(message);
    return;
  }
  // Whoever has typed meanwhile has moved the place.
  if (document.version === version) await editor.edit((edit) => edit.replace(selection, text));
}

/** What a text is in Segno at a place of a note, or undefined where it is no exchange in another notation. */
async function inSegno(
  client: BaseLanguageClient,
  document: vscode.TextDocument,
  { start, end }: vscode.Range,
  text: string,
  token?: vscode.CancellationToken,
): Promise<string | undefined> {
  if (text.length > LONGEST_FIGURES || !MAY_BE_EXCHANGE.test(text)) return undefined;
  const params: PasteParams = {
    uri: client.code2ProtocolConverter.asUri(document.uri),
    range: {
      start: { line: start.line, character: start.character },
      end: { line: end.line, character: end.character },
    },
    text,
  };
  const answer: unknown = await client.sendRequest(PASTE_REQUEST, params, token);
  return isPasteAnswer(answer) ? answer.text : undefined;
}

/** What VS Code has had since 1.97, newer than the oldest that is supported and its types. */
interface PasteApi {
  readonly DocumentDropOrPasteEditKind: { readonly Empty: PasteKind; readonly Text: PasteKind };
  readonly DocumentPasteEdit: new (insertText: string, title: string, kind: PasteKind) => PasteEdit;
  readonly languages: {
    registerDocumentPasteEditProvider(
      selector: vscode.DocumentSelector,
      provider: PasteProvider,
      metadata: {
        readonly providedPasteEditKinds: readonly PasteKind[];
        readonly pasteMimeTypes: readonly string[];
      },
    ): vscode.Disposable;
  };
}

interface PasteKind {
  append(...parts: readonly string[]): PasteKind;
}

interface PasteEdit {
  yieldTo?: readonly PasteKind[];
}

interface PasteProvider {
  provideDocumentPasteEdits(
    document: vscode.TextDocument,
    ranges: readonly vscode.Range[],
    dataTransfer: vscode.DataTransfer,
    context: unknown,
    token: vscode.CancellationToken,
  ): Promise<PasteEdit[] | undefined>;
}

/** Offers it when an exchange is pasted; what is pasted stays plain text unless it is chosen. */
function offerOnPaste(client: BaseLanguageClient): vscode.Disposable {
  const api = vscode as unknown as PasteApi;
  try {
    const { Empty, Text } = api.DocumentDropOrPasteEditKind;
    const kind = Empty.append('segno');
    const provider: PasteProvider = {
      async provideDocumentPasteEdits(document, ranges, dataTransfer, _context, token) {
        const [range] = ranges;
        const pasted = dataTransfer.get(PLAIN_TEXT);
        if (!range || ranges.length > 1 || !pasted) return undefined;
        const text = await inSegno(client, document, range, await pasted.asString(), token);
        if (text === undefined) return undefined;
        const edit = new api.DocumentPasteEdit(text, vscode.l10n.t('Paste as Segno'), kind);
        edit.yieldTo = [Text];
        return [edit];
      },
    };
    return api.languages.registerDocumentPasteEditProvider(NOTES, provider, {
      providedPasteEditKinds: [kind],
      pasteMimeTypes: [PLAIN_TEXT],
    });
  } catch {
    // Before 1.97 it was not there, or not for everybody; there is the command.
    return new vscode.Disposable(() => undefined);
  }
}
