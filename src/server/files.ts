/** The notes in the folders of a workspace, wherever they are stored. */
import { URI, Utils } from 'vscode-uri';
import type { Files, StoredNote } from '../language/features/feature.js';
import { titlesIn, type Titled } from '../language/titles.js';
import type { FileStat, FolderEntry } from '../protocol/files.js';
import { isLookedInto, isMarkdownName, isNoteName } from '../language/text-kind.js';

/** A workspace may be a whole disk: what lies beyond these is not looked at. */
const MOST_FOLDERS = 5_000;
const MOST_NOTES = 2_000;
const MOST_OCTETS = 1_048_576;

/** Notes that are asked for at once. */
const AT_ONCE = 20;

/** While somebody types what is looked for, the folders are not looked through again, in milliseconds. */
const FRESH = 3_000;

/** A place where files are stored. Nothing rejects: what cannot be read is empty, or undefined. */
export interface Storage {
  readonly list: (folder: string) => Promise<readonly FolderEntry[]>;
  readonly stat: (uri: string) => Promise<FileStat | undefined>;
  readonly read: (uri: string) => Promise<string | undefined>;
}

interface Known {
  readonly changed: number;
  readonly titles: readonly Titled[];
}

/** Looks through folders, given by their addresses, when it is first asked to, and again when the answer is old. */
export function filesIn(storage: Storage, folders: () => readonly string[]): Files {
  const known = new Map<string, Known>();
  let last: { readonly notes: Promise<readonly StoredNote[]>; readonly at: number } | undefined;
  return {
    exists: async (uri) => (await storage.stat(uri)) !== undefined,
    notes: () => {
      const now = performance.now();
      if (!last || now - last.at > FRESH) last = { notes: notesIn(storage, folders(), known), at: now };
      return last.notes;
    },
  };
}

async function notesIn(
  storage: Storage,
  folders: readonly string[],
  known: Map<string, Known>,
): Promise<StoredNote[]> {
  const uris = await under(storage, folders);
  const notes: StoredNote[] = [];
  for (let first = 0; first < uris.length; first += AT_ONCE) {
    const some = uris.slice(first, first + AT_ONCE);
    const titled = await Promise.all(
      some.map(async (uri) => ({ uri, titles: await titlesOf(storage, uri, known) })),
    );
    notes.push(...titled.filter(({ titles }) => titles.length > 0));
  }
  const found = new Set(uris);
  for (const uri of known.keys()) if (!found.has(uri)) known.delete(uri);
  return notes;
}

/** The notes in folders and below, those near the top first; hidden folders and installed packages left out. */
async function under(storage: Storage, folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const waiting = [...folders];
  for (let seen = 0; seen < MOST_FOLDERS && seen < waiting.length; seen++) {
    const folder = waiting[seen] ?? '';
    for (const { name, folder: isFolder } of await storage.list(folder)) {
      if (!isLookedInto(name)) continue;
      const uri = Utils.joinPath(URI.parse(folder), name).toString();
      if (isFolder) waiting.push(uri);
      else if (isNoteName(name)) found.push(uri);
      if (found.length === MOST_NOTES) return found;
    }
  }
  return found;
}

/** The titles in a file, read again only if it has changed. */
async function titlesOf(
  storage: Storage,
  uri: string,
  known: Map<string, Known>,
): Promise<readonly Titled[]> {
  const stat = await storage.stat(uri);
  if (!stat || stat.octets > MOST_OCTETS) return [];
  const before = known.get(uri);
  if (before?.changed === stat.changed) return before.titles;
  const text = await storage.read(uri);
  if (text === undefined) return [];
  const titles = titlesIn(text, isMarkdownName(uri) ? 'markdown' : 'segno');
  known.set(uri, { changed: stat.changed, titles });
  return titles;
}
