import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markdownBlocks } from '../../src/language/markdown.js';
import { analysed, marked, serious } from './helpers.js';

const WRONG = 'C -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=x+2) <- S\nC -> ACK -> S';

/** Where problems of at least warning level are, as `line:column code`. */
function where(text: string): string[] {
  return serious(analysed(text, 'markdown').problems).map(
    ({ line, column, code }) => `${line}:${column} ${code}`,
  );
}

describe('exchanges in Markdown', () => {
  it.each([
    ['a block', `# Title\n\n\`\`\`segno\n${WRONG}\n\`\`\`\n`, ['5:14 wrong-ack-number']],
    ['a block called tcp', `\`\`\`tcp\n${WRONG}\n\`\`\``, ['3:14 wrong-ack-number']],
    ['a block with attributes', `\`\`\`{.segno #fig}\n${WRONG}\n\`\`\``, ['3:14 wrong-ack-number']],
    ['tildes', `~~~ segno\n${WRONG}\n~~~\n`, ['3:14 wrong-ack-number']],
    ['a longer fence', `\`\`\`\`segno\n${WRONG}\n\`\`\`\n\`\`\`\``, ['3:14 wrong-ack-number', '5:1 syntax']],
    ['CRLF', `\`\`\`segno\r\n${WRONG.replaceAll('\n', '\r\n')}\r\n\`\`\`\r\n`, ['3:14 wrong-ack-number']],
    ['a fence that is never closed', `\`\`\`segno\n${WRONG}\n`, ['3:14 wrong-ack-number']],
    [
      'a quotation',
      `> \`\`\`segno\n> ${WRONG.replaceAll('\n', '\n> ')}\n> \`\`\``,
      ['3:16 wrong-ack-number'],
    ],
    [
      'a quotation without blanks',
      `>\`\`\`segno\n>${WRONG.replaceAll('\n', '\n>')}\n>\`\`\``,
      ['3:15 wrong-ack-number'],
    ],
    ['a quotation that ends', `> \`\`\`segno\n> C -> SYN -> S\n\nC -> what\n`, []],
    [
      'a list item',
      `- item\n\n  \`\`\`segno\n  ${WRONG.replaceAll('\n', '\n  ')}\n  \`\`\`\n`,
      ['5:16 wrong-ack-number'],
    ],
    [
      'a numbered list item',
      `10. \`\`\`segno\n    ${WRONG.replaceAll('\n', '\n    ')}\n    \`\`\`\n`,
      ['3:18 wrong-ack-number'],
    ],
    [
      'tabs',
      `-\titem\n\n\t\`\`\`segno\n\t${WRONG.replaceAll('\n', '\n\t')}\n\t\`\`\`\n`,
      ['5:15 wrong-ack-number'],
    ],
    [
      'a list in a quotation',
      `> - \`\`\`segno\n>   ${WRONG.replaceAll('\n', '\n>   ')}\n>   \`\`\``,
      ['3:18 wrong-ack-number'],
    ],
    ['a list item that ends', `- \`\`\`segno\n  C -> SYN -> S\nno more\n`, []],
    [
      'an indented fence',
      `  \`\`\`segno\n  ${WRONG.replaceAll('\n', '\n  ')}\n  \`\`\``,
      ['3:16 wrong-ack-number'],
    ],
    ['code, which is no fence', `    \`\`\`segno\n    C -> what\n    \`\`\`\n`, []],
    ['another language', '```js\nC -> what\n```\n', []],
    ['no language', '```\nC -> SYN(seq=x -> S\n```\n', []],
    ['an HTML comment', '<!--\n```segno\nC -> what\n```\n-->\n', []],
    ['inline code', 'Write ```C -> what``` so.\n\nC -> what\n', []],
    [
      'front matter',
      `---\ntitle: "\`\`\`segno"\n---\n\`\`\`segno\n${WRONG}\n\`\`\``,
      ['6:14 wrong-ack-number'],
    ],
    ['a thematic break', `---\n\n* * *\n\`\`\`segno\n${WRONG}\n\`\`\``, ['6:14 wrong-ack-number']],
  ])('%s', (_name, text, expected) => {
    expect(where(text)).toEqual(expected);
  });

  it('are named by the info string unless they have a title', () => {
    const text = [
      '```segno Three-way handshake {#id}',
      'C -> SYN -> S',
      '```',
      '```segno Named by the fence',
      'begin',
      'C -> SYN -> S',
      'end',
      'begin Own',
      'C -> SYN -> S',
      'end',
      '```',
    ].join('\n');
    expect(analysed(text, 'markdown').scenarios.map(({ title, line }) => [title, line])).toEqual([
      ['Three-way handshake', 2],
      ['Named by the fence', 5],
      ['Own', 8],
    ]);
  });

  it('of one block know nothing of another', () => {
    const text =
      '```segno\nC -> SYN(seq=x) -> S\n```\n\n```segno\nC -> SYN(seq= -> S\n```\n\n```segno\nC -> SYN(seq=x) -> S\n```';
    expect(where(text)).toEqual(['6:13 syntax']);
    expect(analysed(text, 'markdown').scenarios).toHaveLength(2);
  });

  it('are mended in the file itself, quotation marks and all', () => {
    const text = '> ```segno\n> begin\n> C -> SYN -> S\n> ```';
    const [problem] = analysed(text, 'markdown').problems.filter(({ code }) => code === 'unclosed-scenario');
    expect(problem?.fixes[0]?.edits).toEqual([
      { range: { line: 3, column: 16, endLine: 3, endColumn: 16 }, text: '\n> end' },
    ]);
  });
});

