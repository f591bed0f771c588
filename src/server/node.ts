/** Entry point in Node: by IPC from VS Code's desktop host, or with `--stdio` from any other editor. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { UNHEARD } from './cancelled.js';
import { DISK } from './disk.js';
import { serve } from './server.js';

serve(createConnection(ProposedFeatures.all, UNHEARD), DISK);
