/** `segno render`: the exchanges of one file as Mermaid diagrams. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { codeOf, kindOfText, readSource } from './files.js';
import { Failure, type Status } from './io.js';
import type { Run } from './run.js';
import { draw } from '../diagram/draw.js';
import { mermaidText } from '../diagram/mermaid.js';
import { visible } from '../diagram/visible.js';
import { analyse, type Scenario } from '../language/analyse.js';
import type { Language } from '../rules/rule.js';

const FORMATS = ['mermaid', 'markdown'] as const;
/** Formats of the design that need a renderer which is not here yet. */
const LATER = ['svg', 'ascii'];

export interface RenderOptions {
  readonly format: string;
  readonly output: string | undefined;
  readonly stdinName: string;
}

export async function render(paths: readonly string[], options: RenderOptions, run: Run): Promise<Status> {
  const { io, words, language } = run;
  const format = FORMATS.find((one) => one === options.format);
  if (LATER.includes(options.format)) throw new Failure(words.formatComesLater(options.format));
  if (!format) throw new Failure(words.badValue('--format', options.format, FORMATS), true);
  const [path, ...more] = paths;
  if (path === undefined || more.length > 0) throw new Failure(words.needsOneFile('render'), true);
  const source = await readSource(path, options.stdinName, io, words);
  const { scenarios, problems } = analyse(source.text, {
    kind: kindOfText(source.name),
    language,
    stateNames: 'netstat',
  });
  if (scenarios.length === 0) throw new Failure(words.nothingToDraw(source.name));
  const diagrams = scenarios.map((scenario) => ({
    title: visible(scenario.title) || words.untitled,
    text: diagram(scenario, language),
  }));
  const text =
    format === 'mermaid'
      ? // Mermaid takes one diagram at a time: a blank line tells where the next one begins.
        diagrams.map((one) => one.text).join('\n')
      : diagrams.map((one) => `## ${markdown(one.title)}\n\n\`\`\`mermaid\n${one.text}\`\`\`\n`).join('\n');
  if (options.output === undefined) io.stdout.write(text);
  else {
    try {
      await writeFile(resolve(io.cwd, options.output), text);
    } catch (error) {
      throw new Failure(words.cannotWrite(options.output, codeOf(error)));
    }
  }
  return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function diagram(scenario: Scenario, language: Language): string {
  const { trace, found, line, endLine } = scenario;
  const drawing = draw(trace, found, { language, states: 'netstat', line, endLine });
  return mermaidText(drawing, { flavour: 'complete' });
}

/** A title as Markdown text: nothing in it is markup. */
function markdown(title: string): string {
  return title.replaceAll(/[\\`*_{}[\]()#+\-.!<>|&~]/g, '\\$&');
}
