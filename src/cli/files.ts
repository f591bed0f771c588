/** Which files a list of paths, folders and globs means. */
import * as fs from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { fdir } from 'fdir';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { Configs } from './configs.js';
import { Failure, type Io } from './io.js';
import type { Words } from './words.js';
import { isLookedInto, isNoteName } from '../language/text-kind.js';

/** A text to look at, under the name that its problems are reported with. */
export interface Source {
  readonly name: string;
  /** The byte order mark that it begins with, empty when it has none; it is no part of the text. */
  readonly mark: string;
  readonly text: string;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** What the system calls an error, such as `EACCES`; empty where it has no name. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The notes in a folder and below, links not followed. */
async function notesIn(folder: string, words: Words): Promise<string[]> {
  const crawler = new fdir({ excludeSymlinks: true })
    .withFullPaths()
    .withErrors()
    .exclude((name) => !isLookedInto(name))
    .filter((path) => isNoteName(path) && isLookedInto(basename(path)));
  return (await reading(folder, words, () => crawler.crawl(folder).withPromise())).sort();
}

/** The files that a glob matches, links not followed. */
async function matching(pattern: string, cwd: string, words: Words): Promise<string[]> {
  let failed: Error | undefined;
  // What cannot be read is not passed over in silence.
  const readdir = ((folder: string, how: fs.ObjectEncodingOptions, done: (...all: unknown[]) => void) => {
    fs.readdir(folder, { ...how, withFileTypes: true }, (error, entries) => {
      failed ??= error ?? undefined;
      done(error, entries);
    });
  }) as typeof fs.readdir;
  return reading(cwd, words, async () => {
    const found = await glob(pattern, {
      cwd,
      absolute: true,
      expandDirectories: false,
      followSymbolicLinks: false,
      ignore: '**/node_modules/**',
      fs: { readdir },
    });
    if (failed) throw failed;
    return found.sort();
  });
}

/** @throws Failure that names what could not be read, where the system tells */
async function reading<T>(folder: string, words: Words, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const path = error instanceof Error && 'path' in error ? String(error.path) : folder;
    throw new Failure(words.cannotRead(path, codeOf(error)));
  }
}

async function kindOf(path: string, given: string, words: Words): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Failure(words.cannotRead(given, code));
  }
}

/** The path as it is shown: relative to `cwd` where it was given so, always with `/`. */
function shown(path: string, given: string, cwd: string): string {
  return (isAbsolute(given) ? path : relative(cwd, path)).split(sep).join('/');
}

/**
 * The files that the paths mean, each once, in the order of the paths; `-` stands for itself. A folder means the notes in
 * it and below; a glob only what it matches. What a configuration leaves out is left out.
 *
 * @throws Failure when a path does not exist, a glob matches nothing, or something cannot be read
 */
export async function filesOf(
  paths: readonly string[],
  { cwd }: Pick<Io, 'cwd'>,
  words: Words,
  configs: Configs,
): Promise<readonly string[]> {
  const all = new Set<string>();
  const add = async (files: readonly string[], given: string): Promise<void> => {
    for (const file of files) if (!(await configs.ignores(file))) all.add(shown(file, given, cwd));
  };
  for (const given of paths) {
    if (given === '-') {
      all.add(given);
      continue;
    }
    const path = resolve(cwd, given);
    const kind = await kindOf(path, given, words);
    if (kind === 'file') await add([path], given);
    else if (kind === 'folder') await add(await notesIn(path, words), given);
    else if (isDynamicPattern(given)) {
      const found = await matching(given.split(sep).join('/'), cwd, words);
      if (found.length === 0) throw new Failure(words.nothingMatches(given));
      await add(found, given);
    } else throw new Failure(words.noSuchFile(given));
  }
  return [...all];
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
