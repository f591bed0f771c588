/** Where a command writes. Files are replaced as a whole: whatever happens meanwhile, one or the other text is there. */
import { stat, writeFile } from 'node:fs/promises';
import { parse, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { codeOf } from './files.js';
import { Failure, type Io } from './io.js';
import type { Words } from './words.js';

/** What tells whether two paths are of one file, by whatever names and links. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return undefined;
  }
}

/**
 * Writes to the file that is named, or to standard output where none is, or `-`. What was read is never overwritten.
 *
 * @param sources the paths that were read, of which `-` is standard input
 * @throws Failure when the file is one of the sources, or cannot be written
 */
export async function writeOutput(
  text: string | Uint8Array,
  output: string | undefined,
  sources: readonly string[],
  { io, words }: { readonly io: Io; readonly words: Words },
): Promise<void> {
  if (output === undefined || output === '-') {
    io.stdout.write(text);
    return;
  }
  const target = await identityOf(resolve(io.cwd, output));
  for (const source of sources) {
    if (source === '-' || target === undefined) continue;
    if ((await identityOf(resolve(io.cwd, source))) === target)
      throw new Failure(words.wouldOverwrite(output));
  }
  await replaceFile(output, text, io, words);
}

/** @throws Failure when the file cannot be written */
export async function replaceFile(
  path: string,
  text: string | Uint8Array,
  { cwd }: Io,
  words: Words,
): Promise<void> {
  const target = resolve(cwd, path);
  try {
    // A device or a pipe takes what is written to it; in its place a file would be of no use.
    if (await isSpecial(target)) await writeFile(target, text);
    else await writeFileAtomic(target, typeof text === 'string' ? text : Buffer.from(text));
  } catch (error) {
    throw new Failure(words.cannotWrite(path, codeOf(error)));
  }
}

async function isSpecial(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there !== undefined && !there.isFile();
}

/** `out/close-2.svg` for `out/close.svg`. */
export function numbered(file: string, number: number): string {
  const { ext } = parse(file);
  return `${ext === '' ? file : file.slice(0, -ext.length)}-${number}${ext}`;
}
