/** Strings of the notation and the octets that they stand for. */

const SIMPLE: Readonly<Record<string, string>> = {
  r: '\r',
  n: '\n',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '“': '“',
  '”': '”',
};

/** A string as written, its escapes read; `bad` is an escape that there is not, and where it begins. */
export interface Unquoted {
  /** The text; each `\xHH` is one character below 256 that stands for an octet. */
  readonly text: string;
  /** The octets, one character each: UTF-8 for what is written, one octet for each escape. */
  readonly octets: string;
  readonly bad?: { readonly escape: string; readonly index: number };
}

/** The octets of a text in UTF-8, one character each. */
export function utf8(text: string): string {
  let octets = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) octets += character;
    else if (code < 0x800) octets += String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) {
      octets += String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    } else {
      octets += String.fromCharCode(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
    }
  }
  return octets;
}

/** Reads a string with its quotation marks. */
export function unquote(written: string): Unquoted {
  const inner = written.slice(1, -1);
  let text = '';
  let octets = '';
  let bad: Unquoted['bad'];
  for (const match of inner.matchAll(/\\(?:[xX]([0-9a-fA-F]{2})|(.))|[^\\]+/gsu)) {
    const [all, hex, simple] = match;
    const known = simple === undefined ? undefined : SIMPLE[simple];
    if (hex !== undefined) {
      const octet = String.fromCharCode(Number.parseInt(hex, 16));
      text += octet;
      octets += octet;
    } else if (simple === undefined) {
      text += all;
      octets += utf8(all);
    } else if (known === undefined) {
      bad ??= { escape: all, index: match.index + 1 };
    } else {
      text += known;
      octets += utf8(known);
    }
  }
  return { text, octets, ...(bad ? { bad } : {}) };
}
