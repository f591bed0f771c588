import type { Face, Measure } from '../diagram/places.js';

/** Font families, as CSS lists them. */
export interface Fonts {
  readonly text: string;
  readonly mono: string;
}

/** Of so many texts it is remembered how wide they are. */
const MOST_TEXTS = 20_000;

/**
 * Measures texts as the stylesheet sets them. The fonts come from the editor where none are given, so they are asked
 * for, not assumed.
 */
export function canvasMeasure(given?: Fonts): Measure {
  const { text, mono } = given ?? editorFonts();
  const faces: Readonly<Record<Face, Measure>> = {
    flags: measureIn(`700 12.5px ${mono}`),
    number: measureIn(`400 12.5px ${mono}`),
    small: measureIn(`400 12px ${text}`),
    chip: measureIn(`600 11px ${text}`),
    name: measureIn(`600 13px ${text}`),
    label: measureIn(`400 13px ${text}`),
  };
  return (words, face) => faces[face](words, face);
}

/** Characters that are wide, narrow and in between where a font has several widths. */
const SAMPLE = ['M', 'i', '0', '+', '='];
const PRINTABLE = /^[ -~]*$/;

/** Measures in one font. Each has a canvas of its own, since a canvas that changes its font looks it up anew. */
function measureIn(font: string): (words: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return (words) => words.length * 7.5;
  context.font = font;
  const measured = (words: string) => context.measureText(words).width;
  // Where all characters are equally wide, which is what numbers are set in, they are only counted: an exchange has
  // thousands of numbers, each another one.
  const [wide = 0, ...others] = SAMPLE.map(measured);
  const isEven = others.every((width) => width === wide);
  const known = new Map<string, number>();
  return (words) => {
    if (isEven && PRINTABLE.test(words)) return words.length * wide;
    let width = known.get(words);
    if (width === undefined) {
      width = measured(words);
      if (known.size > MOST_TEXTS) known.clear();
      known.set(words, width);
    }
    return width;
  };
}

function editorFonts(): Fonts {
  const style = getComputedStyle(document.body);
  return {
    text: style.fontFamily || 'sans-serif',
    mono: style.getPropertyValue('--vscode-editor-font-family').trim() || 'monospace',
  };
}
