/**
 * Mermaid's part of the drawing: the arrows and their labels. Each is rendered by Mermaid and put where the layout
 * wants it; texts are filled in by us, so that flags and numbers can be told apart.
 */
import { LINE, type ArrowPlace, type RowPlace, type TextLine } from '../diagram/places.js';
import { HEAD_PATHS, type HeadKind } from '../diagram/arrow-heads.js';
import { toneOf, turned } from '../diagram/picture.js';
import { nextTask } from './next-task.js';
import { renderText } from './render.js';
import { svg } from './svg.js';

/** Renders of the latest texts; a text that comes back, as after undo, needs no new one. */
const cache = new Map<string, SVGSVGElement>();
const CACHED = 200;

/** An earlier render of that text, if it is still kept. */
export function knownBase(text: string): SVGSVGElement | undefined {
  const base = cache.get(text);
  return base && copyOf(base);
}

let copies = 0;

/** A copy for the page, whose heads have names of their own: it goes on pointing at them when another one is gone. */
function copyOf(base: SVGSVGElement): SVGSVGElement {
  const copy = base.cloneNode(true) as SVGSVGElement;
  const own = ++copies;
  for (const marker of copy.querySelectorAll('marker')) marker.id = `${marker.id}-${own}`;
  for (const line of copy.querySelectorAll('[marker-end]')) {
    const head = headOf(line);
    if (head !== undefined) line.setAttribute('marker-end', `url(#${head}-${own})`);
  }
  return copy;
}

