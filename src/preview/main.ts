import { previewMemory } from '../protocol/memory.js';
import { isToPreview } from '../protocol/preview.js';
import { App } from './app.js';
import { canvasMeasure } from './measure.js';
import { rehearse } from './rehearsal.js';
import { shared } from './shared.js';
import { wordsFor } from './words.js';

interface Webview {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Webview;

const webview = acquireVsCodeApi();
const root = document.getElementById('segno');
if (root) {
  const app = new App(
    root,
    { post: (message) => webview.postMessage(message), remember: (memory) => webview.setState(memory) },
    previewMemory(webview.getState()),
  );
  /** The drawings that came last. */
  let last: unknown;
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = shared(last, event.data);
    if (!isToPreview(message)) return;
    if (message.type === 'drawings') last = message;
    app.receive(message);
  });
  webview.postMessage({ type: 'ready' });
  void rehearse(canvasMeasure(), wordsFor(document.documentElement.lang));
}
