/** `segno import`: what is written in other notations, and what was captured, in Segno's. */
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { importCapture, isCapture, type CaptureOptions } from './capture.js';
import { filesOf, readSource } from './files.js';
import { Failure, type Status } from './io.js';
import { writeOutput } from './output.js';
import type { Run } from './run.js';
import { analyse } from '../language/analyse.js';
import { textKind } from '../language/text-kind.js';
import { turned } from '../language/turn.js';
import { NOTATIONS, type Notation } from '../notation/reader.js';

export interface ImportOptions extends CaptureOptions {
  readonly output: string | undefined;
  readonly notation: string | undefined;
  readonly stdinName: string;
}

/** Writes one text of everything that it reads, or one a file into a folder. Exit status 2 where there is nothing. */
export async function importFiles(
  paths: readonly string[],
  options: ImportOptions,
  run: Run,
): Promise<Status> {
  const { io, words } = run;
  if (paths.length === 0) throw new Failure(words.needsPaths('import'), true);
  const notation = NOTATIONS.find((one) => one === options.notation);
  if (options.notation !== undefined && notation === undefined) {
    throw new Failure(words.badValue('--notation', options.notation, NOTATIONS), true);
  }
  const written: { readonly path: string; readonly texts: readonly string[] }[] = [];
  let captures = 0;
  const files = await filesOf(paths, io, words, run.configs);
  for (const path of files) {
    const captured = notation === undefined && (await isCapture(path, io));
    if (captured) captures++;
    const texts = captured
      ? await importCapture(path, options, run)
      : await figuresIn(path, notation, options, run);
    if (texts.length > 0) written.push({ path, texts });
  }
  if (written.length === 0) {
    // What a capture lacks has been said.
    if (captures > 0) return 2;
    throw new Failure(words.nothingToImport);
  }
  const { output } = options;
  if (output !== undefined && (await isFolder(output, io))) {
    for (const { path, texts } of written) {
      const name = `${basename(path).replace(/(?:\.[a-z\d]{1,6})+$/i, '')}.segno`;
      await writeOutput(joined(texts), join(output, name), files, run);
    }
  } else await writeOutput(joined(written.flatMap(({ texts }) => texts)), output, files, run);
  return 0;
}

function joined(texts: readonly string[]): string {
  return texts.join('\n');
}

async function isFolder(path: string, io: Run['io']): Promise<boolean> {
  return stat(resolve(io.cwd, path)).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function figuresIn(
  path: string,
  notation: Notation | undefined,
  { stdinName }: ImportOptions,
  { io, words, language }: Run,
): Promise<readonly string[]> {
  const { name, text } = await readSource(path, stdinName, io, words);
  const kind = textKind(name);
  const unread = notation === undefined ? [] : NOTATIONS.filter((one) => one !== notation);
  const { scenarios } = analyse(text, {
    ...(kind.kind === 'segno' ? { kind: 'figure' } : kind),
    ...(notation === undefined ? {} : { unread }),
    language,
    stateNames: 'netstat',
  });
  const figures = scenarios.filter((scenario) => scenario.notation !== 'segno');
  return figures.map((scenario) => `${turned(scenario).join('\n')}\n`);
}
