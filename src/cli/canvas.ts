/** A sheet of character cells that grows downwards. Wide characters take two cells. */
import { wrapText } from '../diagram/wrap.js';
import { width } from '../notation/width.js';
import type { Paint, Style } from './terminal.js';

interface Cell {
  readonly text: string;
  readonly style: Style | undefined;
}

export class Canvas {
  readonly #lines: (Cell | undefined)[][] = [];

  /** How many lines there are. */
  get height(): number {
    return this.#lines.length;
  }

  /** Writes over what is there. The text is one line and safe to print; what would stand left of the sheet is lost. */
  put(x: number, y: number, text: string, style?: Style): void {
    while (this.#lines.length <= y) this.#lines.push([]);
    const line = this.#lines[y];
    if (!line) return;
    let at = x;
    for (const character of text) {
      const columns = width(character);
      if (columns === 0) {
        // A combining mark belongs to the character before it.
        const before = line[at - 1];
        if (before) line[at - 1] = { ...before, text: before.text + character };
        continue;
      }
      if (at >= 0) {
        line[at] = { text: character, style };
        for (let more = 1; more < columns; more++) line[at + more] = { text: '', style };
      }
      at += columns;
    }
  }

  /** Each line as text, without blanks at its end. */
  print(paint: Paint): string[] {
    return this.#lines.map((line) => {
      const last = line.findLastIndex((cell) => cell !== undefined && cell.text !== ' ');
      let printed = '';
      let run = '';
      let style: Style | undefined;
      const flush = () => {
        printed += style === undefined ? run : paint(style, run);
        run = '';
      };
      for (let at = 0; at <= last; at++) {
        const cell = line[at] ?? { text: ' ', style: undefined };
        if (cell.style !== style) flush();
        style = cell.style;
        run += cell.text;
      }
      flush();
      return printed;
    });
  }
}

/** Lines of at most so many columns, broken at blanks where there are any. At least one line. */
export function folded(text: string, columns: number): string[] {
  return wrapText(text, 'label', columns, (word) => width(word));
}
