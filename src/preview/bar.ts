/** The bar above the drawing: what is shown, and everything that can be done with it. */
import type { Drawing } from '../diagram/drawing.js';
import { button, entitle } from './button.js';
import { icon } from './icons.js';
import { OWN_MENU } from './own-menu.js';
import { html } from './svg.js';
import type { Words } from './words.js';

export interface BarEvents {
  readonly pick: (index: number) => void;
  readonly step: () => void;
  readonly toScale: () => void;
  readonly find: () => void;
  /** Makes the drawing larger or smaller by a factor. */
  readonly zoom: (factor: number) => void;
  readonly actualSize: () => void;
  readonly fit: () => void;
  readonly copy: () => void;
  readonly lock: () => void;
}

/** How much one press makes the drawing larger. */
const ZOOM = 1.2;
/** Milliseconds for which the copy is said to be made. */
const SAID = 1500;

export class Bar {
  readonly element: HTMLElement;
  readonly #title = html('span', { class: 'segno-title' });
  readonly #picker: HTMLSelectElement;
  readonly #zoom: HTMLButtonElement;
  readonly #lock: HTMLButtonElement;
  readonly #copy: HTMLButtonElement;
  readonly #steps: HTMLButtonElement;
  readonly #scale: HTMLButtonElement;

  constructor(
    private readonly words: Words,
    events: BarEvents,
  ) {
    this.#picker = html('select', { class: 'segno-picker', 'aria-label': words.scenario });
    this.#picker.addEventListener('change', () => events.pick(Number(this.#picker.value)));
    this.#steps = button('steps', words.stepThrough, events.step);
    this.#scale = button('scale', words.toScale, events.toScale);
    this.#zoom = button('plus', words.zoomReset, events.actualSize);
    this.#zoom.classList.add('segno-zoom');
    this.#copy = button('copy', words.copy, events.copy);
    this.#copy.classList.add('segno-spare');
    this.#lock = button('unlocked', words.lock, events.lock);
    const smaller = button('minus', words.zoomOut, () => events.zoom(1 / ZOOM));
    const larger = button('plus', words.zoomIn, () => events.zoom(ZOOM));
    for (const one of [smaller, larger]) one.classList.add('segno-step');
    this.element = html(
      'div',
      { class: 'segno-bar', role: 'toolbar', 'aria-label': words.toolbar, ...OWN_MENU },
      this.#title,
      this.#picker,
      html('span', { class: 'segno-grow' }),
      this.#steps,
      this.#scale,
      button('search', words.findOpen, events.find),
      smaller,
      this.#zoom,
      larger,
      button('fit', words.fit, events.fit),
      this.#copy,
      this.#more(),
      this.#lock,
    );
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Walks the buttons by arrow keys, as in any toolbar; the tabulator goes through them, too. */
  #key(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || !(event.target instanceof HTMLButtonElement)) return;
    const buttons = [...this.element.querySelectorAll('button')].filter((one) => one.offsetParent !== null);
    buttons.at((buttons.indexOf(event.target) + by) % buttons.length)?.focus();
    event.preventDefault();
  }

  /** Opens the editor's own menu of everything that can be made of the drawing. */
  #more(): HTMLButtonElement {
    const more = button('leave', this.words.leave, () => {
      const { left, bottom } = more.getBoundingClientRect();
      more.dispatchEvent(
        new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left, clientY: bottom }),
      );
    });
    more.setAttribute('aria-haspopup', 'menu');
    more.classList.add('segno-leave');
    return more;
  }

  /** Without a drawing there is nothing to do but to lock. */
  idle(idle: boolean): void {
    this.element.classList.toggle('segno-idle', idle);
    if (!idle) return;
    this.#title.textContent = '';
    this.#picker.hidden = true;
  }

  /** Names the drawing that is shown, and the others of the file. */
  name(drawings: readonly Drawing[], current: Drawing): void {
    const several = drawings.length > 1;
    const name = (drawing: Drawing) => drawing.title || this.words.untitled;
    this.#picker.hidden = !several;
    this.#title.hidden = several;
    this.#title.textContent = name(current);
    this.#title.title = name(current);
    if (!several) return;
    const names = drawings.map((drawing, index) => `${index + 1}/${drawings.length}  ${name(drawing)}`);
    const same =
      this.#picker.options.length === names.length &&
      names.every((text, index) => this.#picker.options[index]?.text === text);
    if (!same) {
      this.#picker.replaceChildren(
        ...names.map((text, index) => html('option', { value: index, title: text }, text)),
      );
    }
    this.#picker.value = String(drawings.indexOf(current));
  }

  zoomed(scale: number): void {
    const percent = `${Math.round(scale * 100)}%`;
    this.#zoom.replaceChildren(percent);
    this.#zoom.setAttribute('aria-label', `${this.words.zoomReset}, ${percent}`);
  }

  locked(locked: boolean): void {
    this.#lock.replaceChildren(icon(locked ? 'locked' : 'unlocked'));
    entitle(this.#lock, locked ? this.words.unlock : this.words.lock);
    this.#lock.setAttribute('aria-pressed', String(locked));
  }

  toScale(on: boolean): void {
    this.#scale.setAttribute('aria-pressed', String(on));
    entitle(this.#scale, on ? this.words.notToScale : this.words.toScale);
  }

  stepping(on: boolean): void {
    this.#steps.setAttribute('aria-pressed', String(on));
    entitle(this.#steps, on ? this.words.stopStepping : this.words.stepThrough);
  }

  /** Says for a moment that the text was copied. */
  copied(): void {
    this.#copy.replaceChildren(icon('check'));
    entitle(this.#copy, this.words.copied);
    setTimeout(() => {
      this.#copy.replaceChildren(icon('copy'));
      entitle(this.#copy, this.words.copy);
    }, SAID);
  }
}
