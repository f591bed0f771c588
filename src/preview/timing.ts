/** What can be done with time in a drawing to scale: to give it more of the page or less, and to measure it. */
import { button, entitle } from './button.js';
import { OWN_MENU } from './own-menu.js';
import { html } from './svg.js';
import type { Words } from './words.js';

export interface TimingEvents {
  /** Time is to take so many times as much of the page as now. */
  readonly stretch: (factor: number) => void;
  /** Time is to take of the page what it would by itself. */
  readonly even: () => void;
  /** Measuring is to begin, or to end. */
  readonly measure: () => void;
}

/** How much more of the page time takes after one press. */
export const STRETCH = 1.25;

export class Timing {
  readonly element: HTMLElement;
  readonly #even: HTMLButtonElement;
  readonly #measure: HTMLButtonElement;
  /** Reads out what was measured. */
  readonly #heard = html('span', { class: 'segno-heard', role: 'status' });

  constructor(
    private readonly words: Words,
    events: TimingEvents,
  ) {
    const less = button('minus', words.timeLess, () => events.stretch(1 / STRETCH));
    const more = button('plus', words.timeMore, () => events.stretch(STRETCH));
    this.#even = button('plus', words.timeEven, events.even);
    this.#even.classList.add('segno-factor');
    this.#measure = button('measure', words.measure, events.measure);
    this.element = html(
      'div',
      { class: 'segno-timing', role: 'group', 'aria-label': words.time, hidden: '', ...OWN_MENU },
      less,
      this.#even,
      more,
      this.#measure,
      this.#heard,
    );
    this.stretched(1);
    this.measuring(false);
  }

  /** Shows what is possible: `measurable` where the drawing has times. */
  show(toScale: boolean, measurable: boolean): void {
    this.element.hidden = !toScale;
    this.#measure.hidden = !measurable;
  }

  stretched(stretch: number): void {
    const factor = `${Number(stretch.toFixed(stretch < 1 ? 2 : 1))}×`;
    this.#even.replaceChildren(factor);
    this.#even.setAttribute('aria-label', `${this.words.timeEven}, ${factor}`);
  }

  measuring(on: boolean): void {
    this.#measure.setAttribute('aria-pressed', String(on));
    entitle(this.#measure, on ? this.words.stopMeasuring : this.words.measure);
    if (!on) this.#heard.textContent = '';
  }

  measured(text: string): void {
    this.#heard.textContent = text;
  }
}
