/** The plugins in the tools that sites are made with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import rehypeStringify from 'rehype-stringify';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SiteOptions } from '../../src/api/types.js';
import markdownItPlugin from '../../src/site/markdown-it.js';
import remarkPlugin from '../../src/site/remark.js';
import { DOUBTFUL, folderWith, RIGHT, segno, WRONG } from '../cli/fake.js';

const block = (exchange: string) => `\`\`\`segno\n${exchange}\`\`\`\n`;

/** A page through a generator, by the file that it comes from. */
type Generator = (text: string, path?: string, options?: SiteOptions) => string;

const throughMarkdownIt: Generator = (text, path, options) =>
  new MarkdownIt().use(markdownItPlugin, options).render(text, { path });

const throughRemark: Generator = (value, path, options) =>
  String(
    unified()
      .use(remarkParse)
      .use(remarkPlugin, options)
      .use(remarkRehype)
      .use(rehypeStringify)
      .processSync({ value, ...(path === undefined ? {} : { path }) }),
  );

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([
  ['markdown-it', throughMarkdownIt],
  ['remark', throughRemark],
])('the plugin for %s', (_, page) => {
  it('draws the blocks marked segno, with a title and a description, and leaves others alone', () => {
    const html = page(`# Title\n\n${block(RIGHT)}\n\`\`\`js\n1 < 2\n\`\`\`\n`);
    expect(html).toMatch(/<h1>Title<\/h1>\s*<figure class="segno"/);
    expect(html).toMatch(/<svg [^>]*role="img"/);
    expect(html).toContain('<title>Opening</title>');
    expect(html).toMatch(/<desc>[^<]*SYN[^<]*<\/desc>/);
    expect(html).toContain(
      '<code class="language-js">1 &#x3C; 2\n'.replace('&#x3C;', html.includes('&lt;') ? '&lt;' : '&#x3C;'),
    );
    expect(html).not.toContain('language-segno');
  });

  it('draws in lists and quotations', () => {
    expect(page(`- > ${block(RIGHT).trimEnd().replaceAll('\n', '\n  > ')}\n`)).toMatch(
      /<blockquote>\s*<figure/,
    );
  });

  it('ends the build with the file, the line and the words', () => {
    expect(() => page(`# Title\n\n${block(WRONG)}`, 'guide/tcp.md')).toThrow(
      'guide/tcp.md:6:14: wrong-ack-number: ACK should be `x+1`',
    );
  });

  it('counts the lines of the file where its generator has cut off the front matter', () => {
    const text = `\n# Title\n\n${block(WRONG)}`;
    const folder = folderWith({});
    const path = join(folder, 'tcp.md');
    writeFileSync(path, `---\ntitle: TCP\n---\n${text}`);
    expect(() => page(text, path)).toThrow(`${path}:10:14: wrong-ack-number`);
    expect(() => page(text.trimStart(), path)).toThrow(`${path}:10:14: wrong-ack-number`);
  });

  it('says what is wrong and goes on where that is wanted, and says nothing of what is right', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    expect(page(block(RIGHT))).toContain('<svg ');
    expect(warn).not.toHaveBeenCalled();
    expect(page(block(WRONG), 'tcp.md', { onWrong: 'warn' })).toContain('<svg ');
    expect(warn).toHaveBeenLastCalledWith(expect.stringMatching(/^tcp\.md:4:14: wrong-ack-number: /));
    expect(page(block(DOUBTFUL), 'tcp.md')).toContain('<svg ');
    expect(warn).toHaveBeenLastCalledWith(expect.stringMatching(/^tcp\.md:3:\d+: syn-carries-data: /));
    warn.mockClear();
    page(block(WRONG), 'tcp.md', { onWrong: 'ignore' });
    expect(warn).not.toHaveBeenCalled();
  });

  it('lets nothing of a note become markup', () => {
    const evil = RIGHT.replace('begin Opening', 'begin </title><script>alert(1)</script>').replace(
      '-> S\n',
      '-> S : <img src=x onerror=alert(1)> {{ 1 + 1 }}\n',
    );
    const html = page(block(evil));
    expect(html).not.toMatch(/<(?:script|img)/);
    expect(html).toContain('{{ 1 + 1 }}');
  });
});

describe('the picture in a page', () => {
  it('is what segno render writes, byte for byte', async () => {
    const cwd = folderWith({ 'a.md': block(RIGHT) });
    const { stdout } = await segno(['render', '-f', 'svg', '--theme', 'page', 'a.md'], { cwd });
    expect(stdout).toMatch(/^<svg [^]*<\/svg>\n$/);
    expect(throughMarkdownIt(block(RIGHT))).toContain(stdout);
  });
});
