/** The files on disk, for servers that run in Node. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Storage } from './files.js';

export const DISK: Storage = {
  list: async (folder) => {
    const entries = await ofPath(folder, (path) => readdir(path, { withFileTypes: true }));
    return (entries ?? [])
      .filter((entry) => entry.isDirectory() || entry.isFile())
      .map((entry) => ({ name: entry.name, folder: entry.isDirectory() }));
  },
  stat: async (uri) => {
    const found = await ofPath(uri, (path) => stat(path));
    return found && { changed: found.mtimeMs, octets: found.size };
  },
  read: (uri) => ofPath(uri, (path) => readFile(path, 'utf8')),
};

/** What is found at an address; undefined if it is not on disk, is gone, or nobody may read it. */
async function ofPath<T>(uri: string, find: (path: string) => Promise<T>): Promise<T | undefined> {
  try {
    return await find(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}
