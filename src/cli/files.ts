/** Which files a list of paths, folders and globs means. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Failure, type Io } from './io.js';
import type { Words } from './words.js';

/** A text to look at, under the name that its problems are reported with. */
export interface Source {
  readonly name: string;
  /** The byte order mark that it begins with, empty when it has none; it is no part of the text. */
  readonly mark: string;
  readonly text: string;
}

const BYTE_ORDER_MARK = '\uFEFF';

const NOTES = /\.(?:segno|md|markdown)$/i;
const GLOB = /[*?{[]/;

/** What the system calls an error, such as `EACCES`; empty where it has no name. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Files under a folder, sorted, hidden folders and installed packages left out. */
async function under(folder: string, words: Words): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new Failure(words.cannotRead(folder, codeOf(error)));
  });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await under(path, words)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

/** A glob as a pattern over paths with `/`: `*`, `?`, `**`, `[…]` and `{a,b}`. */
function globPattern(glob: string): RegExp {
  let pattern = '';
  let braces = 0;
  for (let i = 0; i < glob.length; i++) {
    const character = glob.charAt(i);
    if (glob.startsWith('**/', i)) {
      pattern += '(?:[^/]+/)*';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      pattern += '.*';
      i += 1;
    } else if (character === '*') pattern += '[^/]*';
    else if (character === '?') pattern += '[^/]';
    else if (character === '[' && glob.indexOf(']', i + 2) > 0) {
      const end = glob.indexOf(']', i + 2);
      const set = glob
        .slice(i + 1, end)
        .replace(/^!/, '^')
        .replaceAll(/[\\\][]/g, '\\$&');
      pattern += `[${set}]`;
      i = end;
    } else if (character === '{') {
      braces++;
      pattern += '(?:';
    } else if (character === '}' && braces > 0) {
      braces--;
      pattern += ')';
    } else if (character === ',' && braces > 0) pattern += '|';
    else pattern += character.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  }
  return new RegExp(`^${pattern}${')'.repeat(braces)}$`, 'u');
}

/** The folder that every path matching a glob lies in. */
function globRoot(glob: string): string {
  const parts = glob.split('/');
  const first = parts.findIndex((part) => GLOB.test(part));
  return parts.slice(0, first).join('/') || (glob.startsWith('/') ? '/' : '.');
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

/** The path as it is shown: relative to `cwd` where it was given so, always with `/`. */
function shown(path: string, given: string, cwd: string): string {
  return (isAbsolute(given) ? path : relative(cwd, path)).split(sep).join('/');
}

/**
 * The files that the paths mean, each once, in the order of the paths; `-` stands for itself. A folder means the notes in it and below; a glob
 * only what it matches.
 *
 * @throws Failure when a path does not exist or a glob matches nothing
 */
export async function filesOf(
  paths: readonly string[],
  cwd: string,
  words: Words,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const given of paths) {
    if (given === '-') {
      found.add(given);
      continue;
    }
    const path = resolve(cwd, given);
    const kind = await kindOf(path);
    if (kind === 'file') found.add(shown(path, given, cwd));
    else if (kind === 'folder') {
      for (const file of await under(path, words)) if (NOTES.test(file)) found.add(shown(file, given, cwd));
    } else if (GLOB.test(given)) {
      const glob = given.split(sep).join('/').replace(/^\.\//, '');
      const root = resolve(cwd, globRoot(glob));
      const matches =
        (await kindOf(root)) === 'folder'
          ? (await under(root, words)).map((file) => shown(file, glob, cwd))
          : [];
      const pattern = globPattern(glob);
      const matching = matches.filter((file) => pattern.test(file));
      if (matching.length === 0) throw new Failure(words.nothingMatches(given));
      for (const file of matching) found.add(file);
    } else throw new Failure(words.noSuchFile(given));
  }
  return [...found];
}

/**
 * Reads a file as UTF-8; `-` is standard input.
 *
 * @throws Failure when it cannot be read or is no text
 */
export async function readSource(path: string, stdinName: string, io: Io, words: Words): Promise<Source> {
  const name = path === '-' ? stdinName : path;
  let bytes: Uint8Array;
  try {
    bytes = await (path === '-' ? io.stdin() : readFile(resolve(io.cwd, path)));
  } catch (error) {
    throw new Failure(words.cannotRead(name, codeOf(error)));
  }
  try {
    const all = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const mark = all.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    return { name, mark, text: all.slice(mark.length) };
  } catch {
    throw new Failure(words.notText(name));
  }
}
