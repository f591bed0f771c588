/** Making elements. Text only ever becomes text nodes and attribute values, so that nothing in a note is markup. */

import type { Attributes, Shape } from '../diagram/shape.js';

const SVG = 'http://www.w3.org/2000/svg';

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A shape as an element of the page. */
export function elementOf({ tag, attributes, children }: Shape): SVGElement {
  return svg(
    tag,
    attributes,
    ...children.map((child) => (typeof child === 'string' ? child : elementOf(child))),
  );
}

/** A picture of the diagram as an element of the page. */
export function pictureOf(picture: Shape): SVGSVGElement {
  const element = elementOf(picture);
  if (!(element instanceof SVGSVGElement)) throw new Error('no picture');
  return element;
}

export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

function fill<E extends Element>(
  element: E,
  attributes: Attributes,
  children: readonly (Node | string)[],
): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}
