/** Breaks text into lines. */
import type { Face } from './places.js';

/** A run of text in one face. */
export interface Run {
  readonly text: string;
  readonly face: Face;
}

/** How wide a text is, in pixels or in columns. */
export type Width = (text: string, face: Face) => number;

/** What Chinese and Japanese are written with, between which a line may break. */
const IDEOGRAPH = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}，。；：！？、）》」』】”’…';
/** What may not begin a line. */
const CLOSING = '，。；：！？、）》」』】”’…·,.;:!?)\\]}';

/** Behind a blank, and around each ideograph, but not before the punctuation that belongs to it. */
const BREAK = new RegExp(`(?<= )|(?<=[${IDEOGRAPH}])(?![ ${CLOSING}])`, 'u');

/** Behind what a word is rather broken than anywhere. */
const JOINT = /[/\\_.,;:&?=+-]/;

/** Lines no wider than `width`, broken at blanks, and inside a word that alone is too wide. At least one line. */
export function wrap(runs: readonly Run[], width: number, measure: Width): Run[][] {
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
        if (fits === rest.length) break;
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
export function wrapText(text: string, face: Face, width: number, measure: Width): string[] {
  return wrap([{ text, face }], width, measure).map((line) => line.map((run) => run.text).join(''));
}

/** How often a narrower width is tried, and the longest text that is worth it. */
const TRIES = 6;
const LONGEST = 600;

/** One text in as few lines as it takes, and these as equal in width as can be: no word is left alone on the last. */
export function wrapEvenly(text: string, face: Face, width: number, measure: Width): string[] {
  let lines = wrapText(text, face, width, measure);
  if (lines.length < 2 || text.length > LONGEST) return lines;
  let [narrow, wide] = [width / 2, width];
  for (let turn = 0; turn < TRIES; turn++) {
    const middle = (narrow + wide) / 2;
    const tried = wrapText(text, face, middle, measure);
    if (tried.length > lines.length) {
      narrow = middle;
    } else {
      wide = middle;
      lines = tried;
    }
  }
  return lines;
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
function isTooWide(word: string, face: Face, width: number, measure: Width): boolean {
  const beginning = word.slice(0, Math.max(width, 1) + 1);
  if (beginning.length < word.length && measure(beginning.trimEnd(), face) > width) return true;
  return measure(word.trimEnd(), face) > width;
}

/** How many of a word's first characters go on a line; at least one. A joint near the end is the better place. */
function fitting(word: string, face: Face, width: number, measure: Width): number {
  let fits = 0;
  let used = 0;
  let joint = 0;
  for (const { segment } of new Intl.Segmenter().segment(word.slice(0, Math.max(width, 1) * 2 + 2))) {
    used += measure(segment, face);
    if (fits > 0 && used > width) break;
    fits += segment.length;
    if (JOINT.test(segment)) joint = fits;
  }
  return joint > fits * 0.6 ? joint : fits;
}
