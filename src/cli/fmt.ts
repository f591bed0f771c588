/** `segno fmt`: formats the exchanges of files in place. */
import { howToAnalyse } from './analysed.js';
import { filesOf, readSource } from './files.js';
import { Failure, type Status } from './io.js';
import { replaceFile } from './output.js';
import type { Run } from './run.js';
import { safe } from './terminal.js';
import { analyse } from '../language/analyse.js';
import { formatEdits } from '../language/format.js';
import { applyEdits } from '../language/range.js';

export interface FmtOptions {
  /** Whether to tell only which files are not formatted. */
  readonly check: boolean;
  readonly stdinName: string;
}

export async function fmt(paths: readonly string[], options: FmtOptions, run: Run): Promise<Status> {
  const { io, words, configs } = run;
  if (paths.length === 0) throw new Failure(words.needsPaths('fmt'), true);
  let work = 0;
  for (const path of await filesOf(paths, io, words, configs)) {
    const { name, mark, text } = await readSource(path, options.stdinName, io, words);
    const { blocks } = analyse(text, await howToAnalyse(name, run));
    const formatted = applyEdits(text, formatEdits(text, blocks));
    if (formatted !== text) work++;
    if (options.check) {
      if (formatted !== text) io.stdout.write(`${safe(name)}\n`);
    } else if (path === '-') {
      io.stdout.write(mark + formatted);
    } else if (formatted !== text) {
      await replaceFile(path, mark + formatted, io, words);
      io.stdout.write(`${safe(name)}\n`);
    }
  }
  return options.check && work > 0 ? 1 : 0;
}
