/** What stands beside the drawing while one steps through it: the TCBs of both ends, and their way through the states. */
import { TRANSITIONS } from '../diagram/state-diagram.js';
import type { Drawing } from '../diagram/drawing.js';
import { icon } from './icons.js';
import { signOf, StateDiagram, whichOf, type StateNames } from './state-diagram.js';
import { nodesOf } from './state-places.js';
import { endsAt, pairAt, pathOf, type EndStep } from './steps.js';
import { html, svg } from './svg.js';
import { tcbTable } from './tcb-table.js';
import type { Words } from './words.js';

export class Side {
  readonly element: HTMLElement;
  readonly #table = html('div', { class: 'segno-side-table' });
  readonly #others = html('p', { class: 'segno-others' });
  readonly #moves = html('div', { class: 'segno-moves' });
  readonly #diagram: StateDiagram;

  constructor(
    private readonly words: Words,
    close: () => void,
    failed: (reason: string) => void,
  ) {
    this.#diagram = new StateDiagram(words, failed);
    const button = html(
      'button',
      { type: 'button', title: words.hideTcbs, 'aria-label': words.hideTcbs },
      icon('close'),
    );
    button.addEventListener('click', close);
    this.element = html(
      'aside',
      { class: 'segno-side', 'aria-label': words.tcbs, tabindex: 0 },
      html('header', {}, html('h2', {}, words.tcbs), button),
      this.#table,
      this.#others,
      this.#diagram.element,
      this.#moves,
    );
  }

  /** Shows both ends of the row's connection; the other ends only with their states. */
  show(drawing: Drawing, row: number): void {
    const all = endsAt(drawing, row);
    const pair = pairAt(drawing, row).flatMap((end) => all[end] ?? []);
    const names = drawing.tcbs?.names;
    this.#table.replaceChildren(tcbTable(pair, this.words, (index) => this.#sign(index)));
    const others = all.filter((one) => !pair.includes(one) && one.after.state !== undefined);
    this.#others.hidden = others.length === 0;
    this.#others.replaceChildren(
      ...others.map(({ name, after }) =>
        html('span', {}, html('bdi', {}, name), ` ${after.state?.name ?? ''}`),
      ),
    );
    if (!names) return;
    this.#diagram.show(
      pair.map((end) => ({ name: end.name, path: pathOf(drawing, end.end, row), moved: moved(end) })),
      names,
    );
    this.#moves.replaceChildren(
      ...pair.flatMap((end, index) => (moved(end) ? [this.#move(end, index, names)] : [])),
    );
  }

  #sign(index: number): SVGElement {
    return svg(
      'svg',
      { class: 'segno-legend', viewBox: '0 0 14 14', width: 12, height: 12, 'aria-hidden': 'true' },
      signOf(whichOf(index)),
    );
  }

  /** In words, which transition an end has just made, and what the figure says brings it about. */
  #move({ name, before, after }: EndStep, index: number, names: StateNames): HTMLElement {
    const [from, to] = [before.state?.state, after.state?.state];
    const [first, second] = from && to ? nodesOf([from, to]) : [];
    const transition = TRANSITIONS.find((one) => one.from === first && one.to === second);
    const states = [from, to].map((state) => (state ? names[state] : '–')).join(' → ');
    const why = transition ? html('span', {}, transition.event[this.words.language]) : '';
    return html('p', {}, this.#sign(index), html('bdi', {}, name), html('b', {}, states), why);
  }
}

function moved({ before, after }: EndStep): boolean {
  return before.state !== undefined && before.state.state !== after.state?.state;
}
