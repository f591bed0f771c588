/** Entry point in Node: by IPC from VS Code's desktop host, or with `--stdio` from any other editor. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { filesOnDisk } from './files.js';
import { serve } from './server.js';

serve(createConnection(ProposedFeatures.all), filesOnDisk);
