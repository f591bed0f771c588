/**
 * The pictures of the walkthrough: notes as the editor shows them. What is offered, hinted, found and mended in them is
 * what the extension says of these notes.
 */
import { drawAnalysis } from '../../src/diagram/draw-analysis.js';
import { svgFile } from '../../src/diagram/svg-file.js';
import { exampleOf } from '../../src/extension/first-notes.js';
import { analyse, type AnalyseOptions } from '../../src/language/analyse.js';
import { completionsAt } from '../../src/language/features/completion.js';
import { hintsIn } from '../../src/language/features/inlay-hints.js';
import { TOKEN_TYPES, tokensOf } from '../../src/language/features/semantic-tokens.js';
import type { Note } from '../../src/language/note.js';
import type { Language } from '../../src/rules/rule.js';
import type { StateStyle } from '../../src/tcp/state.js';
import { inTheme } from './in-theme.js';
import { box, COLOURS, element, letters, picture, SIZE, squiggle, widthOf, type Colour } from './svg.js';

const WIDTH = 540;
const LINE = 23;
const MARGIN = 14;
/** From the top of a line to where its letters stand. */
const BASE = 16;

/** Every picture by the name of its file. */
export function walkthroughPictures(): ReadonlyMap<string, string> {
  return new Map(
    (['en', 'zh-cn'] as const).flatMap((language) =>
      Object.entries({ write, check, draw, markdown, settings }).map(([name, draw]): [string, string] => [
        language === 'en' ? `${name}.svg` : `${name}.${language}.svg`,
        draw(language),
      ]),
    ),
  );
}

function noteOf(
  text: string,
  kind: AnalyseOptions['kind'],
  language: Language,
  stateNames: StateStyle = 'netstat',
): Note {
  const options = { kind, language, stateNames };
  return { uri: 'untitled:note', version: 1, text, options, analysis: analyse(text, options) };
}

// A note as the editor shows it

const COLOUR_OF: Readonly<Record<(typeof TOKEN_TYPES)[number], Colour>> = {
  keyword: 'keyword',
  modifier: 'keyword',
  type: 'name',
  function: 'flag',
  method: 'flag',
  parameter: 'field',
  enumMember: 'field',
  variable: 'ink',
  operator: 'ink',
  number: 'number',
  string: 'string',
};

interface Token {
  readonly start: number;
  readonly length: number;
  readonly colour: Colour;
}

/** The coloured words of a note, by line. */
function tokensByLine(note: Note): ReadonlyMap<number, readonly Token[]> {
  const { data } = tokensOf(note);
  const lines = new Map<number, Token[]>();
  let [line, start] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, across = 0, length = 0, type = 0] = data.slice(at, at + 5);
    line += down;
    start = down === 0 ? start + across : across;
    const kind = TOKEN_TYPES[type];
    if (kind) lines.set(line, [...(lines.get(line) ?? []), { start, length, colour: COLOUR_OF[kind] }]);
  }
  return lines;
}

/** The top of a line, counted from 0. */
const top = (line: number): number => MARGIN + line * LINE;

/** The first lines of a note with their hints, one below the other. */
function shown(note: Note, count = Infinity): string[] {
  const lines = note.text.split('\n').slice(0, count);
  const hints = { states: true, numbers: false };
  const tokens = tokensByLine(note);
  const all = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
  const behind = new Map(hintsIn(note, all, hints).map(({ position, label }) => [position.line, label]));
  return lines.flatMap((text, line) => {
    const hint = behind.get(line);
    const shapes = written(text, tokens.get(line) ?? [], line, note.options.kind);
    return typeof hint === 'string' ? [...shapes, ...hinted(hint, text, line)] : shapes;
  });
}

