/** A drawing as plain data: elements of SVG that a page turns into its own, and a file into text. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export type ShapeTag =
  'svg' | 'g' | 'rect' | 'line' | 'circle' | 'path' | 'text' | 'tspan' | 'title' | 'desc' | 'defs' | 'marker';

export interface Shape {
  readonly tag: ShapeTag;
  /** An attribute that is undefined is not there. */
  readonly attributes: Attributes;
  /** Strings are text, never markup. */
  readonly children: readonly (Shape | string)[];
}

export function shape(
  tag: ShapeTag,
  attributes: Attributes = {},
  ...children: readonly (Shape | string)[]
): Shape {
  return { tag, attributes, children };
}