/** The name of the head that a line ends in. */
function headOf(line: Element): string | undefined {
  return /^url\(["']?#(.+?)["']?\)$/.exec(line.getAttribute('marker-end') ?? '')?.[1];
}

/** Ends when Mermaid has drawn what it was given before. */
let busy: Promise<unknown> = Promise.resolve();

/**
 * Lets Mermaid draw the text, each in a task of its own. Rejects when it cannot, which a text of ours never causes.
 */
export async function renderBase(text: string): Promise<SVGSVGElement> {
  const known = knownBase(text);
  if (known) return known;
  const base = busy.then(nextTask).then(() => knownBase(text) ?? render(text));
  busy = base.catch(() => undefined);
  return await base;
}

async function render(text: string): Promise<SVGSVGElement> {
  const base = await renderText(text);
  for (const node of base.querySelectorAll(
    '.actor, .actor-line, .actor-man, [data-et="participant"], [data-et="life-line"]',
  )) {
    node.remove();
  }
  base.removeAttribute('id');
  base.setAttribute('class', 'segno-base');
  reshapeHeads(base);
  // Mermaid brings symbols for participants of all kinds; nothing here shows one.
  for (const symbol of base.querySelectorAll('symbol')) symbol.remove();
  for (const empty of base.querySelectorAll('defs:empty, g:empty')) empty.remove();
  cache.set(text, base);
  const oldest = cache.size > CACHED ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
  return copyOf(base);
}

/** What Mermaid calls the heads of its arrows. */
const MARKERS: Readonly<Record<string, HeadKind>> = {
  arrowhead: 'filled',
  'filled-head': 'open',
  crosshead: 'cross',
};

/** Gives all heads one size, that of the pictures drawn without Mermaid. */
function reshapeHeads(base: SVGSVGElement): void {
  for (const marker of base.querySelectorAll('marker')) {
    const [, kind] = Object.entries(MARKERS).find(([name]) => marker.id.endsWith(`-${name}`)) ?? [];
    if (!kind) {
      marker.remove();
      continue;
    }
    for (const name of marker.getAttributeNames()) if (name !== 'id') marker.removeAttribute(name);
    const box = {
      markerUnits: 'userSpaceOnUse',
      markerWidth: 24,
      markerHeight: 24,
      viewBox: '-12 -12 24 24',
    };
    for (const [name, value] of Object.entries({ ...box, orient: 'auto', class: `segno-head-${kind}` })) {
      marker.setAttribute(name, String(value));
    }
    marker.replaceChildren(svg('path', { d: HEAD_PATHS[kind] }));
  }
}

/**
 * Moves the messages of a base to their rows. `rows` are the segment rows that its text was made of, in that order,
 * each with its top in the tile. Returns false where Mermaid has not drawn one message a row.
 */
export function placeBase(
  base: SVGSVGElement,
  rows: readonly { readonly place: RowPlace; readonly top: number }[],
): boolean {
  const lines = [...base.querySelectorAll('[data-et="message"]')];
  const texts = [...base.querySelectorAll('.messageText')];
  if (lines.length !== rows.length || texts.length !== rows.length) return false;
  rows.forEach(({ place, top }, index) => {
    const { arrow, row } = place;
    const line = lines[index];
    const text = texts[index];
    if (!arrow || row.kind !== 'segment' || !line || !text) return;
    const tied = row.passage === 'arrival' && row.other !== undefined;
    const classes = ['segno-arrow', `segno-${row.passage}`, `segno-${row.origin}`, toneOf(place)];
    if (tied) {
      // The departure's line ends here.
      line.remove();
    } else {
      line.setAttribute('class', classes.join(' '));
      for (const name of ['style', 'stroke', 'stroke-width']) line.removeAttribute(name);
      line.setAttribute('data-row', String(place.index));
      line.setAttribute('x1', String(arrow.from.x));
      line.setAttribute('y1', String(top + arrow.from.y));
      line.setAttribute('x2', String(arrow.to.x));
      line.setAttribute('y2', String(top + arrow.to.y));
      colourHead(base, line, toneOf(place));
    }
    placeText(text, arrow, top);
    text.setAttribute('class', `messageText segno-label ${toneOf(place)}${tied ? ' segno-tied' : ''}`);
    text.setAttribute('data-row', String(place.index));
    // No line runs over words.
    text.parentNode?.append(text);
  });
  return true;
}

/** Gives the arrow a head of its own colour; heads do not take their line's in every browser. */
function colourHead(base: SVGSVGElement, line: Element, tone: string): void {
  const id = headOf(line);
  if (id === undefined || tone === 'segno-is-fine') return;
  const own = `${id}-${tone}`;
  line.setAttribute('marker-end', `url(#${own})`);
  const defined = [...base.querySelectorAll('marker')];
  if (defined.some((marker) => marker.id === own)) return;
  const head = defined.find((marker) => marker.id === id);
  const coloured = head?.cloneNode(true);
  if (!head || !(coloured instanceof Element)) return;
  coloured.id = own;
  coloured.classList.add(tone);
  head.after(coloured);
}

function placeText(text: Element, arrow: ArrowPlace, top: number): void {
  const { label, lines } = arrow;
  for (const name of ['style', 'dy', 'alignment-baseline', 'dominant-baseline', 'fill', 'font-size']) {
    text.removeAttribute(name);
  }
  text.setAttribute('x', String(label.x));
  text.setAttribute('y', String(top + label.y));
  text.setAttribute('text-anchor', label.anchor);
  const transform = turned(label, top);
  if (transform === undefined) text.removeAttribute('transform');
  else text.setAttribute('transform', transform);
  text.replaceChildren(
    ...lines.flatMap((line, index) =>
      tspans(line, label.x, top + label.y - LINE * (lines.length - 1 - index)),
    ),
  );
}

/** The pieces of one line; the first carries its position, so that the others follow it. */
function tspans(line: TextLine, x: number, y: number): Node[] {
  return line.flatMap(({ text, face }, index) => {
    const piece = svg(
      'tspan',
      { class: `segno-${face}`, ...(index === 0 ? { x, y } : {}) },
      // A blank inside the piece is measured with it.
      index === 0 ? text : ` ${text}`,
    );
    return [piece];
  });
}
