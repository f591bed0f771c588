/** A plugin for remark, and so for Docusaurus, Astro, Next and others: `remarkPlugins: [segno]`. */
import type { SiteOptions } from '../api/types.js';
import { AROUND, AROUND_STYLE, drawnBlocks, mayDraw, STEPS, type DrawnBlock } from './blocks.js';
import { report } from './wrong.js';
import type { Shape } from '../diagram/shape.js';
import { valueText } from '../diagram/svg-file.js';

/** As much of Markdown's syntax tree as is used here. */
interface Node {
  type: string;
  data?: unknown;
  readonly lang?: string | null;
  readonly children?: Node[];
  readonly position?: { readonly start: { readonly line: number } };
}

interface File {
  readonly path?: string;
  toString(): string;
}

/** An element of the tree that HTML, or React's code, is written from. */
interface Element {
  readonly type: 'element';
  readonly tagName: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly children: readonly (Element | { readonly type: 'text'; readonly value: string })[];
}

/** Has exchanges drawn in place of the blocks marked `segno`. */
export default function segno(options: SiteOptions = {}): (tree: unknown, file: unknown) => void {
  return (tree, file) => {
    const { path } = file as File;
    const text = String(file);
    if (!mayDraw(text)) return;
    const blocks = drawnBlocks(text, options);
    const drawn: DrawnBlock[] = [];
    for (const node of codeIn(tree as Node)) {
      const block = blocks.find(({ line }) => line === node.position?.start.line);
      if (!block) continue;
      drawn.push(block);
      node.type = 'segno';
      node.data = {
        hName: 'figure',
        hProperties: { className: [AROUND], style: AROUND_STYLE },
        hChildren: block.pictures.flatMap((picture) => [elementOf(picture), STEPS_PLACE]),
      };
    }
    report(drawn, { text, path: options.name ?? path }, options);
  };
}

/** All fenced blocks, however deep. */
function codeIn(node: Node): Node[] {
  return node.type === 'code' ? [node] : (node.children ?? []).flatMap(codeIn);
}

const STEPS_PLACE: Element = {
  type: 'element',
  tagName: 'div',
  properties: { class: STEPS },
  children: [],
};

function elementOf({ tag, attributes, children }: Shape): Element {
  const written = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    type: 'element',
    tagName: tag,
    properties: Object.fromEntries(written.map(([name, value]) => [name, valueText(value)])),
    children: children.map((child) =>
      typeof child === 'string' ? { type: 'text', value: child } : elementOf(child),
    ),
  };
}
