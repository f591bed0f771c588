/**
 * What a line that cannot be read was meant to say, and the line that says it.
 *
 * To add a form, put it into the list of one of the files beside this one, where its kind is, and into the table in
 * `test/language/forms.test.ts`.
 */
import type { Bilingual } from '../../rules/rule.js';
import { halfWidth } from '../full-width.js';
import { FIX_TITLES, quote, type NotationFix, type NotationProblem } from '../notation.js';
import type { Edit, Range } from '../range.js';
import { arrows } from './arrows.js';
import { doings } from './doings.js';
import { ANY, OTHER, pattern, type Form } from './form.js';
import { marks } from './marks.js';
import { segments } from './segments.js';
import { statements } from './statements.js';

/** Every form; the first that leads to a line that can be read is told. */
export const FORMS: readonly Form[] = [...statements, ...marks, ...arrows, ...segments, ...doings];

/** What has become of a line once it is read: right, to be changed once more, or unreadable. */
export type Tried = 'right' | 'unreadable' | { readonly better: string };

/** A line that is read as something else than what it spells. */
export interface Meant {
  /** The lines that it may stand for, the likeliest first; `OTHER` and `ANY` stand in them for ends. */
  readonly lines: readonly string[];
  readonly words: Bilingual;
  /** The piece of the line that the words are about; empty where they are about all of it. */
  readonly piece: string;
}

const LONGEST = 400;
const MOST_STEPS = 6;
const MOST_TRIES = 200;

/** What a line was meant to say, as far as its form tells. `tryOut` reads a line. */
export function meantBy(written: string, tryOut: (line: string) => Tried): Meant | undefined {
  if (written.length > LONGEST || hasOpenString(written)) return undefined;
  let tries = 0;
  const seen = new Map<string, readonly string[]>();
  /** What a line leads to that can be read. */
  const follow = (line: string, steps: number): readonly string[] => {
    const known = seen.get(line);
    if (known) return known;
    if (steps < 0 || tries++ > MOST_TRIES) return [];
    seen.set(line, []);
    const found = line.includes('\n') ? severally(line, steps) : step(line, steps);
    seen.set(line, found);
    return found;
  };
  const step = (line: string, steps: number): readonly string[] => {
    const tried = tryOut(named(line));
    if (tried === 'right') return [line];
    if (tried !== 'unreadable') return follow(unnamed(tried.better, line), steps - 1);
    return onwards(line, steps)?.lines ?? [];
  };
  const severally = (line: string, steps: number): readonly string[] => {
    const lines = line.split('\n').map((one) => follow(one, steps)[0]);
    return lines.every((one) => one !== undefined) ? [lines.join('\n')] : [];
  };
  /** The first form that leads somewhere, and where to. */
  const onwards = (line: string, steps: number): Found | undefined => {
    for (const form of FORMS) {
      const rewritten = form.rewrite(line);
      if (rewritten === undefined) continue;
      const rewriting = typeof rewritten === 'string' ? { lines: [rewritten] } : rewritten;
      const lines = rewriting.lines.filter((one) => one !== line).flatMap((one) => follow(one, steps - 1));
      if (lines.length === 0) continue;
      const { piece = '', instead = '' } = rewriting;
      return { lines, form, piece, instead };
    }
    return undefined;
  };
  const line = ascii(written);
  const meant = onwards(line, MOST_STEPS);
  return meant && inWritersWords(meant, line, written);
}

/** The form that a line has, and where it leads. */
interface Found {
  readonly lines: readonly string[];
  readonly form: Form;
  readonly piece: string;
  readonly instead: string;
}

/** The piece that the form is about as it is written. */
function inWritersWords({ lines, form, piece, instead }: Found, line: string, written: string): Meant {
  const at = line.indexOf(piece);
  const own = at < 0 ? piece : written.slice(at, at + piece.length);
  return { lines, words: form.words(quoted(own), quoted(instead)), piece: own };
}

