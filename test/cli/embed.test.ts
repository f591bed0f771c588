import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, RIGHT, segno, WRONG } from './fake.js';

const page = (exchange: string) => `# Title\n\n\`\`\`segno\n${exchange}\`\`\`\n`;

describe('segno embed', () => {
  it('writes a page with pictures, to standard output or to a file', async () => {
    const cwd = folderWith({ 'a.md': page(RIGHT) });
    const { status, stdout, stderr } = await segno(['embed', 'a.md'], { cwd });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^# Title\n\n<figure [^]*<\/figure>\n$/);
    expect(await segno(['embed', 'a.md', '-o', 'b.md'], { cwd })).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(join(cwd, 'b.md'), 'utf8')).toBe(stdout);
    const input = await segno(['embed', '-'], { cwd, stdin: page(RIGHT) });
    expect(input.stdout).toBe(stdout);
  });

  it('says what is wrong with file and line, and exits 1, or 0 with --warn', async () => {
    const cwd = folderWith({ 'a.md': page(WRONG) });
    const { status, stderr } = await segno(['embed', 'a.md'], { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^a\.md:6:14: error\[wrong-ack-number\]: ACK should be `x\+1`/);
    expect(await segno(['embed', '--warn', 'a.md'], { cwd })).toMatchObject({ status: 0, stderr });
  });
});

describe('segno embed --github', () => {
  it('writes into the files, names those that it changes, and tells with --check which are old', async () => {
    const cwd = folderWith({ 'a.md': page(RIGHT), 'b.md': '# No exchange\n' });
    expect(await segno(['embed', '--github', '--check', '.'], { cwd })).toMatchObject({
      status: 1,
      stdout: 'a.md\n',
    });
    expect(readFileSync(join(cwd, 'a.md'), 'utf8')).toBe(page(RIGHT));
    expect(await segno(['embed', '--github', '.'], { cwd })).toEqual({
      status: 0,
      stdout: 'a.md\n',
      stderr: '',
    });
    expect(readFileSync(join(cwd, 'a.md'), 'utf8')).toContain('```mermaid\nsequenceDiagram\n');
    expect(await segno(['embed', '--github', '--check', '.'], { cwd })).toMatchObject({
      status: 0,
      stdout: '',
    });
    expect(await segno(['embed', '--github', '.'], { cwd })).toMatchObject({ status: 0, stdout: '' });
  });

  it('exits 1 where an exchange is wrong, drawn all the same', async () => {
    const cwd = folderWith({ 'a.md': page(WRONG) });
    const { status, stderr } = await segno(['embed', '--github', 'a.md'], { cwd });
    expect(status).toBe(1);
    expect(stderr).toContain('a.md:6:14: error[wrong-ack-number]');
    expect(readFileSync(join(cwd, 'a.md'), 'utf8')).toContain('```mermaid\n');
  });
});

describe('segno mdbook', () => {
  /** What mdBook sends, as its documentation has it. */
  const message = (content: string, segnoConfig: object = {}) => {
    const chapter = (name: string, sub: readonly unknown[] = []) => ({
      Chapter: {
        name,
        content,
        number: [1],
        sub_items: sub,
        path: `${name}.md`,
        source_path: `${name}.md`,
        parent_names: [],
      },
    });
    const context = {
      root: '/book',
      config: {
        book: { title: 'Notes' },
        preprocessor: { segno: { command: 'segno mdbook', ...segnoConfig } },
      },
      renderer: 'html',
      mdbook_version: '0.4.40',
    };
    const sections = [chapter('one', [chapter('two')]), 'Separator', { PartTitle: 'More' }];
    return JSON.stringify([context, { sections, __non_exhaustive: null }]);
  };

  it('serves the renderer of HTML only', async () => {
    expect((await segno(['mdbook', 'supports', 'html'])).status).toBe(0);
    expect((await segno(['mdbook', 'supports', 'epub'])).status).toBe(1);
  });

  it('gives the book back with pictures in every chapter, and all else as it was', async () => {
    const { status, stdout } = await segno(['mdbook'], { stdin: message(page(RIGHT)) });
    expect(status).toBe(0);
    const plain = stdout.replaceAll(/<figure.*?<\/figure>/g, 'PICTURE');
    const [, book] = JSON.parse(message('# Title\n\nPICTURE\n')) as [unknown, unknown];
    expect(JSON.parse(plain)).toEqual(book);
  });

  it('ends the build with chapter and line, or only says so', async () => {
    const failed = await segno(['mdbook'], { stdin: message(page(WRONG)) });
    expect(failed).toMatchObject({ status: 1, stdout: '' });
    expect(failed.stderr).toContain('two.md:6:14: error[wrong-ack-number]');
    const warned = await segno(['mdbook'], { stdin: message(page(WRONG), { 'on-wrong': 'warn' }) });
    expect(warned.status).toBe(0);
    expect(warned.stderr).toBe(failed.stderr);
    expect(warned.stdout).toContain('<svg ');
  });

  it('says how it is used to whoever calls it by hand', async () => {
    const { status, stderr } = await segno(['mdbook'], { stdin: 'hello' });
    expect(status).toBe(2);
    expect(stderr).toContain('command = "npx segno mdbook"');
  });
});
