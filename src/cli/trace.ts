/** `segno trace`: both ends of every exchange in one file, step by step. */
import { howToAnalyse } from './analysed.js';
import { readSource } from './files.js';
import { Failure, type Status } from './io.js';
import { jsonText } from './json.js';
import { pretty, table } from './pretty.js';
import { report } from './report.js';
import type { Run } from './run.js';
import { safe } from './terminal.js';
import { analyse } from '../language/analyse.js';
import { traceJson, type ScenarioJson, type SegmentStepJson, type StepJson } from '../language/trace-json.js';

export interface TraceOptions {
  readonly json: boolean;
  readonly stdinName: string;
}

export async function trace(paths: readonly string[], options: TraceOptions, run: Run): Promise<Status> {
  const { io, words, language, paint } = run;
  const [path, ...more] = paths;
  if (path === undefined || more.length > 0) throw new Failure(words.needsOneFile('trace'), true);
  const source = await readSource(path, options.stdinName, io, words);
  const analysis = analyse(source.text, await howToAnalyse(source.name, run));
  const result = traceJson(analysis, source.name, language);
  if (options.json) io.stdout.write(jsonText(result));
  else {
    const scenarios = result.scenarios.map((scenario) => `${scenarioText(scenario, run)}\n\n`);
    io.stdout.write(scenarios.join('') + pretty([report(source, analysis.problems)], words, paint));
  }
  return analysis.problems.some(({ severity }) => severity === 'error') ? 1 : 0;
}

/** A table: the line, what happens on it, and the state of every end after it. */
function scenarioText({ title, line, initial, steps }: ScenarioJson, { words, paint }: Run): string {
  const ends = [...new Set([...Object.keys(initial), ...steps.flatMap(({ states }) => Object.keys(states))])];
  let states = initial;
  const rows = steps
    .filter(({ kind }) => kind === 'segment' || kind === 'call')
    .map((step) => {
      const before = states;
      states = step.states;
      return [
        String(step.line),
        safe(what(step)),
        ...ends.map((end) => changed(before[end], step.states[end])),
      ];
    });
  const heading = ['', '', ...ends.map(safe)];
  const [names = '', ...body] = table([heading, ['', '', ...ends.map((end) => initial[end] ?? '')], ...rows]);
  return [paint('bold', `${line}  ${safe(title) || words.untitled}`), paint('dim', names), ...body].join(
    '\n',
  );
}

/** A state is said when it changes. */
function changed(before: string | undefined, after: string | undefined): string {
  return after === undefined || after === before ? '·' : after;
}

function what(step: StepJson): string {
  switch (step.kind) {
    case 'segment':
      return segmentText(step);
    case 'call':
      return `${step.endpoint}: ${step.call}`;
    case 'state':
    case 'path':
    case 'note':
      return '';
  }
}

/** Always from the left to the right, from the sender to the receiver. */
function segmentText({ from, to, fate, origin, flags, seq, ack, len }: SegmentStepJson): string {
  const numbers = [
    ...(seq === null ? [] : [`seq=${seq}`]),
    ...(ack === null ? [] : [`ack=${ack}`]),
    ...(len > 0 ? [`len=${len}`] : []),
  ];
  const segment = `${flags.join('+')}(${numbers.join(', ')})`;
  const word = origin === 'new' || origin === 'repeat' ? '' : `${origin} `;
  const [left, arrow, right] = {
    delivered: [from ?? '...', '->', to ?? '...'],
    lost: [from ?? '...', '-x', to ?? '...'],
    sent: [from ?? '...', '->', '...'],
    arrived: ['...', '->', to ?? '...'],
  }[fate];
  return `${word}${left ?? ''} -> ${segment} ${arrow ?? ''} ${right ?? ''}`;
}
