/** Entry point in a web worker, for VS Code in the browser. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { UNHEARD } from './cancelled.js';
import { serve } from './server.js';

declare const self: DedicatedWorkerGlobalScope;

// In Node this is only where the server takes from what both have in common.
if (typeof DedicatedWorkerGlobalScope !== 'undefined') {
  const reader = new BrowserMessageReader(self);
  const writer = new BrowserMessageWriter(self);
  serve(createConnection(ProposedFeatures.all, reader, writer, UNHEARD));
}
