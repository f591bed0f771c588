/** Ways in which an exchange may stand in a file; each gives the text and the line of its first line. */
export const SURROUNDINGS: Readonly<
  Record<string, (lines: readonly string[]) => { text: string; first: number }>
> = {
  'a.segno': (lines) => ({ text: lines.join('\n'), first: 0 }),
  'crlf.segno': (lines) => ({ text: lines.join('\r\n'), first: 0 }),
  'list.md': (lines) => ({
    text: ['- one', '  ```segno', ...lines.map((line) => `  ${line}`), '  ```', ''].join('\n'),
    first: 2,
  }),
  'quote.md': (lines) => ({
    text: ['> ~~~tcp', ...lines.map((line) => `> ${line}`), '> ~~~', '', 'after'].join('\r\n'),
    first: 1,
  }),
  'second.md': (lines) => ({
    text: ['---', 'title: x', '---', '```segno', 'A -> SYM -> B', '```', '````java', ...lines, '````'].join(
      '\n',
    ),
    first: 7,
  }),
  'tab.md': (lines) => ({
    text: ['-\tone', '', '\t```segno', ...lines.map((line) => `\t${line}`), '\t```'].join('\n'),
    first: 3,
  }),
  'open.md': (lines) => ({ text: ['```segno', ...lines].join('\n'), first: 1 }),
};
