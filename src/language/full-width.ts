/** Letters and digits that an input method for Chinese makes as wide as a character mean the same as ASCII. */

const FULL_WIDTH = /[０-９Ａ-Ｚａ-ｚ＿．]/g;

/** The text with full-width letters and digits in ASCII: as long as before, so that every column stays. */
export function halfWidth(text: string): string {
  return text.replace(FULL_WIDTH, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

/** The text with letters and digits of ASCII as wide as a character. */
export function fullWidth(text: string): string {
  return text.replace(/[0-9A-Za-z_.]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
}
