import * as vscode from 'vscode';
import { State, type BaseLanguageClient } from 'vscode-languageclient';
import {
  DRAWINGS_REQUEST,
  isDrawingsAnswer,
  isFromPreview,
  type DrawingsAnswer,
  type DrawingsParams,
  type Export,
  type FromPreview,
  type PreviewMemory,
  type ToPreview,
} from '../server/messages.js';
import { takeFocus } from './focus.js';
import { LANGUAGE, Setting } from './names.js';
import { copyText, offerFile, saveDrawing, sayCopied } from './preview-export.js';
import { editedLines } from './preview-edits.js';
import { previewHtml } from './preview-html.js';
import { StepMark } from './preview-step.js';

/** What a panel tells those that keep it. */
export interface PanelOwner {
  readonly client: BaseLanguageClient;
  /** Whether the client has been started, be it without success. */
  readonly started: boolean;
  /** It became active or inactive, locked or unlocked. */
  panelChanged(): void;
  panelClosed(panel: PreviewPanel): void;
}

/** One preview. It asks for drawings when there are new ones, one request at a time, and drops what came too late. */
export class PreviewPanel {
  /** The document that is shown, as the language server names it. */
  #uri: string | undefined;
  /** A document that is shown instead once it turns out to have an exchange. */
  #candidate: string | undefined;
  #locked: boolean;
  #ready = false;
  #asking = false;
  #askAgain = false;
  #latest: DrawingsAnswer | undefined;
  #cursor: number | undefined;
  /** What is to be exported as soon as there is a drawing. */
  #wanted: Export | undefined;
  /** Someone wants to step through the exchange as soon as there is a drawing. */
  #stepThrough = false;
  /** The editor that had the focus before a picture was copied. */
  #editorBefore: vscode.TextEditor | undefined;
  readonly #step = new StepMark();
  /** Tells when the file that is shown comes and goes. */
  #watch: vscode.Disposable | undefined;
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    private readonly owner: PanelOwner,
    memory: PreviewMemory,
  ) {
    this.#uri = memory.uri;
    this.#locked = memory.locked ?? false;
    const dist = vscode.Uri.joinPath(extension, 'dist');
    const media = vscode.Uri.joinPath(extension, 'media');
    const { webview } = panel;
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'segno-light.svg'),
      dark: vscode.Uri.joinPath(media, 'segno-dark.svg'),
    };
    webview.options = { enableScripts: true, localResourceRoots: [dist, media] };
    this.#subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => {
        if (isFromPreview(message)) void this.#receive(message);
      }),
      this.#step,
      vscode.workspace.onDidRenameFiles(({ files }) => {
        const moved = files.find(({ oldUri }) => this.#key(oldUri) === this.#uri);
        if (moved) this.show(moved.newUri);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const uri = this.#key(document.uri);
        if (uri !== this.#uri || contentChanges.length === 0) return;
        this.#post({ type: 'edited', uri, version: document.version, edits: editedLines(contentChanges) });
      }),
      panel.onDidChangeViewState(() => {
        owner.panelChanged();
      }),
      panel.onDidDispose(() => {
        this.#forget();
        owner.panelClosed(this);
      }),
    ];
    webview.html = previewHtml({
      language: vscode.env.language,
      nonce: nonce(),
      source: webview.cspSource,
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'preview.js')).toString(),
      styles: ['theme.css', 'drawing.css', 'preview.css'].map((name) =>
        webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString(),
      ),
    });
    this.#name();
    this.#open();
    this.#watchFile();
  }

  get active(): boolean {
    return this.panel.active;
  }

  get locked(): boolean {
    return this.#locked;
  }

  shows(uri: string): boolean {
    return uri === this.#uri || uri === this.#candidate;
  }

  /** Brings the panel to the front of its column, without the focus. */
  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Shows another document. */
  show(resource: vscode.Uri): void {
    const uri = this.#key(resource);
    this.#candidate = undefined;
    if (uri === this.#uri) return;
    this.#uri = uri;
    this.#latest = undefined;
    this.#cursor = undefined;
    this.#name();
    this.#watchFile();
    this.refresh();
  }

  /** Follows the editor to a document; one of Markdown only if it has an exchange, so that the picture stays. */
  follow(document: vscode.TextDocument): void {
    if (this.#locked) return;
    const uri = this.#key(document.uri);
    if (document.languageId === LANGUAGE || this.#uri === undefined) {
      this.show(document.uri);
    } else if (uri === this.#uri) {
      this.#candidate = undefined;
    } else {
      this.#candidate = uri;
      this.refresh();
    }
  }

  lock(locked: boolean): void {
    this.#locked = locked;
    this.#candidate = undefined;
    this.#post({ type: 'lock', locked });
    this.#name();
    this.owner.panelChanged();
    const editor = vscode.window.activeTextEditor;
    if (!locked && editor) this.follow(editor.document);
  }

  cursor(resource: vscode.Uri, line: number): void {
    if (this.#key(resource) !== this.#uri) return;
    this.#cursor = line;
    this.#post({ type: 'cursor', uri: this.#uri, line });
  }

  /** Has the drawing look as the user wants it. */
  tellLook(): void {
    const compactRows = vscode.workspace.getConfiguration().get<boolean>(Setting.compactRows, false);
    this.#post({ type: 'look', compactRows });
  }

  /** Copies or saves what is shown, when it is shown. */
  export(wanted: Export): void {
    this.#wanted = wanted;
    this.#doNow();
  }

  /** Steps through what is shown, when it is shown. The panel comes to the front and takes the focus. */
  stepThrough(): void {
    this.panel.reveal();
    this.#stepThrough = true;
    this.#doNow();
  }

  /** Does what waited for a drawing. */
  #doNow(): void {
    if (!this.#latest || this.#candidate !== undefined || !this.#ready) return;
    if (this.#stepThrough) this.#post({ type: 'stepThrough' });
    this.#stepThrough = false;
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (!wanted) return;
    if (wanted.format === 'png' && wanted.to === 'clipboard') this.#lendFocus();
    this.#post({ type: 'export', wanted });
  }

  /** Gives the panel the focus for a moment: browsers let only the page that has it write pictures to the clipboard. */
  #lendFocus(): void {
    this.#editorBefore = this.panel.active ? undefined : vscode.window.activeTextEditor;
    this.panel.reveal();
  }

  /** Gives the focus back to the editor that had it, unless the user has gone elsewhere meanwhile. */
  async #giveBackFocus(): Promise<void> {
    const editor = this.#editorBefore;
    this.#editorBefore = undefined;
    if (!editor || !this.panel.active) return;
    const { viewColumn } = editor;
    await takeFocus(this.panel, editor.document, viewColumn === undefined ? {} : { viewColumn });
  }

  serverChanged(running: boolean): void {
    if (running) this.refresh();
    else this.#postStatus();
  }

  /** Asks for the newest drawings, now or as soon as the answer under way is here. */
  refresh(): void {
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    void this.#ask();
  }

  dispose(): void {
    this.panel.dispose();
  }

  #forget(): void {
    this.#watch?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #ask(): Promise<void> {
    const uri = this.#candidate ?? this.#uri;
    const { client } = this.owner;
    if (uri === undefined || client.state !== State.Running) {
      this.#postStatus();
      return;
    }
    this.#asking = true;
    try {
      const params: DrawingsParams = { uri };
      const answer: unknown = await client.sendRequest(DRAWINGS_REQUEST, params);
      if (isDrawingsAnswer(answer) && answer.uri === uri && answer.version > 0) this.#take(answer);
    } catch (error) {
      // The server stopped or dropped the request; its next state or analysis brings the next one.
      client.outputChannel.debug(String(error));
    } finally {
      this.#asking = false;
    }
    if (this.#askedMeanwhile() || uri !== (this.#candidate ?? this.#uri)) this.refresh();
  }

  #askedMeanwhile(): boolean {
    const again = this.#askAgain;
    this.#askAgain = false;
    return again;
  }

  #take(answer: DrawingsAnswer): void {
    if (answer.uri === this.#candidate) {
      if (answer.scenarios.length === 0) return;
      this.#uri = answer.uri;
      this.#candidate = undefined;
      this.#cursor = undefined;
      this.#name();
      this.#watchFile();
    }
    if (answer.uri !== this.#uri) return;
    this.#latest = answer;
    this.#postDrawings();
  }

  #postDrawings(): void {
    if (!this.#latest || this.#uri === undefined) return;
    this.#post({ type: 'drawings', answer: this.#latest, name: this.#fileName() });
    const editor = this.#editor();
    if (editor) this.#cursor ??= editor.selection.active.line + 1;
    if (this.#cursor !== undefined) this.#post({ type: 'cursor', uri: this.#uri, line: this.#cursor });
    this.#doNow();
  }

  #postStatus(): void {
    const { state } = this.owner.client;
    const name = this.#fileName();
    if (state === State.Stopped || state === State.StartFailed)
      this.#post({ type: 'status', status: 'gone', name });
    else if (this.#uri === undefined) this.#post({ type: 'status', status: 'none', name });
    else if (!this.#latest) this.#post({ type: 'status', status: 'loading', name });
  }

  #post(message: ToPreview): void {
    if (this.#ready) void this.panel.webview.postMessage(message);
  }

  async #receive(message: FromPreview): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#post({ type: 'lock', locked: this.#locked });
        this.tellLook();
        this.#postStatus();
        if (this.#latest) this.#postDrawings();
        else this.refresh();
        break;
      case 'lock':
        this.lock(message.locked);
        break;
      case 'step':
        this.#step.show(this.owner.client.protocol2CodeConverter.asUri(message.uri), message.at);
        break;
      case 'copy':
        await copyText(message);
        break;
      case 'copied':
        await this.#giveBackFocus();
        sayCopied(message, message.remark);
        break;
      case 'refused':
        await this.#giveBackFocus();
        if (await offerFile(message.reason)) this.export(message.instead);
        break;
      case 'save':
        await saveDrawing(message, this.#resource());
        break;
      case 'unsaved':
        await this.#giveBackFocus();
        void vscode.window.showWarningMessage(message.reason);
        break;
      case 'reveal':
        await this.#revealSource(message);
        break;
    }
  }

  /** Selects lines in the editor. A problem takes the focus there; an arrow leaves it, so that keys walk on. */
  async #revealSource({ uri, line, endLine, code }: FromPreview & { type: 'reveal' }): Promise<void> {
    const resource = this.owner.client.protocol2CodeConverter.asUri(uri);
    const known = this.#editor(uri);
    const document = known?.document ?? (await vscode.workspace.openTextDocument(resource));
    const range = rangeOf(document, line, endLine, code);
    const viewColumn =
      known?.viewColumn ??
      (this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One);
    const shown =
      code === undefined
        ? await vscode.window.showTextDocument(document, {
            viewColumn,
            preserveFocus: true,
            selection: range,
          })
        : await takeFocus(this.panel, document, { viewColumn, selection: range });
    shown.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Opens the document of a revived panel, which the server would not know otherwise. */
  #open(): void {
    if (this.#uri === undefined) return;
    const resource = this.owner.client.protocol2CodeConverter.asUri(this.#uri);
    vscode.workspace.openTextDocument(resource).then(
      () => {
        this.refresh();
      },
      () => {
        // The file is gone: there is nothing to show.
        this.#uri = undefined;
        this.#name();
        this.#postStatus();
      },
    );
  }

  /** Has it said when the file that is drawn is deleted, by whomever. */
  #watchFile(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
    const resource = this.#resource();
    const uri = this.#uri;
    if (!resource || resource.scheme === 'untitled') return;
    const folder = vscode.Uri.joinPath(resource, '..');
    const pattern = new vscode.RelativePattern(folder, this.#fileName().replaceAll(/[[\]{}*?]/g, '[$&]'));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    const tell = (deleted: boolean) => {
      if (uri !== this.#uri) return;
      if (deleted) this.#post({ type: 'status', status: 'deleted', name: this.#fileName() });
      else this.refresh();
    };
    watcher.onDidDelete(() => {
      tell(true);
    });
    watcher.onDidCreate(() => {
      tell(false);
    });
    this.#watch = watcher;
  }

  #editor(uri = this.#uri): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(({ document }) => this.#key(document.uri) === uri);
  }

  #key(resource: vscode.Uri): string {
    return this.owner.client.code2ProtocolConverter.asUri(resource);
  }

  #resource(): vscode.Uri | undefined {
    return this.#uri === undefined ? undefined : this.owner.client.protocol2CodeConverter.asUri(this.#uri);
  }

  #fileName(): string {
    return this.#resource()?.path.split('/').at(-1) ?? '';
  }

  #name(): void {
    const name = this.#fileName();
    this.panel.title =
      name === ''
        ? vscode.l10n.t('Segno Preview')
        : this.#locked
          ? vscode.l10n.t('[Preview {0}]', name)
          : vscode.l10n.t('Preview {0}', name);
  }
}

/** What to select: the place of the problem with that code on that line, else the lines without their indentation. */
function rangeOf(
  document: vscode.TextDocument,
  line: number,
  endLine: number,
  code: string | undefined,
): vscode.Range {
  if (code !== undefined) {
    const found = vscode.languages
      .getDiagnostics(document.uri)
      .find((diagnostic) => diagnostic.range.start.line === line - 1 && codeOf(diagnostic) === code);
    if (found) return found.range;
  }
  const last = document.lineCount - 1;
  const first = document.lineAt(Math.min(Math.max(line - 1, 0), last));
  const end = document.lineAt(Math.min(Math.max(endLine - 1, 0), last));
  return new vscode.Range(
    first.lineNumber,
    first.firstNonWhitespaceCharacterIndex,
    end.lineNumber,
    end.text.length,
  );
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

function nonce(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}
