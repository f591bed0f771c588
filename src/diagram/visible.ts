/**
 * Text of a note as something that can only be read: what is invisible, or would turn the reading order of its
 * surroundings round, is spelt out.
 */

/** Controls, and format characters: zero-width ones, marks and overrides of direction, tags, line separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu;

/** A joiner or a variation selector belongs to its emoji. */
const JOINED_EMOJI = /(?<=[\p{Extended_Pictographic}\ufe0f])\u200d(?=\p{Extended_Pictographic})/gu;

/** Nothing but what is seen, with single blanks between: nearly all that is drawn. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;

/** One line of text with every invisible character written as `⟨U+200B⟩`; blanks of any kind become one blank. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  const joiners = new Set([...text.matchAll(JOINED_EMOJI)].map((match) => match.index));
  return text
    .replaceAll(/[\t\n\r\v\f\u0085\u2028\u2029]/g, ' ')
    .replaceAll(INVISIBLE, (character: string, at: number) => {
      if (joiners.has(at)) return character;
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return `⟨U+${code}⟩`;
    })
    .replaceAll(/\s+/g, ' ')
    .trim();
}