function written(text: string, tokens: readonly Token[], line: number, kind: string): string[] {
  const y = top(line) + BASE;
  const x = (column: number): number => MARGIN + widthOf(text.slice(0, column));
  if (kind === 'markdown' && /^(?:#|```)/.test(text)) {
    return [letters(x(0), y, text, text.startsWith('#') ? 'keyword' : 'quiet', text.startsWith('#'))];
  }
  const shapes: string[] = [];
  let done = 0;
  for (const { start, length, colour } of tokens) {
    shapes.push(letters(x(done), y, text.slice(done, start), 'ink'));
    shapes.push(letters(x(start), y, text.slice(start, start + length), colour));
    done = start + length;
  }
  return [...shapes, letters(x(done), y, text.slice(done), 'ink')];
}

function hinted(label: string, text: string, line: number): string[] {
  const x = MARGIN + widthOf(text) + SIZE / 2;
  return [
    box(x, top(line) + 2, widthOf(label) + 6, LINE - 4, { fill: 'hintGround' }),
    letters(x + 3, top(line) + BASE, label, 'hint'),
  ];
}

function editor(lines: number, ...shapes: readonly string[]): string {
  const height = 2 * MARGIN + lines * LINE;
  const ground = box(0.5, 0.5, WIDTH - 1, height - 1, { fill: 'ground', stroke: 'frame' });
  return picture(WIDTH, height, ground, ...shapes.filter((shape) => shape !== ''));
}

/** A text in lines that are not wider than that. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(/(?<=\s)|(?<=[，。；：、])/u)) {
    if (line !== '' && widthOf(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}

// The pictures

/** The example of a mistake without the mistake. */
function rightOf(language: Language): string {
  return exampleOf('mistake', language).text.replace('x+2', 'x+1').trimEnd();
}

/** The third segment of a handshake is offered. */
function write(language: Language): string {
  const [first = '', ...rest] = exampleOf('mistake', language)
    .text.replace('x+2', 'x+1')
    .trimEnd()
    .split('\n');
  const half = [first, ...rest.slice(0, 2), 'C -> ', rest.at(-1) ?? ''].join('\n');
  const note = noteOf(half, 'segno', language);
  const offers = completionsAt(note, { line: 3, character: 'C -> '.length }).items.slice(0, 4);
  const x = MARGIN + widthOf('C -> ');
  const width = Math.max(...offers.map(({ label }) => widthOf(label))) + 44;
  const cursor = element('rect', { x, y: top(3) + 2, width: 1.5, height: LINE - 4, fill: COLOURS.ink });
  const list = box(x, top(4) + 2, width, offers.length * LINE + 4, { fill: 'list', stroke: 'listFrame' });
  const rows = offers.flatMap(({ label }, row) => {
    const y = top(4 + row) + 4;
    const ink = row === 0 ? 'chosenInk' : 'listInk';
    return [
      row === 0 ? box(x + 2, y, width - 4, LINE, { fill: 'chosen' }) : '',
      element('circle', { cx: x + 14, cy: y + LINE / 2, r: 4, fill: COLOURS[row === 0 ? ink : 'event'] }),
      letters(x + 28, y + BASE, label, ink),
    ];
  });
  return editor(4 + offers.length, ...shown(note, 4), cursor, list, ...rows);
}

/** A wrong number, why it is wrong, and the fix. */
function check(language: Language): string {
  const note = noteOf(exampleOf('mistake', language).text.trimEnd(), 'segno', language);
  const [problem] = note.analysis.problems;
  if (!problem) throw new Error('the example of a mistake has none');
  const line = problem.line - 1;
  const text = note.text.split('\n')[line] ?? '';
  const x = MARGIN + widthOf(text.slice(0, problem.column - 1));
  const marked = squiggle(
    x,
    top(line) + BASE + 5,
    widthOf(text.slice(problem.column - 1, problem.endColumn - 1)),
  );

  const [left, width] = [MARGIN + widthOf('C <- '), WIDTH - 2 * MARGIN - widthOf('C <- ')];
  const message = wrapped(problem.message.replaceAll('`', ''), width - 24);
  const code = `segno(${problem.code})`;
  const lines = [
    ...message.map((words): [string, Colour] => [words, 'boxInk']),
    [code, 'link'] satisfies [string, Colour],
  ];
  const fix = problem.fixes[0]?.title.replaceAll('`', '') ?? '';
  const y = top(line + 1) + 6;
  const height = (lines.length + 1) * LINE + 22;
  return editor(
    line + 2 + lines.length + 1,
    ...shown(note, line + 1),
    marked,
    box(left, y, width, height, { fill: 'box', stroke: 'boxFrame' }),
    ...lines.map(([words, colour], row) => letters(left + 12, y + 6 + row * LINE + BASE, words, colour)),
    element('path', {
      d: `M${left} ${y + 12 + lines.length * LINE}h${width}`,
      stroke: COLOURS.boxFrame,
    }),
    element('circle', {
      cx: left + 18,
      cy: y + 17 + lines.length * LINE + LINE / 2 - 2,
      r: 5,
      fill: COLOURS.bulb,
    }),
    letters(left + 32, y + 15 + lines.length * LINE + BASE, fix, 'link'),
  );
}

/** The drawing of a handshake. */
function draw(language: Language): string {
  const { analysis, options } = noteOf(rightOf(language), 'segno', language);
  const [drawing] = drawAnalysis(analysis, { language, states: options.stateNames }).scenarios;
  if (!drawing) throw new Error('the example has no exchange');
  return inTheme(svgFile(drawing, [], 'light'));
}

/** A block in a Markdown note. */
function markdown(language: Language): string {
  const { text } = exampleOf('markdown', language);
  const most = WIDTH - 2 * MARGIN;
  const lines = text
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrapped(line, most));
  return editor(lines.length, ...shown(noteOf(lines.join('\n'), 'markdown', language)));
}

/** The same segment with its states spelled in each way. */
function settings(language: Language): string {
  const text = 'C -> SYN(seq=x) -> S';
  const styles: readonly StateStyle[] = ['rfc', 'netstat', 'ss'];
  const rows = styles.flatMap((style, row) => {
    const note = noteOf(`${'\n'.repeat(row * 3 + 1)}${text}`, 'segno', language, style);
    return [letters(MARGIN, top(row * 3) + BASE, `segno.stateNames: ${style}`, 'quiet'), ...shown(note)];
  });
  return editor(styles.length * 3 - 1, ...rows);
}
