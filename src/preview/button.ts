/** A button with a picture. */
import { icon, type IconName } from './icons.js';
import { html } from './svg.js';

export function button(name: IconName, title: string, press: () => void): HTMLButtonElement {
  const element = html('button', { type: 'button', title, 'aria-label': title }, icon(name));
  element.addEventListener('click', press);
  return element;
}

/** Says what a button does, for those who point at it and those who hear it. */
export function entitle(element: HTMLElement, title: string): void {
  element.title = title;
  element.setAttribute('aria-label', title);
}
