/** A card beside a row of the drawing that tells what it does to the TCBs of both ends. */
import type { Drawing, Row } from '../diagram/drawing.js';
import { callText, labelOf } from '../diagram/lettering.js';
import { withCode } from './problems.js';
import { endsAt, pairAt } from './steps.js';
import { html } from './svg.js';
import { tcbTable } from './tcb-table.js';
import type { Words } from './words.js';

/** Milliseconds that the pointer or the focus must rest on a row before its card shows. */
const REST = 450;
/** Milliseconds for the pointer to get from the row into the card. */
const GRACE = 200;
/** Pixels between the card and the row, and between the card and the panel's edges. */
const GAP = 4;
const MARGIN = 8;

/** Where something stands in the window. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Subject {
  readonly drawing: Drawing;
  readonly row: number;
  /** What the card must not cover. */
  readonly area: Area;
  /** The element that the card describes. */
  readonly element: Element;
}

export class HoverCard {
  readonly element = html('div', { class: 'segno-card', role: 'tooltip', id: 'segno-card', hidden: '' });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #subject: Subject | undefined;
  /** The row that the card is for or about to be for. */
  #row: number | undefined;

  constructor(private readonly words: Words) {
    this.element.addEventListener('pointerenter', () => clearTimeout(this.#timer));
    this.element.addEventListener('pointerleave', () => this.leave());
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  /** The pointer or the focus has come to a row. `subject` is asked when it has rested there. */
  rest(row: number, subject: () => Subject | undefined, x?: number): void {
    if (row === this.#row) {
      if (this.open) clearTimeout(this.#timer);
      return;
    }
    this.close();
    this.#row = row;
    this.#timer = setTimeout(() => {
      const now = subject();
      if (now) this.#show(now, x);
    }, REST);
  }

  /** The pointer has gone elsewhere. */
  leave(): void {
    clearTimeout(this.#timer);
    if (this.open) this.#timer = setTimeout(() => this.close(), GRACE);
    else this.#row = undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#row = undefined;
    this.#subject?.element.removeAttribute('aria-describedby');
    this.#subject = undefined;
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  #show(subject: Subject, x: number | undefined): void {
    const { drawing, row, area, element } = subject;
    const what = drawing.rows[row];
    if (!what) return;
    const all = endsAt(drawing, row);
    const pair = pairAt(drawing, row).flatMap((end) => all[end] ?? []);
    if (pair.length === 0) return;
    this.#subject = subject;
    this.element.replaceChildren(heading(drawing, what), ...wrong(drawing, what), tcbTable(pair, this.words));
    this.element.hidden = false;
    element.setAttribute('aria-describedby', this.element.id);
    this.#place(area, x ?? (area.left + area.right) / 2);
  }

  /** Below what it is about if there is room, else above it, else where there is more. */
  #place({ top, bottom }: Area, x: number): void {
    const { style } = this.element;
    style.maxHeight = '';
    const { width, height } = this.element.getBoundingClientRect();
    const below = innerHeight - MARGIN - bottom - GAP;
    const above = top - GAP - MARGIN;
    const under = height <= below || below >= above;
    const tall = Math.min(height, Math.max(under ? below : above, 60));
    style.maxHeight = `${tall}px`;
    style.left = `${Math.max(MARGIN, Math.min(x - width / 2, innerWidth - MARGIN - width))}px`;
    style.top = `${under ? bottom + GAP : top - GAP - tall}px`;
  }
}

/** What is wrong with a row, and how it is played on; what an end measures. */
function wrong(drawing: Drawing, { problems, goesOn, measured }: Row): HTMLElement[] {
  const sentences = problems.flatMap((index) => drawing.problems[index]?.message ?? []);
  return [...sentences, goesOn ?? [], measured ?? []]
    .flat()
    .map((text) => html('p', { class: 'segno-card-says' }, ...withCode(text)));
}

function heading(drawing: Drawing, row: Row): HTMLElement {
  const name = (participant: number) => html('bdi', {}, drawing.participants[participant]?.name ?? '');
  if (row.kind === 'segment') {
    const [flags, ...numbers] = labelOf(row).map(({ text }) => text);
    return html(
      'p',
      {},
      html('span', { class: 'segno-count' }, String(row.number)),
      name(row.from),
      ' → ',
      name(row.to),
      html('b', {}, flags ?? ''),
      html('span', {}, [...numbers, row.fate].join(' ')),
    );
  }
  if (row.kind === 'call') return html('p', {}, name(row.participant), html('b', {}, callText(row)));
  return html('p');
}
