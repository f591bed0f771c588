/** `segno check`: the problems in files, folders and globs. */
import { filesOf, readSource } from './files.js';
import { github, json, sarif } from './formats.js';
import { Failure, type Status } from './io.js';
import { pretty } from './pretty.js';
import { report, type FileReport } from './report.js';
import type { Run } from './run.js';
import { analyse } from '../language/analyse.js';
import { textKind } from '../language/text-kind.js';

const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;

export interface CheckOptions {
  readonly format: string;
  readonly strict: boolean;
  readonly stdinName: string;
}

export async function check(paths: readonly string[], options: CheckOptions, run: Run): Promise<Status> {
  const { io, words, language } = run;
  const format = FORMATS.find((one) => one === options.format);
  if (!format) throw new Failure(words.badValue('--format', options.format, FORMATS), true);
  if (paths.length === 0) throw new Failure(words.needsPaths('check'), true);
  const reports: FileReport[] = [];
  for (const file of await filesOf(paths, io.cwd, words)) {
    const source = await readSource(file, options.stdinName, io, words);
    const { problems } = analyse(source.text, {
      ...textKind(source.name),
      language,
      stateNames: 'netstat',
      ...(options.strict && { mode: 'strict' }),
    });
    reports.push(report(source, problems));
  }
  io.stdout.write(printed(format, reports, run));
  return reports.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0;
}

function printed(format: (typeof FORMATS)[number], reports: readonly FileReport[], run: Run): string {
  switch (format) {
    case 'pretty':
      return pretty(reports, run.words, run.paint);
    case 'json':
      return json(reports);
    case 'sarif':
      return sarif(reports, run.version, run.language);
    case 'github':
      return github(reports);
  }
}