describe('a block of another language', () => {
  const block = (body: string, info = 'java'): string => `\`\`\`${info}\n${body}\n\`\`\``;

  it.each([
    ['begin\nC -> SYN -> S\nend', 1],
    ['开始\nC -> SYN -> S\n结束', 1],
    ['// a comment\n\n开始 标题\n\nC -> SYN -> S\n结束', 1],
    ['begin\nC <- FIN+ACK <- S\nC -> SY\nend', 1],
    ['begin\nC -> SY\nC <- FIN+ACK <- S\nend', 1],
    ['begin\nS: listen\nC -> SYN -> S\nend', 1],
    ['begin\n  p -> next := nil;\nend', 0],
    ['begin\nx = f(a) -> b -> c\nend', 0],
    ['begin\n  select(1);\nend;', 0],
    ['beginner -> SYN -> S', 0],
    ['C -> SYN -> S', 0],
    ['begin\nend', 0],
    ['begin', 0],
    ['', 0],
  ])('%j holds an exchange %i times', (body, count) => {
    for (const info of ['java', '', 'text']) {
      const { scenarios, problems } = analysed(block(body, info), 'markdown');
      expect(scenarios).toHaveLength(count);
      if (count === 0) expect(problems).toEqual([]);
    }
  });

  it('may be told what it is', () => {
    const text = block('begin\nC -> SYN -> S\nend');
    const hint = analysed(text, 'markdown').problems.find(({ code }) => code === 'exchange-in-other-fence');
    expect(hint).toMatchObject({ severity: 'hint', line: 1, fixes: [{ edits: [{ text: 'segno' }] }] });
    expect(hint && marked(text, hint)).toBe('java');
  });
});

describe('the notes that people write', () => {
  const folder = join(import.meta.dirname, 'notes');

  it.each(readdirSync(folder))('%s raises no false alarm', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const { problems, scenarios } = analysed(text, 'markdown');
    expect(serious(problems)).toEqual([]);
    expect(scenarios).toHaveLength(name.startsWith('exchanges') ? 4 : 0);
  });
});

describe('figures without a fence', () => {
  const ladder = [
    'C                S',
    '| --- SYN(seq=x) --> |',
    '| <-- SYN+ACK(ack=x+2) --- |',
    '| --- ACK --> |',
  ];
  const found = (text: string) => where(text).map((one) => one.replace(/^(\d+):\d+ /, '$1 '));

  it.each([
    ['code by indentation', ['', ...ladder.map((line) => `    ${line}`)], '4 wrong-ack-number'],
    [
      'code by indentation in a list',
      ['- so:', '', ...ladder.map((line) => `      ${line}`)],
      '5 wrong-ack-number',
    ],
    ['code by indentation in a quotation', ladder.map((line) => `>     ${line}`), '3 wrong-ack-number'],
    ['preformatted HTML', ['<pre>', ...ladder, '</pre>'], '4 wrong-ack-number'],
    [
      'preformatted code in HTML',
      ['<details>', '', `<pre><code class="x">\n${ladder.join('\n')}</code></pre>`, '', '</details>'],
      '6 wrong-ack-number',
    ],
    [
      'preformatted HTML with entities',
      ['<pre>', ...ladder.map((line) => line.replaceAll('>', '&gt;').replaceAll('<', '&lt;')), '</pre>'],
      '4 wrong-ack-number',
    ],
    ['lines of a paragraph', ['So:', ...ladder.map((line) => `    ${line}`)], '4 wrong-ack-number'],
    ['a quotation', ladder.map((line) => `> ${line}`), '3 wrong-ack-number'],
    [
      'colons, for Mermaid',
      [
        ':::mermaid',
        'sequenceDiagram',
        'C->>S: SYN seq=x',
        'S->>C: SYN,ACK seq=y ack=x+2',
        'C->>S: ACK',
        ':::',
      ],
      '4 wrong-ack-number',
    ],
  ])('are read: %s', (_name, lines, problem) => {
    expect(found(lines.join('\n'))).toEqual([problem]);
  });

  it.each([
    ['a comment in HTML', ['<!--', ...ladder, '-->']],
    ['what follows preformatted HTML', ['<pre>', 'x', '</pre>', '<p>', ...ladder, '</p>']],
  ])('are none where no renderer shows one: %s', (_name, lines) => {
    expect(found(lines.join('\n'))).toEqual([]);
  });

  it.each([
    ['> ', ['5:14 wrong-ack-number']],
    ['- > ', ['5:14 wrong-ack-number']],
    // Where lists go too deep, VS Code's preview shows nothing of what follows either.
    ['1. ', []],
  ])('are looked for in lists and quotations of any depth: %j', (mark, found) => {
    const text = (depth: number) => `${mark.repeat(depth)}\n\n\`\`\`segno\n${WRONG}\n\`\`\`\n`;
    expect(where(text(10))).toEqual(['5:14 wrong-ack-number']);
    expect(where(text(50_000))).toEqual(found);
  });
});

describe('fences', () => {
  it('keep columns where they are in the file', () => {
    const [fence] = markdownBlocks(['> - ~~~segno  A title', '>   C -> SYN -> S', '>   ~~~']).fences;
    expect(fence).toMatchObject({
      language: 'segno',
      title: 'A title',
      lines: ['    C -> SYN -> S'],
      first: 1,
      closed: true,
      info: { line: 1, column: 8, endColumn: 13 },
    });
  });
});
