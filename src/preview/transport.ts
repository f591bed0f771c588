/** The row of buttons that walks through the exchange, and the clock behind its play button. */
import { button } from './button.js';
import { icon } from './icons.js';
import { html } from './svg.js';
import type { Words } from './words.js';

export interface TransportEvents {
  /** To that step, counted from 0, which is before the first. */
  readonly go: (step: number) => void;
  readonly toggleSide: () => void;
  readonly close: () => void;
  readonly speed: (speed: number) => void;
}

/** Milliseconds for one step at speed 1: time to read a segment and what it changes. */
const BEAT = 1800;
const SPEEDS = [0.5, 1, 2, 4] as const;

export class Transport {
  readonly element: HTMLElement;
  readonly #play: HTMLButtonElement;
  readonly #back: HTMLButtonElement;
  readonly #forth: HTMLButtonElement;
  readonly #side: HTMLButtonElement;
  readonly #slider = html('input', { type: 'range', min: 0, class: 'segno-slider' });
  readonly #count = html('span', { class: 'segno-count' });
  readonly #speed = html('select', { class: 'segno-speed' });
  #step = 0;
  #last = 0;
  #clock: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly words: Words,
    private readonly events: TransportEvents,
  ) {
    this.#back = button('back', words.stepBack, () => this.move(-1));
    this.#play = button('play', words.play, () => this.toggle());
    this.#forth = button('forth', words.stepForth, () => this.move(1));
    this.#side = button('side', words.showTcbs, () => events.toggleSide());
    this.#slider.setAttribute('aria-label', words.step);
    this.#slider.addEventListener('input', () => {
      this.pause();
      events.go(Number(this.#slider.value));
    });
    this.#speed.title = words.speed;
    this.#speed.setAttribute('aria-label', words.speed);
    this.#speed.append(...SPEEDS.map((speed) => html('option', { value: speed }, `${speed}×`)));
    this.#speed.value = '1';
    this.#speed.addEventListener('change', () => events.speed(Number(this.#speed.value)));
    this.element = html(
      'div',
      { class: 'segno-transport', role: 'toolbar', 'aria-label': words.stepping },
      this.#back,
      this.#play,
      this.#forth,
      this.#slider,
      this.#count,
      this.#speed,
      this.#side,
      button('close', words.stopStepping, () => events.close()),
    );
  }

  get playing(): boolean {
    return this.#clock !== undefined;
  }

  set speed(speed: number) {
    this.#speed.value = String(SPEEDS.find((one) => one === speed) ?? 1);
  }

  /** Shows where one stands: at `step` of `last`. Playing ends at the end. */
  show(step: number, last: number, side: boolean): void {
    this.#step = step;
    this.#last = last;
    this.#slider.max = String(last);
    this.#slider.value = String(step);
    this.#slider.setAttribute('aria-valuetext', this.words.stepOf(step, last));
    this.#count.textContent = `${step} / ${last}`;
    this.#side.setAttribute('aria-pressed', String(side));
    this.#back.disabled = step === 0;
    this.#forth.disabled = step === last;
    if (step >= last) this.pause();
  }

  move(by: 1 | -1): void {
    this.pause();
    const step = this.#step + by;
    if (step >= 0 && step <= this.#last) this.events.go(step);
  }

  /** Plays or pauses; at the end, from the beginning. */
  toggle(): void {
    if (this.playing) {
      this.pause();
      return;
    }
    if (this.#last === 0) return;
    if (this.#step >= this.#last) this.events.go(0);
    this.#tick();
    this.#showPlaying();
  }

  pause(): void {
    clearTimeout(this.#clock);
    this.#clock = undefined;
    this.#showPlaying();
  }

  #tick(): void {
    this.#clock = setTimeout(
      () => {
        this.#tick();
        this.events.go(Math.min(this.#step + 1, this.#last));
      },
      BEAT / Number(this.#speed.value),
    );
  }

  #showPlaying(): void {
    const { playing, words } = this;
    const title = playing ? words.pause : words.play;
    if (this.#play.title === title) return;
    this.#play.replaceChildren(icon(playing ? 'pause' : 'play'));
    this.#play.title = title;
    this.#play.setAttribute('aria-label', title);
  }
}
