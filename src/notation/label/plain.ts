/** A label letter for letter as people see it, with the way back to the characters that it was written with. */

/** Offsets in a label, `end` behind the last character. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Plain {
  /** Full-width forms are ASCII, entities the characters they stand for, and line breaks blanks. */
  readonly text: string;
  /** Where the characters of a span of `text` stand in what was written. */
  readonly written: (span: Span) => Span;
}

const SPECIAL = /<br\s*\/?>|\\n|[#&](?:#?(\d{1,7})|#?x([\da-f]{1,6})|([a-z]{2,8}));/giu;

const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  colon: ':',
  semi: ';',
  plus: '+',
  equals: '=',
  num: '#',
  rarr: '→',
  larr: '←',
};

/** Where a text is plain as it is written. */
export const AS_WRITTEN = (span: Span): Span => span;
/** All but ASCII, and what begins one of {@link SPECIAL}. */
const MAY_DIFFER = /[^ -~]|[#&<\\]/u;

/** What is written in a label, made plain. */
export function plain(written: string): Plain {
  if (!MAY_DIFFER.test(written)) return { text: written, written: AS_WRITTEN };
  let text = '';
  const starts: number[] = [];
  const put = (characters: string, start: number): void => {
    text += characters;
    for (let i = 0; i < characters.length; i++) starts.push(start);
  };
  let at = 0;
  for (const match of written.matchAll(SPECIAL)) {
    for (; at < match.index; at++) put(ascii(written.charAt(at)), at);
    put(meaning(match), at);
    at += match[0].length;
  }
  for (; at < written.length; at++) put(ascii(written.charAt(at)), at);
  starts.push(written.length);
  const starting = (offset: number): number => starts[offset] ?? written.length;
  return {
    text,
    written: ({ start, end }) => ({
      start: starting(start),
      // A character may be written with several, all of which belong to it.
      end: end > start ? starting(end) : starting(start),
    }),
  };
}

function meaning([whole, decimal, hexadecimal, name]: RegExpExecArray): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? ' '.repeat(whole.length);
  const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : Number(decimal);
  // Line breaks, and what is no character.
  if (!Number.isInteger(code) || code < 32 || code > 0xffff) return ' ';
  return ascii(String.fromCharCode(code));
}

const OTHER: Readonly<Record<string, string>> = {
  '、': ',',
  '，': ',',
  '。': '.',
  '；': ';',
  '【': '[',
  '】': ']',
  '「': '"',
  '」': '"',
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '−': '-',
  '‑': '-',
  '–': '–',
  '⁺': '+',
  '₀': '0',
  '₁': '1',
  '₂': '2',
  '\u00a0': ' ',
  '\u3000': ' ',
  '\t': ' ',
  '\n': ' ',
  '\r': ' ',
};

/** One UTF-16 unit for each. */
function ascii(character: string): string {
  if (character < '\u007f' && character >= ' ') return character;
  if (character >= '！' && character <= '～') {
    return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
  }
  return OTHER[character] ?? character;
}
