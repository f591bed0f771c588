/** JSON for a terminal as much as for a program: nothing unseen stands in it as it is. */

/** What is unseen (see terminal.ts) but for the line feeds between the values: those in strings are escaped already. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

function escaped(character: string): string {
  const units = character.split('');
  return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

/** The value as indented JSON and a line feed. It is read as the same value, whatever a note put into its strings. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(UNSEEN, escaped)}\n`;
}
