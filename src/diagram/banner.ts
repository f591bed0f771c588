/** The title of a picture that stands alone, and what is wrong with what it shows. */
import type { Face, Measure } from './places.js';
import { NAMED, type SaidProblem } from './said.js';
import { shape, type Shape } from './shape.js';
import type { Words } from './words.js';
import { wrap, wrapText, type Run } from './wrap.js';

const MARGIN = 14;
const LINE = 18;
const PADDING = 8;
const BAR = 3;
const GAP = 6;

export interface Banner {
  readonly shape: Shape;
  /** What it takes of the picture's top, in pixels; 0 when nothing is to be said. */
  readonly height: number;
}

/** Sets a title and problems for a picture of that width. */
export function drawBanner(
  title: string,
  problems: readonly SaidProblem[],
  width: number,
  words: Words,
  measure: Measure,
): Banner {
  const parts: Shape[] = [];
  let y = MARGIN;
  const room = width - 2 * MARGIN;
  if (title !== '') {
    for (const line of wrapText(title, 'name', room, measure)) {
      parts.push(shape('text', { class: 'segno-said-title', x: MARGIN, y: y + 13 }, line));
      y += LINE;
    }
    y += GAP;
  }
  for (const problem of problems.slice(0, NAMED)) {
    const inner = room - BAR - 2 * PADDING;
    const lines = wrap(runsOf(problem, words), inner, measure);
    const height = lines.length * LINE + 2 * PADDING - 4;
    parts.push(drawProblem(problem, lines, { y, width: room, height }));
    y += height + GAP;
  }
  const more = problems.length - NAMED;
  if (more > 0) {
    parts.push(shape('text', { class: 'segno-said-more', x: MARGIN, y: y + 12 }, words.more(more)));
    y += LINE;
  }
  return parts.length === 0
    ? { shape: shape('g'), height: 0 }
    : { shape: shape('g', { class: 'segno-said' }, ...parts), height: y };
}

/** `line 3  ACK should be x+1 … RFC 9293 §3.4 · wrong-ack-number`, notation in the face of code. */
function runsOf({ line, message, section, code }: SaidProblem, words: Words): Run[] {
  const pieces = message
    .split('`')
    .map((text, index): Run => ({ text, face: index % 2 === 1 ? 'number' : 'label' }));
  // One thing, which no line break tears apart.
  const source = (section === '' ? code : `RFC 9293 §${section} · ${code}`).replaceAll(' ', '\u00a0');
  return [
    { text: `${words.spoken.line(line)}  `, face: 'name' },
    ...pieces,
    { text: '  ', face: 'label' },
    { text: source, face: 'small' },
  ];
}

const CLASSES: Readonly<Partial<Record<Face, string>>> = {
  name: 'segno-said-line',
  number: 'segno-said-code',
  small: 'segno-said-source',
};

function drawProblem(
  { tone }: SaidProblem,
  lines: readonly (readonly Run[])[],
  { y, width, height }: { readonly y: number; readonly width: number; readonly height: number },
): Shape {
  return shape(
    'g',
    { class: `segno-said-problem segno-is-${tone}` },
    shape('rect', { class: 'segno-said-ground', x: MARGIN, y, width, height }),
    shape('rect', { class: 'segno-said-bar', x: MARGIN, y, width: BAR, height }),
    ...lines.map((line, index) =>
      shape(
        'text',
        {
          class: 'segno-said-text',
          'xml:space': 'preserve',
          x: MARGIN + BAR + PADDING,
          y: y + PADDING + 11 + index * LINE,
        },
        ...line.map(({ text, face }) => shape('tspan', { class: CLASSES[face] }, text)),
      ),
    ),
  );
}
