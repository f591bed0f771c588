/**
 * What is said above the drawing, in a place of its own: however much it is, and however often it changes, the drawing
 * stays where it is. One line is always in view; the rest opens over the drawing.
 */
import { icon } from './icons.js';
import { html } from './svg.js';
import type { Words } from './words.js';

export class Banner {
  readonly element: HTMLElement;
  readonly #items = html('div', { class: 'segno-banner', 'aria-live': 'polite' });
  readonly #calm = html('div', { class: 'segno-calm' });
  readonly #more: HTMLButtonElement;
  readonly #count = html('span');

  constructor(private readonly words: Words) {
    this.#more = html('button', { type: 'button', hidden: '' }, this.#count, icon('down'));
    this.#more.addEventListener('click', () => this.#open(!this.open));
    // What has the keyboard is to be seen.
    this.#items.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLAnchorElement) this.#open(true);
    });
    this.element = html('div', { class: 'segno-above' }, this.#calm, this.#items, this.#more);
    new ResizeObserver(() => this.#measure()).observe(this.element);
    this.#open(false);
  }

  /** Whether all of it is to be read. */
  get open(): boolean {
    return this.element.classList.contains('segno-opened');
  }

  close(): void {
    this.#open(false);
  }

  /** Says these; where there are none, `calm`, which nobody is told of by voice. */
  say(items: readonly HTMLElement[], calm: string): void {
    this.#calm.textContent = items.length === 0 ? calm : '';
    const { children } = this.#items;
    const same =
      items.length === children.length && items.every((item, at) => item.isEqualNode(children[at] ?? null));
    // Unchanged words are not read aloud again.
    if (!same) this.#items.replaceChildren(...items);
    if (items.length === 0) this.#open(false);
    this.#measure();
  }

  #open(open: boolean): void {
    this.element.classList.toggle('segno-opened', open);
    const title = open ? this.words.lessSaid : this.words.moreSaid;
    this.#more.title = title;
    this.#more.setAttribute('aria-label', title);
    this.#more.setAttribute('aria-expanded', String(open));
    this.#measure();
  }

  /** Offers the rest where there is any. */
  #measure(): void {
    const [first, ...others] = this.#items.children;
    const cut =
      first !== undefined &&
      [...first.querySelectorAll('*'), first].some(
        (part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0,
      );
    this.#count.textContent = others.length > 0 && !this.open ? `+${this.#hidden()}` : '';
    this.#more.hidden = !this.open && !cut && others.length === 0;
  }

  /** How many problems the first line leaves out: those that are not named count, too. */
  #hidden(): number {
    const left = Number(this.#items.querySelector<HTMLElement>('.segno-more')?.dataset['count'] ?? 0);
    return this.#items.querySelectorAll('.segno-problem').length - 1 + left;
  }
}
