/** The preview: a panel beside the editor that draws the exchanges of the active note. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { previewMemory, type PreviewMemory } from '../protocol/memory.js';
import type { Export } from '../protocol/preview.js';
import type { AnalysedParams } from '../protocol/server.js';
import { mayHoldExchange } from './documents.js';
import type { Condition, Health } from './health.js';
import { Command, ContextKey, PREVIEW_PANEL, Setting } from './names.js';
import { exportOf } from './preview-export.js';
import { PreviewPanel, type PanelOwner } from './preview-panel.js';

/** The commands by which a drawing leaves, with what becomes of it and where it goes. */
const EXPORTS: readonly (readonly [string, Export['format'], Export['to']])[] = [
  [Command.copyMermaid, 'mermaid', 'clipboard'],
  [Command.copyMarkdown, 'markdown', 'clipboard'],
  [Command.copySvg, 'svg', 'clipboard'],
  [Command.copyPng, 'png', 'clipboard'],
  [Command.saveMermaid, 'mermaid', 'file'],
  [Command.saveMarkdown, 'markdown', 'file'],
  [Command.saveSvg, 'svg', 'file'],
  [Command.savePng, 'png', 'file'],
];

/** Offers the preview's commands, keeps open panels up to date, and revives those of the last session. */
export function registerPreview(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  health: Health,
  onAnalysed: vscode.Event<AnalysedParams>,
): void {
  const previews = new Previews(context.extensionUri, client, health, onAnalysed);
  context.subscriptions.push(
    previews,
    vscode.commands.registerCommand(Command.openPreview, (resource?: unknown) =>
      previews.open(resourceOf(resource), vscode.ViewColumn.Active),
    ),
    vscode.commands.registerCommand(Command.openPreviewToSide, (resource?: unknown) =>
      previews.open(resourceOf(resource), vscode.ViewColumn.Beside),
    ),
    vscode.commands.registerCommand(Command.togglePreviewLock, () => {
      previews.toggleLock();
    }),
    vscode.commands.registerCommand(Command.toggleCompactRows, async () => {
      const settings = vscode.workspace.getConfiguration();
      const compact = settings.get<boolean>(Setting.compactRows, false);
      await settings.update(Setting.compactRows, !compact, vscode.ConfigurationTarget.Global);
    }),
    vscode.commands.registerCommand(Command.stepThrough, () => {
      previews.stepThrough();
    }),
    ...EXPORTS.map(([command, format, to]) =>
      vscode.commands.registerCommand(command, () => {
        previews.export(exportOf(format, to));
      }),
    ),
    vscode.window.registerWebviewPanelSerializer(PREVIEW_PANEL, {
      deserializeWebviewPanel: (panel, state) => {
        previews.revive(panel, previewMemory(state));
        return Promise.resolve();
      },
    }),
  );
}

/** The document that a command is about: the one it was called with, else the active editor's. */
function resourceOf(resource: unknown): vscode.Uri | undefined {
  return resource instanceof vscode.Uri ? resource : vscode.window.activeTextEditor?.document.uri;
}

class Previews implements vscode.Disposable, PanelOwner {
  readonly #panels = new Set<PreviewPanel>();
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(
    private readonly extension: vscode.Uri,
    readonly client: BaseLanguageClient,
    private readonly health: Health,
    onAnalysed: vscode.Event<AnalysedParams>,
  ) {
    this.#subscriptions = [
      onAnalysed(({ uri }) => {
        for (const panel of this.#panels) if (panel.shows(uri)) panel.refresh();
      }),
      health.event(() => {
        for (const panel of this.#panels) panel.serverChanged();
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration(Setting.compactRows)) return;
        for (const panel of this.#panels) panel.tellLook();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor && mayHoldExchange(editor.document)) this.#follower()?.follow(editor.document);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const [selection] = selections;
        if (!selection) return;
        for (const panel of this.#panels) panel.cursor(textEditor.document.uri, selection.active.line + 1);
      }),
    ];
  }

  get condition(): Condition {
    return this.health.now;
  }

  /** Shows the document in the panel that follows the editor, or in a new one in that column. */
  open(resource: vscode.Uri | undefined, column: vscode.ViewColumn): void {
    const known = this.#follower();
    if (known) {
      if (resource) known.show(resource);
      known.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      PREVIEW_PANEL,
      vscode.l10n.t('Segno Preview'),
      { viewColumn: column, preserveFocus: column === vscode.ViewColumn.Beside },
      // The preview finds by itself: it holds only what is near.
      { enableFindWidget: false, retainContextWhenHidden: true },
    );
    this.#add(panel, { ...(resource ? { uri: this.#key(resource) } : {}) });
  }

  revive(panel: vscode.WebviewPanel, memory: PreviewMemory): void {
    this.#add(panel, memory);
  }

  export(wanted: Export): void {
    this.#meant()?.export(wanted);
  }

  /** Steps through the exchange in the panel, which takes the focus, for its keys. */
  stepThrough(): void {
    this.#meant()?.stepThrough();
  }

  /** The panel that is active, else the one that shows the active note, which is opened if need be. */
  #meant(): PreviewPanel | undefined {
    const resource = vscode.window.activeTextEditor?.document.uri;
    const shown = () => [...this.#panels].find((one) => resource && one.shows(this.#key(resource)));
    const panel = [...this.#panels].find((one) => one.active) ?? shown();
    if (panel) return panel;
    this.open(resource, vscode.ViewColumn.Beside);
    return shown();
  }

  toggleLock(): void {
    const panel = [...this.#panels].find((one) => one.active) ?? this.#follower() ?? [...this.#panels][0];
    panel?.lock(!panel.locked);
  }

  panelChanged(): void {
    const locked = [...this.#panels].some((panel) => panel.active && panel.locked);
    void vscode.commands.executeCommand('setContext', ContextKey.previewLocked, locked);
  }

  panelClosed(panel: PreviewPanel): void {
    this.#panels.delete(panel);
    this.panelChanged();
  }

  dispose(): void {
    for (const panel of this.#panels) panel.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #key(resource: vscode.Uri): string {
    return this.client.code2ProtocolConverter.asUri(resource);
  }

  /** The panel that follows the active editor: the newest that is not locked. */
  #follower(): PreviewPanel | undefined {
    return [...this.#panels].reverse().find((panel) => !panel.locked);
  }

  #add(panel: vscode.WebviewPanel, memory: PreviewMemory): void {
    this.#panels.add(new PreviewPanel(panel, this.extension, this, memory));
    this.panelChanged();
  }
}
