import type { Face, Measure } from '../diagram/places.js';

/** Font families, as CSS lists them. */
export interface Fonts {
  readonly text: string;
  readonly mono: string;
}

/**
 * Measures texts as the stylesheet sets them. The fonts come from the editor where none are given, so they are asked
 * for, not assumed.
 */
export function canvasMeasure(given?: Fonts): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const { text, mono } = given ?? editorFonts();
  const fonts: Readonly<Record<Face, string>> = {
    flags: `700 12.5px ${mono}`,
    number: `400 12.5px ${mono}`,
    small: `400 12px ${text}`,
    chip: `600 11px ${text}`,
    name: `600 13px ${text}`,
    label: `400 13px ${text}`,
  };
  const known = new Map<string, number>();
  return (words, face) => {
    const key = `${face} ${words}`;
    let width = known.get(key);
    if (width === undefined) {
      if (!context) return words.length * 7.5;
      context.font = fonts[face];
      width = context.measureText(words).width;
      if (known.size > 20_000) known.clear();
      known.set(key, width);
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
