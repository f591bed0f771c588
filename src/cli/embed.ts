/** `segno embed`: Markdown with the drawings of its exchanges in it. */
import { filesOf, readSource, type Source } from './files.js';
import { Failure, type Status } from './io.js';
import { replaceFile, writeOutput } from './output.js';
import type { Run } from './run.js';
import { safe } from './terminal.js';
import type { Problem } from '../language/analyse.js';
import { embedMermaid, embedPictures } from '../site/embed.js';

export interface EmbedOptions {
  /** Whether Mermaid is kept up to date below each block, in the files themselves. */
  readonly github: boolean;
  /** Whether to tell only which files are not up to date. */
  readonly check: boolean;
  /** Whether something wrong is only said. */
  readonly warn: boolean;
  readonly output: string | undefined;
  readonly stdinName: string;
}

export async function embed(paths: readonly string[], options: EmbedOptions, run: Run): Promise<Status> {
  const { io, words, language } = run;
  if (paths.length === 0) throw new Failure(words.needsPaths('embed'), true);
  const files = await filesOf(paths, io, words, run.configs);
  if (!options.github && files.length > 1) throw new Failure(words.needsOneFile('embed'), true);
  let status: Status = 0;
  for (const path of files) {
    const source = await readSource(path, options.stdinName, io, words);
    const { text, problems } = (options.github ? embedMermaid : embedPictures)(source.text, {
      ...(await run.configs.of(source.name)),
      language,
    });
    if (sayWrong(source, problems, run) && !options.warn) status = 1;
    const written = source.mark + text;
    if (!options.github) await writeOutput(written, options.output, [path], run);
    else if (options.check) {
      if (text === source.text) continue;
      io.stdout.write(`${safe(source.name)}\n`);
      status = 1;
    } else if (path === '-') io.stdout.write(written);
    else if (text !== source.text) {
      await replaceFile(path, written, io, words);
      io.stdout.write(`${safe(source.name)}\n`);
    }
  }
  return status;
}

/** Says each problem in a line of its own, as compilers do; answers whether there is an error among them. */
export function sayWrong(
  { name }: Pick<Source, 'name'>,
  problems: readonly Problem[],
  { io, words }: Run,
): boolean {
  for (const { line, column, severity, code, message } of problems) {
    io.stderr.write(
      `${safe(name)}:${line}:${column}: ${words.severity[severity]}[${code}]: ${safe(message)}\n`,
    );
  }
  return problems.some(({ severity }) => severity === 'error');
}
