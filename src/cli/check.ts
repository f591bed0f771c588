/** `segno check`: the problems in files, folders and globs. */
import { howToAnalyse } from './analysed.js';
import { filesOf, readSource, type Source } from './files.js';
import { github, json, sarif } from './formats.js';
import { Failure, type Status } from './io.js';
import { replaceFile } from './output.js';
import { pretty } from './pretty.js';
import { report, type FileReport } from './report.js';
import type { Run } from './run.js';
import { safe } from './terminal.js';
import { analyse, type AnalyseOptions, type Analysis } from '../language/analyse.js';
import { mendAll } from '../language/mend.js';
import { applyEdits } from '../language/range.js';

const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;
type Format = (typeof FORMATS)[number];

export interface CheckOptions {
  readonly format: string;
  readonly strict: boolean;
  /** Whether to say what could not be read. */
  readonly verbose: boolean;
  /** Whether what one edit mends is mended first, in the files. */
  readonly fix: boolean;
  /** Whether to tell of errors only. */
  readonly quiet: boolean;
  /** With more warnings than that the check fails. */
  readonly maxWarnings: string | undefined;
  /** Whether to check again whenever something changes. */
  readonly watch: boolean;
  readonly stdinName: string;
}

export async function check(paths: readonly string[], options: CheckOptions, run: Run): Promise<Status> {
  const { io, words } = run;
  const format = FORMATS.find((one) => one === options.format);
  if (!format) throw new Failure(words.badValue('--format', options.format, FORMATS), true);
  if (paths.length === 0) throw new Failure(words.needsPaths('check'), true);
  const most = options.maxWarnings === undefined ? Infinity : Number(options.maxWarnings);
  if (!(most >= 0) || options.maxWarnings === '') {
    throw new Failure(words.notANumber('--max-warnings', options.maxWarnings ?? ''), true);
  }
  const once = (): Promise<Status> => checkOnce(paths, { ...options, format, most }, run);
  if (!options.watch) return once();
  if (paths.includes('-')) throw new Failure(words.cannotWatchInput, true);
  return io.watch(paths, async () => {
    try {
      return await once();
    } catch (error) {
      // What is being written may be gone for a moment.
      if (!(error instanceof Failure)) throw error;
      io.stderr.write(`segno: ${safe(error.message)}\n`);
      return 2;
    }
  });
}

async function checkOnce(
  paths: readonly string[],
  options: Omit<CheckOptions, 'format'> & { readonly format: Format; readonly most: number },
  run: Run,
): Promise<Status> {
  const { io, words } = run;
  const reports: FileReport[] = [];
  const readings: FileReading[] = [];
  let warnings = 0;
  // Configurations may have changed since the last time.
  const now = { ...run, configs: run.configs.fresh() };
  for (const file of await filesOf(paths, io, words, now.configs)) {
    const how: AnalyseOptions = {
      ...(await howToAnalyse(file === '-' ? options.stdinName : file, now)),
      ...(options.strict && { mode: 'strict' }),
    };
    const read = await readSource(file, options.stdinName, io, words);
    const source = options.fix ? await mended(file, read, how, run) : read;
    const { problems, scenarios, unread } = analyse(source.text, how);
    const told = options.quiet ? problems.filter(({ severity }) => severity === 'error') : problems;
    reports.push(report(source, told));
    warnings += count(problems, 'warning');
    readings.push({ name: source.name, scenarios, unread });
  }
  io.stdout.write(printed(options.format, reports, run));
  if (options.format === 'pretty' && !options.quiet) {
    io.stdout.write(whatWasRead(readings, options.verbose, run));
  }
  if (warnings > options.most) io.stderr.write(`segno: ${words.tooManyWarnings(warnings, options.most)}\n`);
  const wrong = reports.some(({ problems }) => count(problems, 'error') > 0);
  return wrong || warnings > options.most ? 1 : 0;
}

/** Mending one line may show what is wrong with the next. */
const MOST_ROUNDS = 10;

/** The source with all mended that one edit mends, written to its file; what comes from standard input goes nowhere. */
async function mended(
  file: string,
  source: Source,
  how: AnalyseOptions,
  { io, words }: Run,
): Promise<Source> {
  let { text } = source;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const note = { uri: source.name, version: round, text, options: how, analysis: analyse(text, how) };
    const edits = mendAll(note);
    if (edits.length === 0) break;
    text = applyEdits(text, edits);
  }
  if (text !== source.text && file !== '-') await replaceFile(file, source.mark + text, io, words);
  return { ...source, text };
}

function count(problems: Analysis['problems'], wanted: 'error' | 'warning'): number {
  return problems.filter(({ severity }) => severity === wanted).length;
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
