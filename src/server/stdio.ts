/** The language server over standard input and output, for `segno lsp --stdio`. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { UNHEARD } from './cancelled.js';
import { DISK } from './disk.js';
import { serve } from './server.js';

/** Serves until the client says `exit` or closes the input, which ends the process. */
export function listenOnStdio(): Promise<never> {
  serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout, UNHEARD), DISK);
  return new Promise<never>(() => undefined);
}
