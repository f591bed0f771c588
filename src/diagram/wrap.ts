/** Breaks text into lines. */
import type { Face, Measure } from './layout.js';

/** A run of text in one face. */
export interface Run {
  readonly text: string;
  readonly face: Face;
}

/** Behind a blank, and behind each Chinese character, which needs none. */
const BREAK = /(?<= )|(?<=[\p{Script=Han}，。；：！？、])/u;

/** Lines no wider than `width`, broken at blanks, and inside a word that alone is too wide. At least one line. */
export function wrap(runs: readonly Run[], width: number, measure: Measure): Run[][] {
  const lines: Run[][] = [[]];
  let used = 0;
  const add = ({ text, face }: Run) => {
    lines.at(-1)?.push({ text, face });
    used += measure(text, face);
  };
  const open = () => {
    lines.push([]);
    used = 0;
  };
  for (const { text, face } of runs) {
    for (const word of text.split(BREAK)) {
      if (used > 0 && used + measure(word.trimEnd(), face) > width) open();
      let rest = word;
      while (isTooWide(rest, face, width, measure) && rest.length > 1) {
        const fits = fitting(rest, face, width, measure);
        add({ text: rest.slice(0, fits), face });
        rest = rest.slice(fits);
        open();
      }
      add({ text: rest, face });
    }
  }
  return lines.map(joined);
}

/** One text in lines. */
export function wrapText(text: string, face: Face, width: number, measure: Measure): string[] {
  return wrap([{ text, face }], width, measure).map((line) => line.map((run) => run.text).join(''));
}

/** The line with neighbours of one face as one run, and without blanks at its end. */
function joined(line: readonly Run[]): Run[] {
  const runs: Run[] = [];
  for (const run of line) {
    const last = runs.at(-1);
    if (last?.face === run.face) runs[runs.length - 1] = { ...last, text: last.text + run.text };
    else runs.push(run);
  }
  const last = runs.pop();
  const text = last?.text.trimEnd() ?? '';
  return last && text !== '' ? [...runs, { ...last, text }] : runs;
}

/** Whether a word is wider than a line. Of a very long one the beginning tells, so that it is not measured again and again. */
function isTooWide(word: string, face: Face, width: number, measure: Measure): boolean {
  const beginning = word.slice(0, Math.max(width, 1));
  if (beginning.length < word.length && measure(beginning.trimEnd(), face) > width) return true;
  return measure(word.trimEnd(), face) > width;
}

/** How many of a word's first characters fit; at least one. */
function fitting(word: string, face: Face, width: number, measure: Measure): number {
  let fits = 1;
  while (fits < word.length && measure(word.slice(0, fits + 1), face) <= width) fits++;
  // Never between the two halves of one character.
  return /[\ud800-\udbff]$/.test(word.slice(0, fits)) && fits > 1 ? fits - 1 : fits;
}
