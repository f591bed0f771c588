/** What stands beside the drawing while one steps through it: the TCBs of both ends, and their way through the states. */
import { TRANSITIONS, transitionText } from '../diagram/state-diagram.js';
import type { Drawing, DrawnReason, Row } from '../diagram/drawing.js';
import { icon } from './icons.js';
import { withCode } from './problems.js';
import { signOf, StateDiagram, whichOf, type StateNames } from './state-diagram.js';
import { movesOf, nodesOf } from './state-places.js';
import { endsAt, pairAt, pathOf, type EndStep } from './steps.js';
import { html, svg } from './svg.js';
import { tcbTable } from './tcb-table.js';
import type { Words } from './words.js';

export class Side {
  readonly element: HTMLElement;
  readonly #why = html('p', { class: 'segno-why' });
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
      html(
        'div',
        { class: 'segno-side-ends' },
        html('header', {}, html('h2', {}, words.tcbs), button),
        this.#why,
        this.#moves,
        this.#table,
        this.#others,
      ),
      html('div', { class: 'segno-side-states' }, this.#diagram.element),
    );
  }

  /** Shows both ends of the row's connection; the other ends only with their states. */
  show(drawing: Drawing, row: number): void {
    const all = endsAt(drawing, row);
    const pair = pairAt(drawing, row).flatMap((end) => all[end] ?? []);
    const names = drawing.tcbs?.names;
    const happened = drawing.rows[row];
    this.#explain(happened?.why, happened?.goesOn, happened?.measured);
    this.#table.replaceChildren(tcbTable(pair, this.words, (index) => this.#sign(index)));
    const others = all.filter((one) => !pair.includes(one) && one.after.state !== undefined);
    this.#others.hidden = others.length === 0;
    this.#others.replaceChildren(
      ...others.map(({ name, after }) =>
        html('span', {}, html('bdi', {}, name), ` ${after.state?.name ?? ''}`),
      ),
    );
    if (!names) return;
    const ways = pair.map((end) => {
      const path = pathOf(drawing, end.end, row);
      return { end, path, moved: moved(end) ? this.#movedBy(drawing, end, path, happened) : undefined };
    });
    this.#diagram.show(
      ways.map(({ end, path, moved }) => ({ name: end.name, path, moved })),
      names,
    );
    this.#moves.replaceChildren(
      ...ways.flatMap(({ end, moved }, index) =>
        moved === undefined ? [] : [this.#move(end, index, names, moved)],
      ),
    );
  }

  /** How a wrong line is played on; why the step did what it did, with the section that says so. */
  #explain(why: DrawnReason | undefined, goesOn = '', measured = ''): void {
    this.#why.hidden = why === undefined && goesOn === '' && measured === '';
    this.#why.replaceChildren(
      ...withCode(goesOn === '' ? '' : `${goesOn} `),
      ...(why ? withCode(why.text) : []),
      ...(why?.href === undefined ? [] : [' ', html('a', { href: why.href }, `RFC 9293 §${why.section}`)]),
      ...withCode(measured === '' ? '' : ` ${measured}`),
    );
  }

  #sign(index: number): SVGElement {
    return svg(
      'svg',
      { class: 'segno-legend', viewBox: '0 0 14 14', width: 12, height: 12, 'aria-hidden': 'true' },
      signOf(whichOf(index)),
    );
  }

  /**
   * What brought an end where it is: in the words of the figure, or for a way that the figure leaves out (its note 3),
   * the reset or the call that the row shows. Empty where neither says.
   */
  #movedBy(
    drawing: Drawing,
    { end }: EndStep,
    path: ReturnType<typeof pathOf>,
    row: Row | undefined,
  ): string {
    const move = movesOf(nodesOf(path)).at(-1);
    const known = TRANSITIONS.find(({ from, to }) => from === move?.from && to === move.to);
    if (known) return transitionText(known, this.words.language);
    const own = drawing.ends[end]?.participant;
    if (row?.kind === 'call') return row.participant === own ? row.call : '';
    if (row?.kind !== 'segment' || !row.flags.split('+').includes('RST')) return '';
    return row.to === own ? this.words.resetReceived : this.words.resetSent;
  }

  /** What has moved an end, or where the figure and the row do not say, from where to where. */
  #move({ name, before, after }: EndStep, index: number, names: StateNames, moved: string): HTMLElement {
    const states = [before, after].map(({ state }) => (state ? names[state.state] : '–')).join(' → ');
    return html(
      'p',
      {},
      this.#sign(index),
      html('bdi', {}, name),
      html('b', {}, moved === '' ? states : moved),
    );
  }
}

function moved({ before, after }: EndStep): boolean {
  return before.state !== undefined && before.state.state !== after.state?.state;
}
