/** The files that the client sees, for servers that see none or not all of them. */
import type { Connection, InitializeParams } from 'vscode-languageserver';
import {
  FILES_OPTION,
  isFileStat,
  isFolderEntry,
  LIST_FOLDER_REQUEST,
  READ_FILE_REQUEST,
  STAT_FILE_REQUEST,
  type FileParams,
} from '../protocol/files.js';
import type { Storage } from './files.js';
import { isRecord } from '../protocol/schema.js';

export interface FilesOfClient extends Storage {
  /** Before the first question: whether the client answers any. */
  readonly initialize: (params: InitializeParams) => void;
}

/** Empty as long as the client has not said that it answers. */
export function filesOfClient(connection: Connection): FilesOfClient {
  let answers = false;
  // A client that has gone meanwhile has no files for us.
  const ask = (request: string, uri: string): Promise<unknown> =>
    answers
      ? connection.sendRequest<unknown>(request, { uri } satisfies FileParams).catch(() => undefined)
      : Promise.resolve(undefined);
  return {
    initialize: ({ initializationOptions: options }: { readonly initializationOptions?: unknown }) => {
      answers = isRecord(options) && options[FILES_OPTION] === true;
    },
    list: async (folder) => {
      const entries = await ask(LIST_FOLDER_REQUEST, folder);
      return Array.isArray(entries) ? entries.filter(isFolderEntry) : [];
    },
    stat: async (uri) => {
      const stat = await ask(STAT_FILE_REQUEST, uri);
      return isFileStat(stat) ? stat : undefined;
    },
    read: async (uri) => {
      const text = await ask(READ_FILE_REQUEST, uri);
      return typeof text === 'string' ? text : undefined;
    },
  };
}

/** Files on disk from one place, and all others from another. */
export function byScheme(disk: Storage, others: Storage): Storage {
  const storageOf = (uri: string): Storage => (uri.startsWith('file:') ? disk : others);
  return {
    list: (folder) => storageOf(folder).list(folder),
    stat: (uri) => storageOf(uri).stat(uri),
    read: (uri) => storageOf(uri).read(uri),
  };
}
