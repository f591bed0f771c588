/**
 * The TCP state diagram with the way of two ends marked in it. Mermaid draws it once; each step only marks it anew. Ends
 * differ in colour and in shape: a disc on the left of the boxes, a square on their right.
 */
import type { DrawnTcbs } from '../diagram/drawing.js';
import { stateDiagramText, transitionText, TRANSITIONS, type StateNode } from '../diagram/state-diagram.js';
import { renderText } from './render.js';
import { BOX, HEIGHT, labelBetween, lineBetween, movesOf, nodesOf, PLACES, WIDTH } from './state-places.js';
import { svg } from './svg.js';
import type { Words } from './words.js';

/** An end's way through the states, from the first to the one that it is in. */
export interface Way {
  readonly name: string;
  readonly path: readonly State[];
  /** What the step that is shown has moved it by, in the words of the figure; undefined where it has not moved. */
  readonly moved: string | undefined;
}

export type StateNames = DrawnTcbs['names'];
type State = keyof StateNames;

const FIRST_AND_SECOND = ['first', 'second'] as const;

export class StateDiagram {
  readonly element = svg('svg', {
    class: 'segno-states',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: 'img',
    preserveAspectRatio: 'xMidYMin meet',
  });
  readonly #under = svg('g');
  readonly #over = svg('g');
  #base: SVGSVGElement | undefined;
  #begun = false;
  #shown = '';
  #named = '';

  constructor(
    private readonly words: Words,
    private readonly failed: (reason: string) => void,
  ) {}

  show(ways: readonly Way[], names: StateNames): void {
    if (!this.#begun) {
      this.#begun = true;
      this.#draw(() => this.show(ways, names)).catch((reason: unknown) => {
        this.failed(reason instanceof Error ? reason.message : String(reason));
      });
    }
    const shown = JSON.stringify([ways, names]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.setAttribute('aria-label', this.words.stateDiagram(ways.map((way) => said(way, names))));
    if (this.#base) this.#name(this.#base, names);
    const marks = ways.slice(0, 2).map((way, index) => {
      const which = FIRST_AND_SECOND[index] ?? 'first';
      return { which, way, nodes: nodesOf(way.path) };
    });
    this.#under.replaceChildren(
      ...marks.flatMap(({ which, way, nodes }) => trail(nodes, which, way.moved !== undefined)),
    );
    this.#over.replaceChildren(
      ...marks.flatMap(({ which, nodes }) => stops(nodes, which)),
      ...marks.flatMap(({ which, way, nodes }) => latest(nodes, which, way.moved)),
    );
  }

  async #draw(drawn: () => void): Promise<void> {
    const base = await renderText(stateDiagramText());
    if (!place(base, this.words)) throw new Error('Mermaid has drawn other states than were asked for.');
    base.setAttribute('class', 'segno-states-base');
    this.#base = base;
    const events = TRANSITIONS.map((transition) =>
      label(transition.from, transition.to, transitionText(transition, this.words.language), 'segno-event'),
    );
    // No line may run through the words, also none that an end has gone along.
    this.element.append(base, this.#under, svg('g', {}, ...events), this.#over);
    this.#shown = '';
    this.#named = '';
    drawn();
  }

  /** Names the boxes as the user wants states to be named. */
  #name(base: SVGSVGElement, names: StateNames): void {
    const named = JSON.stringify(names);
    if (named === this.#named) return;
    this.#named = named;
    for (const box of base.querySelectorAll('[data-node]')) {
      const node = box.getAttribute('data-node');
      const text = box.querySelector('text');
      const name = node === 'END' ? names.CLOSED : names[node as State];
      if (text) text.textContent = name;
    }
  }
}

/** The shape that stands for an end, also in front of its name. */
export function signOf(which: (typeof FIRST_AND_SECOND)[number], x = 7, y = 7, size = 6): SVGElement {
  const name = `segno-sign segno-${which}`;
  return which === 'first'
    ? svg('circle', { class: name, cx: x, cy: y, r: size })
    : svg('rect', { class: name, x: x - size, y: y - size, width: 2 * size, height: 2 * size, rx: 1 });
}

