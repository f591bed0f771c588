/** Buttons at both sides of the drawing that name the participants out of sight there, and bring them into view. */
import type { Layout } from '../diagram/places.js';
import { html } from './svg.js';

/** How much of the view a button goes on. */
const STEP = 0.7;
/** A participant that is cut off by less is in sight, in pixels. */
const SLACK = 4;

export class Beyond {
  readonly buttons = [html('button', { type: 'button' }), html('button', { type: 'button' })] as const;

  constructor(private readonly view: HTMLElement) {
    this.buttons.forEach((button, side) => {
      button.classList.add('segno-beyond', side === 0 ? 'segno-beyond-left' : 'segno-beyond-right');
      button.hidden = true;
      button.addEventListener('click', () => {
        view.scrollLeft += (side === 0 ? -STEP : STEP) * view.clientWidth;
      });
    });
  }

  hide(): void {
    for (const button of this.buttons) button.hidden = true;
  }

  /** Names who is out of sight now. */
  tell({ heads, width }: Layout, scale: number): void {
    const { scrollLeft, clientWidth } = this.view;
    const isWide = width * scale > clientWidth + 1;
    const sides = [
      heads.filter(({ x }) => x * scale < scrollLeft + SLACK),
      heads.filter(({ x }) => x * scale > scrollLeft + clientWidth - SLACK),
    ];
    this.buttons.forEach((button, side) => {
      const names = (sides[side] ?? []).map(({ name }) => name).join(', ');
      button.hidden = !isWide || names === '';
      button.textContent = side === 0 ? `‹ ${names}` : `${names} ›`;
      button.title = names;
    });
  }
}
