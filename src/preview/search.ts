/** Looking for words in a drawing, drawn or not yet drawn. */
import type { Drawing, Row } from '../diagram/drawing.js';
import { callText, labelOf } from '../diagram/lettering.js';
import { icon, type IconName } from './icons.js';
import { HEADS_ROW, matcher, type Found } from './marks.js';
import { html } from './svg.js';
import type { Words } from './words.js';

/** Stands for the states before the first row. */
const INITIAL = -1;

/** The rows in which the words stand. All participants together count as one. */
export function findRows(drawing: Drawing, query: string): number[] {
  if (query === '') return [];
  const matches = matcher(query);
  const has = (texts: readonly string[]) => texts.some((text) => text.search(matches) >= 0);
  const found = drawing.rows.flatMap((row, index) => (has(textsOf(drawing, row)) ? [index] : []));
  const heads = has(drawing.participants.flatMap(({ name, label }) => [name, label]));
  const initial = has(drawing.initial.map(({ name }) => name));
  return [...(heads ? [HEADS_ROW] : []), ...(initial ? [INITIAL] : []), ...found];
}

/** Everything that is said in a row. A state that did not change is none of its own. */
function textsOf(drawing: Drawing, row: Row): string[] {
  const states = row.states.filter(({ changed }) => changed).map(({ name }) => name);
  const problems = row.problems.flatMap((index) => {
    const problem = drawing.problems[index];
    if (!problem || problem.severity === 'hint') return [];
    return problem.deliberate ? [problem.deliberate.why || problem.short] : [problem.short];
  });
  switch (row.kind) {
    case 'segment': {
      const label = labelOf(row).map(({ text }) => text);
      return [label.join(' '), row.fate, row.text, ...states, ...problems];
    }
    case 'call':
      return [callText(row), ...states, ...problems];
    default:
      return [row.text, ...states, ...problems];
  }
}

export interface SearchEvents {
  readonly found: (found: Found | undefined, reveal: boolean) => void;
  /** The box is closed; the focus goes back to the drawing. */
  readonly closed: () => void;
}

/** The box over the drawing's corner. */
export class SearchBox {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #count: HTMLElement;
  #drawing: Drawing | undefined;
  #rows: readonly number[] = [];
  /** Index in the rows that were found. */
  #current = 0;

  constructor(
    private readonly words: Words,
    private readonly events: SearchEvents,
  ) {
    this.#input = html('input', {
      type: 'text',
      placeholder: words.find,
      'aria-label': words.find,
      spellcheck: 'false',
      autocomplete: 'off',
    });
    this.#count = html('span', { class: 'segno-count', role: 'status' });
    this.element = html(
      'div',
      { class: 'segno-search', role: 'search', hidden: '' },
      this.#input,
      this.#count,
      this.#button('up', words.findPrevious, () => this.#go(-1)),
      this.#button('down', words.findNext, () => this.#go(1)),
      this.#button('close', words.close, () => this.close()),
    );
    this.#input.addEventListener('input', () => this.#look(true));
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#go(event.shiftKey ? -1 : 1);
      else if (event.key === 'Escape') this.close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  show(): void {
    this.element.hidden = false;
    this.#input.focus();
    this.#input.select();
    this.#look(false);
  }

  close(): void {
    if (!this.open) return;
    this.element.hidden = true;
    this.events.found(undefined, false);
    this.events.closed();
  }

  next(by: 1 | -1): void {
    if (this.open) this.#go(by);
  }

  /** Looks again, in a drawing that has changed. */
  update(drawing: Drawing): void {
    this.#drawing = drawing;
    if (this.open) this.#look(false);
  }

  #look(reveal: boolean): void {
    const query = this.#input.value;
    const before = this.#rows[this.#current];
    this.#rows = this.#drawing ? findRows(this.#drawing, query) : [];
    // The nearest to where one was.
    const after = this.#rows.findIndex((row) => row >= (before ?? HEADS_ROW));
    this.#current = Math.max(0, after);
    this.#tell(reveal);
  }

  #go(by: 1 | -1): void {
    const count = this.#rows.length;
    if (count === 0) return;
    this.#current = (this.#current + by + count) % count;
    this.#tell(true);
  }

  #tell(reveal: boolean): void {
    const query = this.#input.value;
    const count = this.#rows.length;
    this.element.classList.toggle('segno-nothing', query !== '' && count === 0);
    this.#count.textContent =
      query === '' ? '' : count === 0 ? this.words.nothingFound : this.words.place(this.#current + 1, count);
    this.events.found(
      query === '' ? undefined : { query, rows: this.#rows, current: this.#rows[this.#current] },
      reveal,
    );
  }

  #button(name: IconName, title: string, press: () => void): HTMLButtonElement {
    const button = html('button', { type: 'button', title, 'aria-label': title }, icon(name));
    button.addEventListener('click', press);
    return button;
  }
}
