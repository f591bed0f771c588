/** The webview of a preview, and the talk with it: what is said before it listens is dropped, what it says is checked. */
import * as vscode from 'vscode';
import {
  isFromPreview,
  type Export,
  type Exported,
  type FromPreview,
  type ToPreview,
} from '../protocol/preview.js';
import { nonce } from './nonce.js';
import { previewHtml } from './preview-html.js';

/** What a view says of itself, but for what it was asked. */
export type Said = Exclude<FromPreview, { readonly type: 'exported' }>;

export class PreviewView implements vscode.Disposable {
  #ready = false;
  /** What it has been asked for and has not answered, by number. */
  readonly #asked = new Map<number, (exported: Exported) => void>();
  #number = 0;
  readonly #listening: vscode.Disposable;

  constructor(
    private readonly webview: vscode.Webview,
    extension: vscode.Uri,
    private readonly hear: (said: Said) => void,
  ) {
    const dist = vscode.Uri.joinPath(extension, 'dist');
    const media = vscode.Uri.joinPath(extension, 'media');
    webview.options = { enableScripts: true, localResourceRoots: [dist, media] };
    this.#listening = webview.onDidReceiveMessage((message: unknown) => {
      if (isFromPreview(message)) this.#hear(message);
    });
    webview.html = previewHtml({
      language: vscode.env.language,
      nonce: nonce(),
      source: webview.cspSource,
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'preview.js')).toString(),
      styles: ['theme.css', 'drawing.css', 'preview.css'].map((name) =>
        webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString(),
      ),
    });
  }

  get ready(): boolean {
    return this.#ready;
  }

  post(message: ToPreview): void {
    if (this.#ready) void this.webview.postMessage(message);
  }

  /** Has the drawing that is shown made into what is wanted. Never answered by a view that is closed meanwhile. */
  export(wanted: Export): Promise<Exported> {
    const id = ++this.#number;
    return new Promise((answer) => {
      this.#asked.set(id, answer);
      this.post({ type: 'export', id, wanted });
    });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#asked.clear();
  }

  #hear(message: FromPreview): void {
    if (message.type === 'exported') {
      // What nobody has asked for is no answer.
      this.#asked.get(message.id)?.(message.exported);
      this.#asked.delete(message.id);
      return;
    }
    if (message.type === 'ready') this.#ready = true;
    this.hear(message);
  }
}
