/** Marks that lie over or under a drawing and move with it: where one stands while stepping, and what was found. */
import type { Layout } from '../diagram/places.js';
import { html, svg } from './svg.js';

/** Where one stands: at an event, after which rows down to `last` have happened. */
export interface Moment {
  /** Index of the row, or -1 before the first. */
  readonly row: number;
  readonly last: number;
}

/** Stands among rows for the participants above them. */
export const HEADS_ROW = -2;

/** What a search has found. */
export interface Found {
  readonly query: string;
  /** Rows, -1 for the states before the first, {@link HEADS_ROW} for the participants. */
  readonly rows: readonly number[];
  /** The one of them that was gone to last. */
  readonly current: number | undefined;
}

export class Marks {
  /** Covers what has not happened yet. */
  readonly veil = html('div', { class: 'segno-veil', hidden: '' });
  /** Under the rows. */
  readonly under = html('div', { class: 'segno-under', 'aria-hidden': 'true' });
  readonly #now = html('div', { class: 'segno-now', hidden: '' });
  readonly #found = html('div');
  moment: Moment | undefined;
  found: Found | undefined;
  /** The row of the cursor's line. */
  here: number | undefined;

  constructor() {
    this.under.append(this.#found, this.#now);
  }

  /** Marks the row of the cursor's line in a tile. */
  showHere(host: HTMLElement): void {
    for (const marked of host.querySelectorAll('.segno-here')) marked.classList.remove('segno-here');
    if (this.here === undefined) return;
    const row = `[data-row="${this.here}"]`;
    for (const element of host.querySelectorAll(`.segno-back${row}, .segno-row${row}, .segno-label${row}`)) {
      element.classList.add('segno-here');
    }
  }

  /** Marks the words that were found in a tile. */
  showFound(host: HTMLElement): void {
    const tile = host.querySelector<SVGSVGElement>('.segno-tile');
    if (tile) markWords(tile, this.found?.query);
  }

  /** Tells the rows of a tile whose ground is tinted, so that their words need no ground of their own. */
  light(host: HTMLElement): void {
    const lit = new Set([this.moment?.row, this.found?.current]);
    for (const element of host.querySelectorAll('.segno-row, .segno-label')) {
      element.classList.toggle('segno-lit', lit.has(Number(element.getAttribute('data-row'))));
    }
  }

  place(layout: Layout, scale: number): void {
    const { moment, found } = this;
    this.veil.hidden = moment === undefined;
    this.#now.hidden = moment === undefined || moment.row < 0;
    if (moment) {
      const bottom = endOf(layout, moment.last) * scale;
      this.veil.style.top = `${bottom}px`;
      this.veil.style.height = `${layout.height * scale - bottom}px`;
      placeRow(this.#now, layout, moment.row, scale);
    }
    this.#found.replaceChildren(
      ...(found?.rows ?? []).flatMap((row) => {
        if (row === HEADS_ROW) return [];
        const mark = html('div', {
          class: row === found?.current ? 'segno-found segno-current' : 'segno-found',
        });
        placeRow(mark, layout, row, scale);
        return mark;
      }),
    );
  }
}

function startOf(layout: Layout, row: number): number {
  return row < 0 ? 0 : (layout.tops[row] ?? 0);
}

function endOf(layout: Layout, row: number): number {
  return layout.tops[row + 1] ?? layout.height;
}

function placeRow(mark: HTMLElement, layout: Layout, row: number, scale: number): void {
  const top = startOf(layout, row);
  mark.style.top = `${top * scale}px`;
  mark.style.height = `${(endOf(layout, row) - top) * scale}px`;
}

/** Marks each place in a tile where the words stand. */
function markWords(tile: SVGSVGElement, query: string | undefined): void {
  tile.querySelector('.segno-matches')?.remove();
  for (const text of tile.querySelectorAll('.segno-matched')) text.classList.remove('segno-matched');
  if (query === undefined) return;
  const matches = svg('g', { class: 'segno-matches' });
  for (const text of tile.querySelectorAll('text')) {
    for (const { index, 0: words } of text.textContent.matchAll(matcher(query))) {
      const first = text.getExtentOfChar(index);
      const last = text.getExtentOfChar(index + words.length - 1);
      // What is broken over two lines is only marked by its row.
      if (first.y !== last.y) continue;
      text.classList.add('segno-matched');
      const width = last.x + last.width - first.x + 2;
      const mark = svg('rect', { x: first.x - 1, y: first.y, width, height: first.height });
      // Words along a slanted arrow are turned with it.
      const turned = text.getAttribute('transform');
      if (turned !== null) mark.setAttribute('transform', turned);
      matches.append(mark);
    }
  }
  tile.prepend(matches);
}

/** Marks the participants in whose names or labels the words stand, also where there is no room for all of them. */
export function markHeads(heads: Element, found: Found | undefined): void {
  for (const head of heads.querySelectorAll('.segno-head')) {
    const full = head.querySelector('title')?.textContent ?? '';
    const matches = found !== undefined && full.search(matcher(found.query)) >= 0;
    head.classList.toggle('segno-head-found', matches);
    head.classList.toggle('segno-current', matches && found.current === HEADS_ROW);
  }
}

/** Finds words literally, in whatever case. */
export function matcher(query: string): RegExp {
  return new RegExp(query.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'giu');
}