function hasOpenString(line: string): boolean {
  return (line.match(/["“”＂]/g)?.length ?? 0) % 2 > 0;
}

function quoted(piece: string): string {
  return piece === '' ? '' : quote(piece);
}

/** A line with names that can be read where it names no end. */
function named(line: string): string {
  return line.replaceAll(OTHER, 'Other_end').replaceAll(ANY, 'Any_end');
}

function unnamed(line: string, before: string): string {
  const other = before.includes(OTHER) ? line.replaceAll('Other_end', OTHER) : line;
  return before.includes(ANY) ? other.replaceAll('Any_end', ANY) : other;
}

const WIDE: Readonly<Record<string, string>> = {
  '（': '(',
  '）': ')',
  '，': ',',
  '：': ':',
  '＋': '+',
  '－': '-',
  '＝': '=',
  '／': '/',
  '“': '"',
  '”': '"',
  '＂': '"',
  '【': '[',
  '】': ']',
  '＜': '<',
  '＞': '>',
  '《': '<',
  '》': '>',
  '；': ';',
  '\u3000': ' ',
};
/** What ends the exchange and begins the text. */
const HEAD = /^[^:：]*(?:->|<-|→|←|－＞|＜－)[^:：]*(?:->|<-|→|←|－＞|＜－)[^:：]*[:：]/u;

/** The line with ASCII punctuation, its text as it is; as long as before. */
function ascii(line: string): string {
  const head = HEAD.exec(line)?.[0] ?? line;
  const plain = halfWidth(head).replaceAll(
    /[（），：＋－＝／“”＂【】＜＞《》；\u3000]/gu,
    (sign) => WIDE[sign] ?? sign,
  );
  return plain + line.slice(head.length);
}

/** A line that was meant to say something else, with where it stands in its statement. */
export interface Unclear {
  readonly code: NotationProblem['code'];
  readonly meant: Meant;
  readonly written: string;
  readonly range: Range;
}

/** The ends of a scenario, as far as a line may mean them. */
export interface NamedEnds {
  /** The only other end than the named one, or undefined. */
  readonly opposite: (name: string | undefined) => string | undefined;
  readonly names: readonly string[];
}

/** The lines with the ends of the scenario in them. */
export function namedLines({ lines }: Meant, ends: NamedEnds): { lines: readonly string[]; sure: boolean } {
  const full = lines.map((line) => {
    if (!line.includes(OTHER) && !line.includes(ANY)) return { line, sure: true };
    const [first = 'C'] = ends.names;
    const any = line.replaceAll(ANY, first);
    const own = ends.names.find((name) => includesWord(any, name)) ?? ownName(any);
    const other = ends.opposite(own);
    const usual = ends.names.find((name) => name !== own) ?? (own === 'S' ? 'C' : 'S');
    return {
      line: any.replaceAll(OTHER, other ?? usual),
      sure: other !== undefined && !line.includes(ANY),
    };
  });
  return { lines: full.map(({ line }) => line), sure: full.length === 1 && full.every(({ sure }) => sure) };
}

function includesWord(line: string, name: string): boolean {
  return line.split(/[^\p{ID_Continue}_]+/u).includes(name);
}

/** The name at the side of the line that has one. */
function ownName(line: string): string | undefined {
  const [, left] = pattern('^ORIGIN(NAME)').exec(line) ?? [];
  const [, right] = pattern('ARROW\\s*(NAME)TAIL$').exec(line) ?? [];
  return [left, right].find((name) => name !== undefined && name !== OTHER);
}

/** The problem of a line that was meant to say something else. */
export function problemOf({ code, meant, written, range }: Unclear, ends: NamedEnds): NotationProblem {
  const { lines } = namedLines(meant, ends);
  const { words } = meant;
  const shown = lines.map((line) => line.split('\n').map((one) => quote(one, MOST_SHOWN)));
  const joined = (and: string, or: string): string => shown.map((pieces) => pieces.join(and)).join(or);
  return {
    code,
    range: rangeOf(meant.piece, written, range),
    message: {
      en: `${words.en}: write ${joined(' and ', ' or ')}.`,
      'zh-cn': `${words['zh-cn']}：请写 ${joined(' 和 ', ' 或 ')}。`,
    },
    fixes: lines.map((line): NotationFix => ({
      title: FIX_TITLES.write(line.replace('\n', ' ⏎ ')),
      edits: [edit(written, line, range)],
      several: line.includes('\n'),
    })),
  };
}

const MOST_SHOWN = 90;

/** Where the piece stands, or the whole line where that cannot be told. */
function rangeOf(piece: string, written: string, range: Range): Range {
  const at = piece === '' ? -1 : written.indexOf(piece);
  if (at < 0) return range;
  const column = range.column + at;
  return { ...range, column, endColumn: column + piece.length };
}

/** What changes from one line to the other. */
function edit(written: string, line: string, range: Range): Edit {
  let start = 0;
  const shorter = Math.min(written.length, line.length);
  while (start < shorter && written[start] === line[start]) start++;
  let end = 0;
  while (end < shorter - start && written.at(-1 - end) === line.at(-1 - end)) end++;
  return {
    range: { ...range, column: range.column + start, endColumn: range.endColumn - end },
    text: line.slice(start, line.length - end),
  };
}