export function whichOf(index: number): (typeof FIRST_AND_SECOND)[number] {
  return index === 0 ? 'first' : 'second';
}

function said({ name, path }: Way, names: StateNames): string {
  return `${name}: ${path.map((state) => names[state]).join(' → ')}`;
}

/** Puts what Mermaid has drawn where we want it. False where it has not drawn each box and each line. */
function place(base: SVGSVGElement, words: Words): boolean {
  const boxes = [...base.querySelectorAll('.node')];
  const lines = [...base.querySelectorAll('[data-et="edge"]')];
  const nodes = Object.entries(PLACES) as [StateNode, (typeof PLACES)[StateNode]][];
  if (boxes.length !== nodes.length || lines.length !== TRANSITIONS.length) return false;
  for (const [node, { x, y }] of nodes) {
    const box = boxes.find(({ id }) => new RegExp(`-${node}-\\d+$`).test(id));
    if (!box) return false;
    box.setAttribute('class', 'segno-state');
    box.setAttribute('data-node', node);
    box.setAttribute('transform', `translate(${x}, ${y})`);
    box.replaceChildren(
      svg('rect', {
        x: -BOX.width / 2,
        y: -BOX.height / 2,
        width: BOX.width,
        height: BOX.height,
        rx: 5,
      }),
      svg('text', { 'text-anchor': 'middle', y: 4 }),
    );
  }
  TRANSITIONS.forEach((transition, index) => {
    const { from, to } = transition;
    const line = lines[index];
    if (!line) return;
    line.setAttribute('class', 'segno-transition');
    line.removeAttribute('style');
    line.setAttribute('d', lineBetween(from, to).d);
    line.replaceChildren(svg('title', {}, transitionText(transition, words.language)));
  });
  for (const label of base.querySelectorAll('.edgeLabels')) label.remove();
  return true;
}

/** The words of a transition beside its line; what is done stands below what brings it about where there is room. */
function label(from: StateNode, to: StateNode, text: string, name: string): SVGElement {
  const { x, y, anchor, broken } = labelBetween(from, to);
  const lines = broken ? text.split(' / ') : [text];
  return svg(
    'text',
    { class: name, 'text-anchor': anchor, 'aria-hidden': 'true' },
    ...lines.map((part, index) => svg('tspan', { x, y: y + 12 * index }, part)),
  );
}

/** The words of the line that an end has just gone along. */
function latest(nodes: readonly StateNode[], which: string, moved: string | undefined): SVGElement[] {
  const move = movesOf(nodes).at(-1);
  if (!move || moved === undefined || moved === '') return [];
  return [label(move.from, move.to, moved, `segno-event segno-latest segno-${which}`)];
}

/** The lines that an end has gone along. The last one of a step is stronger. */
function trail(nodes: readonly StateNode[], which: string, moved: boolean): SVGElement[] {
  const moves = movesOf(nodes);
  return moves.map(({ from, to }, index) => {
    const { d, drawn } = lineBetween(from, to);
    const now = moved && index === moves.length - 1;
    const names = [
      'segno-trail',
      `segno-${which}`,
      ...(drawn ? [] : ['segno-unnamed']),
      ...(now ? ['segno-latest'] : []),
    ];
    return svg('path', { class: names.join(' '), d });
  });
}

/** A small open sign where an end has been, a large filled one where it is. */
function stops(nodes: readonly StateNode[], which: (typeof FIRST_AND_SECOND)[number]): SVGElement[] {
  const here = nodes.at(-1);
  const been = new Set(nodes.filter((node) => node !== here));
  const at = (node: StateNode, size: number) => {
    const { x, y } = PLACES[node];
    return signOf(which, x + (which === 'first' ? -1 : 1) * (BOX.width / 2), y, size);
  };
  const signs = [...been].map((node) => {
    const sign = at(node, 3.5);
    sign.classList.add('segno-been');
    return sign;
  });
  if (here === undefined) return signs;
  const { x, y } = PLACES[here];
  const ring = svg('rect', {
    class: `segno-ring segno-${which}`,
    x: x - BOX.width / 2,
    y: y - BOX.height / 2,
    width: BOX.width,
    height: BOX.height,
    rx: 5,
  });
  return [ring, ...signs, at(here, 7)];
}
