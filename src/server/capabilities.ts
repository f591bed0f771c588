/** What the server offers to a client: most of it at once, some only after the start. */
import {
  RegistrationRequest,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type Registration,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { FEATURES } from '../language/features/index.js';

export function capabilities(client: ClientCapabilities): ServerCapabilities {
  const sync = { openClose: true, change: TextDocumentSyncKind.Incremental, save: true };
  const everywhere = FEATURES.filter(({ ownFilesOnly }) => !ownFilesOnly?.possible(client));
  return Object.assign(
    { textDocumentSync: sync },
    ...everywhere.map((feature) => feature.capabilities),
  ) as ServerCapabilities;
}

/** Offers what is for `.segno` files only to a client that can be told so. */
export async function registerForOwnFiles(connection: Connection, client: ClientCapabilities): Promise<void> {
  const documentSelector = [{ language: 'segno' }];
  const registrations = FEATURES.flatMap(({ ownFilesOnly }): Registration[] =>
    ownFilesOnly?.possible(client)
      ? Object.entries(ownFilesOnly.registrations).map(([method, options]) => ({
          id: `segno/${method}`,
          method,
          registerOptions: { ...options, documentSelector },
        }))
      : [],
  );
  if (registrations.length > 0) await connection.sendRequest(RegistrationRequest.type, { registrations });
}
