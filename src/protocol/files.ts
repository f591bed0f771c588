/**
 * What the server asks its client of files, where it cannot see them itself: in a browser, and in folders that are not on
 * disk. Each request names one address.
 */
import { number, object, text, truth } from './schema.js';

/** The initialization option by which a client says that it answers these requests. */
export const FILES_OPTION = 'files';

/** Request, server to client: what a folder holds. Answers a list of {@link FolderEntry}, empty if it cannot be read. */
export const LIST_FOLDER_REQUEST = 'segno/listFolder';

/** Request, server to client: whether there is something at an address. Answers {@link FileStat} or null. */
export const STAT_FILE_REQUEST = 'segno/statFile';

/** Request, server to client: the text of a file. Answers a string, or null if it cannot be read. */
export const READ_FILE_REQUEST = 'segno/readFile';

export interface FileParams {
  readonly uri: string;
}

/** Something in a folder that is no link to elsewhere. */
export interface FolderEntry {
  readonly name: string;
  readonly folder: boolean;
}

export interface FileStat {
  /** When it was changed, in milliseconds; what counts is whether it is the same. */
  readonly changed: number;
  readonly octets: number;
}

export const isFileParams = object<FileParams>({ uri: text });

export const isFolderEntry = object<FolderEntry>({ name: text, folder: truth });

export const isFileStat = object<FileStat>({ changed: number, octets: number });
