/** `segno import`: what is written in other notations, in Segno's. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { codeOf, filesOf, readSource } from './files.js';
import { Failure, type Status } from './io.js';
import type { Run } from './run.js';
import { analyse } from '../language/analyse.js';
import { textKind } from '../language/text-kind.js';
import { turned } from '../language/turn.js';
import { NOTATIONS } from '../notation/reader.js';

export interface ImportOptions {
  readonly output: string | undefined;
  readonly notation: string | undefined;
  readonly stdinName: string;
}

/** Writes one text of everything that it reads. Exit status 1 where there is nothing. */
export async function importFigures(
  paths: readonly string[],
  options: ImportOptions,
  run: Run,
): Promise<Status> {
  const { io, words, language } = run;
  if (paths.length === 0) throw new Failure(words.needsPaths('import'), true);
  const notation = NOTATIONS.find((one) => one === options.notation);
  if (options.notation !== undefined && notation === undefined) {
    throw new Failure(words.badValue('--notation', options.notation, NOTATIONS), true);
  }
  const written: string[] = [];
  for (const path of await filesOf(paths, io.cwd, words)) {
    const { name, text } = await readSource(path, options.stdinName, io, words);
    const kind = textKind(name);
    const unread = notation === undefined ? [] : NOTATIONS.filter((one) => one !== notation);
    const { scenarios } = analyse(text, {
      ...(kind.kind === 'segno' ? { kind: 'figure' } : kind),
      ...(notation === undefined ? {} : { unread }),
      language,
      stateNames: 'netstat',
    });
    const figures = scenarios.filter((scenario) => scenario.notation !== 'segno');
    written.push(...figures.map((scenario) => `${turned(scenario).join('\n')}\n`));
  }
  if (written.length === 0) throw new Failure(words.nothingToImport);
  const all = written.join('\n');
  if (options.output === undefined || options.output === '-') io.stdout.write(all);
  else {
    try {
      await writeFile(resolve(io.cwd, options.output), all);
    } catch (error) {
      throw new Failure(words.cannotWrite(options.output, codeOf(error)));
    }
  }
  return 0;
}
