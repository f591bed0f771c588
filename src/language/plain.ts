/** Text of a note in Markdown, which shows it as it is: no link, no markup, no line of its own. */
export function plainInMarkdown(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}

/** A message that marks what is written by backticks, for where Markdown is not read: it is quoted instead. */
export function plainOfMarkdown(message: string): string {
  return message.replaceAll(/`([^`]*)`/g, '“$1”');
}
