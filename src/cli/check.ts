/** `segno check`: the problems in files, folders and globs. */
import { filesOf, readSource } from './files.js';
import { github, json, sarif } from './formats.js';
import { Failure, type Status } from './io.js';
import { pretty } from './pretty.js';
import { report, type FileReport } from './report.js';
import type { Run } from './run.js';
import { safe } from './terminal.js';
import { analyse, type Analysis } from '../language/analyse.js';
import { textKind } from '../language/text-kind.js';

const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;

export interface CheckOptions {
  readonly format: string;
  readonly strict: boolean;
  /** Whether to say what could not be read. */
  readonly verbose: boolean;
  readonly stdinName: string;
}

export async function check(paths: readonly string[], options: CheckOptions, run: Run): Promise<Status> {
  const { io, words, language } = run;
  const format = FORMATS.find((one) => one === options.format);
  if (!format) throw new Failure(words.badValue('--format', options.format, FORMATS), true);
  if (paths.length === 0) throw new Failure(words.needsPaths('check'), true);
  const reports: FileReport[] = [];
  const readings: FileReading[] = [];
  for (const file of await filesOf(paths, io.cwd, words)) {
    const source = await readSource(file, options.stdinName, io, words);
    const { problems, scenarios, unread } = analyse(source.text, {
      ...textKind(source.name),
      language,
      stateNames: 'netstat',
      ...(options.strict && { mode: 'strict' }),
    });
    reports.push(report(source, problems));
    readings.push({ name: source.name, scenarios, unread });
  }
  io.stdout.write(printed(format, reports, run));
  if (format === 'pretty') io.stdout.write(whatWasRead(readings, options.verbose, run));
  return reports.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0;
}

interface FileReading extends Pick<Analysis, 'scenarios' | 'unread'> {
  readonly name: string;
}

/** How much was read, in which notations, and what was not: nothing is passed over in silence. */
function whatWasRead(files: readonly FileReading[], verbose: boolean, { words, language }: Run): string {
  const counts = new Map<string, number>();
  for (const { notation } of files.flatMap(({ scenarios }) => scenarios)) {
    counts.set(notation, (counts.get(notation) ?? 0) + 1);
  }
  const empty = files.filter(({ scenarios }) => scenarios.length === 0);
  const unread = files.flatMap(({ name, unread: own }) => own.map((one) => ({ name, ...one })));
  const lines = [
    ...(counts.size > 1 || (counts.size === 1 && !counts.has('segno'))
      ? [words.exchangesRead([...counts].map(([notation, count]) => `${count} ${notation}`).join(', '))]
      : []),
    ...empty.map(({ name }) => words.noExchange(safe(name))),
    ...(verbose
      ? unread.map(({ name, line, why }) => words.notRead(safe(name), line, why[language]))
      : unread.length > 0
        ? [words.someUnread(unread.length)]
        : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
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
