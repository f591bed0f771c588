/**
 * Measures the time between two moments of a drawing to scale: the first is chosen, the second is where the pointer or
 * the keyboard is until it is chosen, too.
 */
import type { Instant, Layout } from '../diagram/places.js';
import { durationText } from '../diagram/time-words.js';
import { html } from './svg.js';

/** Which moment of the drawing one is, wherever that stands now. */
type Mark = Pick<Instant, 'row' | 'arrives'>;

export interface RulerEvents {
  /** Measuring has begun, or ended. */
  readonly measuring: (on: boolean) => void;
  /** So much was measured, in words. */
  readonly measured: (text: string) => void;
}

export class Ruler {
  /** Lies over the drawing. */
  readonly element = html('div', { class: 'segno-ruler', 'aria-hidden': 'true', hidden: '' });
  /** Lies under it, so that no line runs through words. */
  readonly under = html('div', { class: 'segno-ruler', hidden: '' });
  readonly #ends = [html('div', { class: 'segno-ruler-end' }), html('div', { class: 'segno-ruler-end' })];
  readonly #words = html('span', { class: 'segno-ruler-words' });
  readonly #span = html('div', { class: 'segno-ruler-span' }, this.#words);
  #layout: Layout | undefined;
  #scale = 1;
  #on = false;
  #from: Mark | undefined;
  #to: Mark | undefined;
  /** The second moment has been chosen: it stays where it is. */
  #held = false;

  constructor(private readonly events: RulerEvents) {
    this.under.append(...this.#ends);
    this.element.append(this.#span);
  }

  get on(): boolean {
    return this.#on;
  }

  /** Begins to measure: from a row, where the keyboard is at one. */
  start(row: number | undefined): void {
    this.#on = true;
    this.#held = false;
    this.#from = row === undefined ? undefined : this.#momentOf(row);
    this.#to = this.#from;
    this.#place();
    this.events.measuring(true);
  }

  stop(): void {
    this.#on = false;
    this.#from = undefined;
    this.#place();
    this.events.measuring(false);
  }

  /** The pointer is at a height of the drawing, in its own pixels. */
  point(y: number): void {
    if (this.#from === undefined || this.#held) return;
    this.#reach(this.#nearest(y));
  }

  /** A height of the drawing is chosen: for the first moment, or the second; the third begins anew. */
  press(y: number): void {
    const chosen = this.#nearest(y);
    if (!chosen) return;
    if (this.#from === undefined || this.#held) {
      this.#from = chosen;
      this.#held = false;
    } else {
      this.#held = true;
    }
    this.#reach(chosen);
    this.#say();
  }

  /** The keyboard has come to a row. */
  walk(row: number): void {
    const moment = this.#momentOf(row);
    if (!moment) return;
    this.#from ??= moment;
    this.#held = true;
    this.#reach(moment);
    this.#say();
  }

  /** The drawing stands so now. One without times has nothing to measure. */
  place(layout: Layout | undefined, scale: number): void {
    this.#layout = layout;
    this.#scale = scale;
    if (this.#on && layout?.instants === undefined) this.stop();
    else this.#place();
  }

  /** The rows have moved, as an edit has it. */
  follow(row: (before: number) => number): void {
    if (this.#from) this.#from = { ...this.#from, row: row(this.#from.row) };
    if (this.#to) this.#to = { ...this.#to, row: row(this.#to.row) };
  }

  #reach(to: Mark | undefined): void {
    this.#to = to;
    this.#place();
  }

  #say(): void {
    const text = this.#words.textContent;
    if (text !== '') this.events.measured(text);
  }

  #instant(mark: Mark | undefined): Instant | undefined {
    return (
      mark && this.#layout?.instants?.find(({ row, arrives }) => row === mark.row && arrives === mark.arrives)
    );
  }

  #momentOf(row: number): Instant | undefined {
    return this.#layout?.instants?.find((instant) => instant.row === row);
  }

  #nearest(y: number): Instant | undefined {
    let nearest: Instant | undefined;
    for (const instant of this.#layout?.instants ?? [])
      if (nearest === undefined || Math.abs(instant.y - y) < Math.abs(nearest.y - y)) nearest = instant;
    return nearest;
  }

  #place(): void {
    const [from, to] = [this.#instant(this.#from), this.#instant(this.#to)];
    this.element.hidden = this.under.hidden = !from;
    if (!from) return;
    const heights = [from.y, (to ?? from).y].map((y) => y * this.#scale);
    this.#ends.forEach((end, at) => {
      end.style.top = `${heights[at] ?? 0}px`;
    });
    const [top, bottom] = [Math.min(...heights), Math.max(...heights)];
    this.#span.style.left = `${(this.#layout?.axis?.x ?? 0) * this.#scale}px`;
    this.#span.style.top = `${top}px`;
    this.#span.style.height = `${bottom - top}px`;
    this.#words.textContent = to && to !== from ? durationText(Math.abs(to.time - from.time)) : '';
  }
}
