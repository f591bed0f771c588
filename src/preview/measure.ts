import type { Face, Measure } from './layout.js';

/** Measures texts as the stylesheet sets them. The fonts come from the editor, so they are asked for, not assumed. */
export function canvasMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const style = getComputedStyle(document.body);
  const text = style.fontFamily || 'sans-serif';
  const mono = style.getPropertyValue('--vscode-editor-font-family').trim() || 'monospace';
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
