/** The notes on disk, for servers that run in Node. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Files, StoredNote } from '../language/features/feature.js';
import { titlesIn, type Titled } from '../language/titles.js';
import { isMarkdownName } from './notes.js';

/** A workspace may be a whole disk: what lies beyond these is not looked at. */
const MOST_FOLDERS = 5_000;
const MOST_NOTES = 2_000;
const MOST_OCTETS = 1_048_576;

/** While somebody types what is looked for, the folders are not looked through again, in milliseconds. */
const FRESH = 3_000;

interface Known {
  readonly changed: number;
  readonly titles: readonly Titled[];
}

/** Looks through folders, given by their addresses, when it is first asked to, and again when the answer is old. */
export function filesOnDisk(folders: () => readonly string[]): Files {
  const known = new Map<string, Known>();
  let last: { readonly notes: Promise<readonly StoredNote[]>; readonly at: number } | undefined;
  return {
    exists: async (uri) => {
      const path = pathOf(uri);
      return path !== undefined && (await stat(path).catch(() => undefined)) !== undefined;
    },
    notes: () => {
      const now = performance.now();
      if (!last || now - last.at > FRESH) last = { notes: notesIn(folders(), known), at: now };
      return last.notes;
    },
  };
}

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    // Not on disk, or nothing that names a file on this system.
    return undefined;
  }
}

async function notesIn(folders: readonly string[], known: Map<string, Known>): Promise<StoredNote[]> {
  const paths = await under(folders.flatMap((uri) => pathOf(uri) ?? []));
  const notes: StoredNote[] = [];
  for (const path of paths) {
    const titles = await titlesOf(path, known);
    if (titles.length > 0) notes.push({ uri: pathToFileURL(path).href, titles });
  }
  for (const path of known.keys()) if (!paths.includes(path)) known.delete(path);
  return notes;
}

/** The notes in folders and below, those near the top first; hidden folders and installed packages left out. */
async function under(folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const waiting = [...folders];
  for (let seen = 0; seen < MOST_FOLDERS && seen < waiting.length; seen++) {
    const folder = waiting[seen] ?? '';
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() && isNote(entry.name)) found.push(path);
      if (found.length === MOST_NOTES) return found;
    }
  }
  return found;
}

function isNote(name: string): boolean {
  return extname(name).toLowerCase() === '.segno' || isMarkdownName(name);
}

/** The titles in a file, read again only if it has changed. */
async function titlesOf(path: string, known: Map<string, Known>): Promise<readonly Titled[]> {
  try {
    const { mtimeMs: changed, size } = await stat(path);
    if (size > MOST_OCTETS) return [];
    const before = known.get(path);
    if (before?.changed === changed) return before.titles;
    const text = await readFile(path, 'utf8');
    const titles = titlesIn(text, isMarkdownName(path) ? 'markdown' : 'segno');
    known.set(path, { changed, titles });
    return titles;
  } catch {
    // It is gone, or nobody may read it.
    return [];
  }
}
