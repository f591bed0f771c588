import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/language/analyse.js';
import { embedMermaid, embedPictures } from '../../src/site/embed.js';
import { RIGHT, WRONG } from '../cli/fake.js';

const block = (exchange: string, fence = '```') => `${fence}segno\n${exchange}${fence}\n`;
const english = { language: 'en' } as const;

describe('pictures in Markdown', () => {
  it('take the place of the blocks, and nothing else changes', () => {
    const { text, problems } = embedPictures(`# Title\n\n${block(RIGHT)}\nText, \`code\`.\n`, english);
    expect(text).toMatch(
      /^# Title\n\n<figure class="segno"[^]*<svg [^]*<\/svg>\n<div class="segno-steps"><\/div>\n<\/figure>\n\nText, `code`.\n$/,
    );
    expect(problems).toEqual([]);
  });

  it('are HTML without a blank line, so that Markdown leaves all of it alone', () => {
    const { text } = embedPictures(block(RIGHT) + block(RIGHT), english);
    expect(text).not.toMatch(/\n\s*\n/);
    expect(text.match(/<svg /g)).toHaveLength(2);
  });

  it('stay in the list or the quotation in which the block stands', () => {
    const set = (text: string, first: string, others: string) =>
      text.trimEnd().replaceAll('\n', `\n${others}`).replace(/^/, first);
    for (const [first, others] of [
      ['- ', '  '],
      ['> ', '> '],
      ['> 1. ', '>    '],
    ] as const) {
      const { text } = embedPictures(`${set(block(RIGHT), first, others)}\n`, english);
      const [opening = '', ...rest] = text.trimEnd().split('\n');
      expect(opening.startsWith(`${first}<figure`)).toBe(true);
      expect(rest.filter((line) => !line.startsWith(others))).toEqual([]);
    }
  });

  it('are told with what is wrong, by the lines of the note', () => {
    const { problems } = embedPictures(`---\ntitle: x\n---\n\n${block(WRONG)}`, english);
    expect(problems).toMatchObject([{ line: 8, code: 'wrong-ack-number', severity: 'error' }]);
  });

  it('leave a page without exchanges as it is', () => {
    const page = '# segno\r\n\r\n```js\r\n1\r\n```\r\n';
    expect(embedPictures(page, english).text).toBe(page);
  });
});

describe('Mermaid for GitHub', () => {
  const page = `# Title\n\n${block(RIGHT)}\nText.\n`;

  it('stands below each block, with the states of both ends', () => {
    const { text } = embedMermaid(page, english);
    expect(text).toContain(`${block(RIGHT)}\n<!-- segno-ignore: drawn by segno embed`);
    expect(text).toMatch(/```mermaid\nsequenceDiagram\n[^]*ESTABLISHED[^]*\n```\n\nText.\n$/);
  });

  it('is the same when it is put there again', () => {
    const once = embedMermaid(page, english).text;
    expect(embedMermaid(once, english).text).toBe(once);
    const windows = embedMermaid(page.replaceAll('\n', '\r\n'), english).text;
    expect(windows).toBe(once.replaceAll('\n', '\r\n'));
    expect(embedMermaid(windows, english).text).toBe(windows);
  });

  it('follows a change of the exchange, and goes with it', () => {
    const once = embedMermaid(page, english).text;
    const changed = once.replace('begin Opening', 'begin Another');
    expect(embedMermaid(changed, english).text).toBe(
      embedMermaid(page.replace('begin Opening', 'begin Another'), english).text,
    );
    const gone = once.replace(`${block(RIGHT)}\n`, '');
    expect(embedMermaid(gone, english).text).toBe('# Title\n\nText.\n');
  });

  it('is put below each of several exchanges of a block, in lists and quotations as well', () => {
    const quoted = `> ${block(RIGHT + RIGHT.replace('Opening', 'Again'))
      .trimEnd()
      .replaceAll('\n', '\n> ')}\n`;
    const once = embedMermaid(quoted, english).text;
    expect(once.match(/^> ```mermaid$/gm)).toHaveLength(2);
    expect(once.match(/^> <!-- segno-ignore/gm)).toHaveLength(2);
    expect(embedMermaid(once, english).text).toBe(once);
  });

  it('leaves Mermaid of others alone', () => {
    const other = '```mermaid\nsequenceDiagram\nA->>B: hello\n```\n';
    expect(embedMermaid(other, english).text).toBe(other);
  });

  it('is no exchange of its own for whoever checks the page', () => {
    const once = embedMermaid(block(RIGHT), english).text;
    const { scenarios } = analyse(once, { kind: 'markdown', language: 'en', stateNames: 'netstat' });
    expect(scenarios.map(({ notation }) => notation)).toEqual(['segno']);
  });
});
