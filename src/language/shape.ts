/**
 * What the trees of statements look like.
 *
 * Whether a statement can be read, and what its tree is like, depends on the types of its tokens alone, so that Langium's
 * parser is asked once for each sequence of them. It is given the places of the tokens for their texts: where its tree
 * says 7, there stands the text of token 7 of every statement of this shape.
 */
import { isAstNode, type AstNode, type LangiumParser } from 'langium';
import type { SegnoTerminalNames } from './generated/ast.js';
import { WIDTH } from './lexer.js';
import { createSegnoServices } from './segno-module.js';

/** A node without its texts: its first token and its last, by their places, and what it consists of. */
export interface Shape {
  readonly type: string;
  readonly first: number;
  readonly last: number;
  readonly properties: readonly (readonly [name: string, part: Part | readonly Part[]])[];
}

/** A token, by its place, or a node. */
export type Part = number | Shape;

/** Where the parser got stuck: at a token, or at the end of the statement; and in which rules, outermost first. */
export interface NoShape {
  readonly place: number | undefined;
  readonly rules: readonly string[];
}

/** Few shapes are met again and again; of prose each line has its own. */
const shapes = new Map<string, Shape | NoShape>();
const MOST_SHAPES = 2_000;

/** The shape of the statements that consist of tokens of these types. */
export function shapeOf(types: readonly SegnoTerminalNames[]): Shape | NoShape {
  const text = types.join(' ');
  let shape = shapes.get(text);
  if (!shape) {
    if (shapes.size >= MOST_SHAPES) shapes.clear();
    shapes.set(text, (shape = parsed(text)));
  }
  return shape;
}

let parser: LangiumParser | undefined;

function parsed(types: string): Shape | NoShape {
  try {
    parser ??= createSegnoServices().parser.LangiumParser;
    const { value, parserErrors } = parser.parse(types, { rule: 'Line' });
    const [error] = parserErrors;
    if (!error) return shapeOfNode(value);
    const { startOffset } = error.token;
    const rules = error.context.ruleStack.map((rule) => rule.replaceAll('\u200b', ''));
    return { place: startOffset >= 0 ? startOffset / WIDTH : undefined, rules };
  } catch {
    // A parser that failed half-way keeps pieces of this statement; the next one gets a fresh one.
    parser = undefined;
    return { place: 0, rules: [] };
  }
}

function shapeOfNode(node: AstNode): Shape {
  const { offset = 0, end = 0 } = node.$cstNode ?? {};
  const properties = Object.entries(node)
    .filter(([name]) => !name.startsWith('$'))
    .map(([name, value]: [string, unknown]) => {
      return [name, Array.isArray(value) ? value.map(partOf) : partOf(value)] as const;
    });
  return { type: node.$type, first: offset / WIDTH, last: end / WIDTH - 1, properties };
}

function partOf(value: unknown): Part {
  return isAstNode(value) ? shapeOfNode(value) : Number(value);
}
