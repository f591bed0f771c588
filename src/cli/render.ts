/** `segno render`: the exchanges of one file as diagrams. */
import { howToAnalyse } from './analysed.js';
import { asciiDrawing } from './ascii.js';
import { folded } from './canvas.js';
import { readSource, type Source } from './files.js';
import { EXPORTS, exported, isExport } from './export.js';
import { Failure, type Status } from './io.js';
import { numbered, writeOutput } from './output.js';
import type { Run } from './run.js';
import { plain, safe } from './terminal.js';
import { drawAnalysis, saidOf, type Drawings } from '../diagram/draw-analysis.js';
import type { Drawing } from '../diagram/drawing.js';
import { LOOKS, type Look } from '../diagram/look.js';
import { mermaidText } from '../diagram/mermaid.js';
import { rfcFigures } from '../diagram/rfc-figure.js';
import { svgFile } from '../diagram/svg-file.js';
import { analyse, type Scenario } from '../language/analyse.js';

const DRAWINGS = ['mermaid', 'markdown', 'svg', 'ascii', 'rfc'] as const;
export const FORMATS = [...DRAWINGS, ...EXPORTS] as const;
/** How wide a drawing of characters is where it is not for a terminal. */
const COLUMNS = 80;

export interface RenderOptions {
  readonly format: string;
  readonly output: string | undefined;
  readonly theme: string;
  readonly toScale: boolean;
  /** Which end packetdrill tries. */
  readonly end: string | undefined;
  readonly stdinName: string;
}

export async function render(paths: readonly string[], options: RenderOptions, run: Run): Promise<Status> {
  const { io, words, language } = run;
  const format = oneOf(FORMATS, '--format', options.format, run);
  const theme = oneOf(LOOKS, '--theme', options.theme, run);
  const [path, ...more] = paths;
  if (path === undefined || more.length > 0) throw new Failure(words.needsOneFile('render'), true);
  const source = await readSource(path, options.stdinName, io, words);
  const how = await howToAnalyse(source.name, run);
  const analysis = analyse(source.text, how);
  if (analysis.scenarios.length === 0) throw new Failure(words.nothingToDraw(source.name));
  const output = options.output === '-' ? undefined : options.output;
  const write = (written: string | Uint8Array, to = output) => writeOutput(written, to, [path], run);
  if (isExport(format))
    await exported(format, analysis.scenarios, source, { ...options, output }, run, write);
  else if (format === 'rfc') await write(rfcText(analysis.scenarios));
  else {
    const drawn = drawAnalysis(analysis, { language, states: how.stateNames, levels: how.levels });
    if (format === 'svg') await writeSvgs(drawn, source, theme, { ...options, output }, run, write);
    else await write(text(format, drawn, output, run));
  }
  const errors = analysis.problems.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) return 0;
  // What a picture says of its problems is in it; nobody should take it for right without having looked.
  io.stderr.write(`segno: ${safe(words.drawnWithErrors(source.name, errors))}\n`);
  return 1;
}

function oneOf<T extends string>(allowed: readonly T[], option: string, value: string, { words }: Run): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Failure(words.badValue(option, value, allowed), true);
  return found;
}

function text(
  format: 'mermaid' | 'markdown' | 'ascii',
  drawn: Drawings,
  output: string | undefined,
  { io, words, paint }: Run,
): string {
  const { scenarios } = drawn;
  const complete = (drawing: Drawing) => mermaidText(drawing, { flavour: 'complete' });
  switch (format) {
    case 'mermaid':
      // Mermaid takes one diagram at a time: a blank line tells where the next one begins.
      return scenarios.map(complete).join('\n');
    case 'markdown':
      return scenarios
        .map(
          (drawing) =>
            `## ${markdown(drawing.title || words.untitled)}\n\n\`\`\`mermaid\n${complete(drawing)}\`\`\`\n`,
        )
        .join('\n');
    case 'ascii': {
      const colours = output === undefined ? paint : plain;
      const columns = output === undefined ? (io.stdout.columns ?? COLUMNS) : COLUMNS;
      return scenarios
        .map((drawing) => {
          const lines = asciiDrawing(drawing, saidOf(drawn, drawing), columns, colours);
          const title = folded(drawing.title || words.untitled, columns).map((line) => colours('bold', line));
          return `${title.join('\n')}\n\n${lines.join('\n')}\n`;
        })
        .join('\n\n');
    }
  }
}

/** One figure a connection, its title below it. */
function rfcText(scenarios: readonly Scenario[]): string {
  const figures = scenarios.flatMap(({ trace, title }) =>
    rfcFigures(trace).map((lines) => [
      ...lines,
      ...(title === ''
        ? []
        : ['', `Figure: ${safe(title)}`.padStart(36 + Math.ceil((title.length + 8) / 2))]),
    ]),
  );
  return `${figures.map((lines) => lines.join('\n')).join('\n\n\n')}\n`;
}

/** One drawing goes where it is wanted; several go to numbered files, for a file of SVG holds one picture. */
async function writeSvgs(
  drawn: Drawings,
  { name }: Source,
  theme: Look,
  { output, toScale }: RenderOptions,
  run: Run,
  write: (text: string, to: string | undefined) => Promise<void>,
): Promise<void> {
  const { scenarios } = drawn;
  const several = scenarios.length > 1;
  if (several && output === undefined) throw new Failure(run.words.severalDrawings(name, scenarios.length));
  for (const [index, drawing] of scenarios.entries()) {
    const file = several && output !== undefined ? numbered(output, index + 1) : output;
    await write(svgFile(drawing, saidOf(drawn, drawing), theme, { toScale }), file);
  }
}

/** A title as Markdown text: nothing in it is markup. */
function markdown(title: string): string {
  return title.replaceAll(/[\\`*_{}[\]()#+\-.!<>|&~]/g, '\\$&');
}
