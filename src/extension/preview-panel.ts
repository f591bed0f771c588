import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { PreviewMemory } from '../protocol/memory.js';
import type { Export } from '../protocol/preview.js';
import type { DrawingsAnswer } from '../protocol/server.js';
import { watchFile } from './file-watch.js';
import type { Condition } from './health.js';
import { LatestDrawings } from './latest-drawings.js';
import { lendFocus } from './lent-focus.js';
import { Command, LANGUAGE, Setting } from './names.js';
import { editedLines } from './preview-edits.js';
import { copyText, deliver } from './preview-export.js';
import { showSource } from './preview-source.js';
import { StepMark } from './preview-step.js';
import { PreviewView, type Said } from './preview-view.js';
import { ShownNote } from './shown-note.js';

/** What a panel tells those that keep it. */
export interface PanelOwner {
  readonly client: BaseLanguageClient;
  readonly condition: Condition;
  /** It became active or inactive, locked or unlocked. */
  panelChanged(): void;
  panelClosed(panel: PreviewPanel): void;
}

/** One preview: brings together which note is shown, its drawings, and the view that they are in. */
export class PreviewPanel {
  readonly #note: ShownNote;
  readonly #drawings: LatestDrawings;
  readonly #view: PreviewView;
  readonly #step = new StepMark();
  #latest: DrawingsAnswer | undefined;
  /** The note of the drawing that is in the view. */
  #drawn: string | undefined;
  #cursor: number | undefined;
  /** What waits for a drawing. */
  #waiting: (() => void)[] = [];
  /** Tells when the file that is shown comes and goes. */
  #watch: vscode.Disposable | undefined;
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    private readonly owner: PanelOwner,
    memory: PreviewMemory,
  ) {
    const { client } = owner;
    this.#note = new ShownNote(memory.uri, memory.locked ?? false);
    this.#drawings = new LatestDrawings(
      client,
      () => this.#note.wanted,
      (answer) => this.#take(answer),
    );
    const media = vscode.Uri.joinPath(extension, 'media');
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'segno-light.svg'),
      dark: vscode.Uri.joinPath(media, 'segno-dark.svg'),
    };
    this.#view = new PreviewView(panel.webview, extension, (said) => {
      // A file that is gone cannot be opened, and the view says already that it is.
      this.#hear(said).catch((error: unknown) => {
        client.outputChannel.error(String(error));
      });
    });
    this.#subscriptions = [
      this.#view,
      this.#step,
      vscode.workspace.onDidRenameFiles(({ files }) => {
        const moved = files.some(({ oldUri, newUri }) =>
          this.#note.moved(this.#key(oldUri), this.#key(newUri)),
        );
        if (moved) this.#begin();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const uri = this.#key(document.uri);
        if (uri !== this.#note.uri || contentChanges.length === 0) return;
        const { version } = document;
        this.#view.post({ type: 'edited', uri, version, edits: editedLines(contentChanges) });
      }),
      panel.onDidChangeViewState(() => {
        owner.panelChanged();
      }),
      panel.onDidDispose(() => {
        this.#watch?.dispose();
        for (const subscription of this.#subscriptions) subscription.dispose();
        owner.panelClosed(this);
      }),
    ];
    this.#name();
    this.#open();
    this.#watchFile();
  }

  get active(): boolean {
    return this.panel.active;
  }

  get locked(): boolean {
    return this.#note.locked;
  }

  shows(uri: string): boolean {
    return this.#note.isAbout(uri);
  }

  /** Brings the panel to the front of its column, without the focus. */
  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Shows another document. */
  show(resource: vscode.Uri): void {
    if (this.#note.show(this.#key(resource))) this.#begin();
  }

  /** Follows the editor to a document; one of Markdown only if it has an exchange, so that the picture stays. */
  follow(document: vscode.TextDocument): void {
    const before = this.#note.uri;
    if (!this.#note.follow(this.#key(document.uri), document.languageId === LANGUAGE)) return;
    if (this.#note.uri === before) this.refresh();
    else this.#begin();
  }

  lock(locked: boolean): void {
    this.#note.lock(locked);
    this.#view.post({ type: 'lock', locked });
    this.#name();
    this.owner.panelChanged();
    const editor = vscode.window.activeTextEditor;
    if (!locked && editor) this.follow(editor.document);
  }

  cursor(resource: vscode.Uri, line: number): void {
    const uri = this.#key(resource);
    if (uri !== this.#note.uri) return;
    this.#cursor = line;
    this.#view.post({ type: 'cursor', uri, line });
  }

  /** Has the drawing look as the user wants it. */
  tellLook(): void {
    const compactRows = vscode.workspace.getConfiguration().get<boolean>(Setting.compactRows, false);
    this.#view.post({ type: 'look', compactRows });
  }

  /** Copies or saves what is shown, when it is shown. */
  export(wanted: Export): void {
    this.#whenDrawn(() => void this.#export(wanted));
  }

  /** Steps through what is shown, when it is shown. The panel comes to the front and takes the focus. */
  stepThrough(): void {
    this.panel.reveal();
    this.#whenDrawn(() => this.#view.post({ type: 'stepThrough' }));
  }

  serverChanged(): void {
    if (this.owner.condition === 'answering') this.refresh();
    else this.#postStatus();
  }

  /** Asks for the newest drawings. */
  refresh(): void {
    this.#postStatus();
    this.#drawings.refresh();
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Another note is shown now, of which nothing is known yet. */
  #begin(): void {
    this.#latest = undefined;
    this.#cursor = undefined;
    this.#name();
    this.#watchFile();
    this.refresh();
  }

  #take(answer: DrawingsAnswer): void {
    if (this.#note.found(answer.uri, answer.scenarios.length > 0)) {
      this.#cursor = undefined;
      this.#name();
      this.#watchFile();
    }
    if (answer.uri !== this.#note.uri) return;
    this.#latest = answer;
    this.#postDrawings();
  }

  #postDrawings(): void {
    const { uri } = this.#note;
    if (!this.#latest || uri === undefined) return;
    this.#view.post({ type: 'drawings', answer: this.#latest, name: this.#fileName() });
    this.#drawn = uri;
    this.#cursor ??= this.#lineOfCursor();
    if (this.#cursor !== undefined) this.#view.post({ type: 'cursor', uri, line: this.#cursor });
    this.#doWaiting();
  }

  #lineOfCursor(): number | undefined {
    const editor = vscode.window.visibleTextEditors.find(
      ({ document }) => this.#key(document.uri) === this.#note.uri,
    );
    return editor && editor.selection.active.line + 1;
  }

  #postStatus(): void {
    const { condition } = this.owner;
    const name = this.#fileName();
    if (condition === 'gone') this.#view.post({ type: 'status', status: 'gone', name });
    else if (this.#note.wanted === undefined) this.#view.post({ type: 'status', status: 'none', name });
    else if (condition === 'silent') this.#view.post({ type: 'status', status: 'silent', name });
    else if (!this.#latest) this.#view.post({ type: 'status', status: 'loading', name });
  }

  async #hear(said: Said): Promise<void> {
    switch (said.type) {
      case 'ready':
        this.#view.post({ type: 'lock', locked: this.locked });
        this.tellLook();
        this.#postStatus();
        if (this.#latest) this.#postDrawings();
        else this.refresh();
        break;
      case 'lock':
        this.lock(said.locked);
        break;
      case 'step':
        if (said.uri === this.#drawn) this.#step.show(this.#resourceOf(said.uri), said.at);
        break;
      case 'server':
        await vscode.commands.executeCommand(
          said.wanted === 'restart' ? Command.restartServer : Command.showOutput,
        );
        break;
      case 'copy':
        await copyText({ format: 'mermaid', title: said.title, text: said.text });
        break;
      case 'reveal':
        // Nothing but what is drawn is opened at its word.
        if (said.uri === this.#drawn) await showSource(this.panel, this.#resourceOf(said.uri), said);
        break;
    }
  }

  #whenDrawn(act: () => void): void {
    this.#waiting.push(act);
    this.#doWaiting();
  }

  #doWaiting(): void {
    if (!this.#latest || this.#note.undecided || !this.#view.ready) return;
    for (const act of this.#waiting.splice(0)) act();
  }

  async #export(wanted: Export): Promise<void> {
    const byPage = wanted.format === 'png' && wanted.to === 'clipboard';
    const giveBack = byPage ? lendFocus(this.panel) : undefined;
    const exported = await this.#view.export(wanted);
    await giveBack?.();
    const instead = await deliver(wanted, exported, this.#resource());
    if (instead) this.export(instead);
  }

  /** Opens the document of a revived panel, which the server would not know otherwise. */
  #open(): void {
    const resource = this.#resource();
    if (!resource) return;
    vscode.workspace.openTextDocument(resource).then(
      () => {
        this.refresh();
      },
      () => {
        // The file is gone: there is nothing to show.
        this.#note.leave();
        this.#name();
        this.#postStatus();
      },
    );
  }

  /** Has it said when the file that is drawn is deleted. */
  #watchFile(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
    const resource = this.#resource();
    if (!resource || resource.scheme === 'untitled') return;
    const name = this.#fileName();
    this.#watch = watchFile(resource, {
      deleted: () => this.#view.post({ type: 'status', status: 'deleted', name }),
      back: () => this.refresh(),
    });
  }

  #key(resource: vscode.Uri): string {
    return this.owner.client.code2ProtocolConverter.asUri(resource);
  }

  #resourceOf(uri: string): vscode.Uri {
    return this.owner.client.protocol2CodeConverter.asUri(uri);
  }

  #resource(): vscode.Uri | undefined {
    const { uri } = this.#note;
    return uri === undefined ? undefined : this.#resourceOf(uri);
  }

  #fileName(): string {
    return this.#resource()?.path.split('/').at(-1) ?? '';
  }

  #name(): void {
    const name = this.#fileName();
    this.panel.title =
      name === ''
        ? vscode.l10n.t('Segno Preview')
        : this.locked
          ? vscode.l10n.t('[Preview {0}]', name)
          : vscode.l10n.t('Preview {0}', name);
  }
}
