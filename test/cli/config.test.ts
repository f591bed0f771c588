import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { CONFIG_NAME, configIn, configSchema } from '../../src/language/config.js';
import { root } from '../support/root.js';
import { DOUBTFUL, folderWith, RIGHT, segno, WRONG } from './fake.js';

const config = (value: object): string => JSON.stringify(value);

describe('.segnorc.json', () => {
  it('says how grave a problem is, and which is none', async () => {
    const cwd = folderWith({ 'a.segno': WRONG, 'b.segno': DOUBTFUL });
    const json = async (files: Readonly<Record<string, string>>) =>
      segno(['check', '.', '--format', 'json'], {
        cwd: folderWith({ 'a.segno': WRONG, 'b.segno': DOUBTFUL, ...files }),
      });
    expect((await segno(['check', '.'], { cwd })).stdout).toContain('1 error, 1 warning in 2 files');
    const milder = await json({
      [CONFIG_NAME]: config({ rules: { 'wrong-ack-number': 'warning', 'syn-carries-data': 'off' } }),
    });
    expect(milder.status).toBe(0);
    expect(JSON.parse(milder.stdout)).toMatchObject({
      files: [
        { file: 'a.segno', problems: [{ code: 'wrong-ack-number', severity: 'warning' }] },
        { file: 'b.segno', problems: [] },
      ],
    });
    const graver = await json({ [CONFIG_NAME]: config({ rules: { 'syn-carries-data': 'error' } }) });
    expect(JSON.parse(graver.stdout)).toMatchObject({ files: [{}, { problems: [{ severity: 'error' }] }] });
  });

  it('says it in the drawing as well', async () => {
    const cwd = folderWith({
      'a.segno': WRONG,
      [CONFIG_NAME]: config({ rules: { 'wrong-ack-number': 'off' } }),
    });
    const { status, stdout } = await segno(['render', '-f', 'svg', 'a.segno'], { cwd });
    expect(status).toBe(0);
    expect(stdout).not.toContain('wrong-ack-number');
  });

  it('counts for what lies below it, the nearest one alone', async () => {
    const cwd = folderWith({
      [CONFIG_NAME]: config({ rules: { 'wrong-ack-number': 'off' } }),
      'a.segno': WRONG,
      'deep/down/a.segno': WRONG,
      [`deep/${CONFIG_NAME}`]: config({ mode: 'strict' }),
    });
    const { stdout } = await segno(['check', '.'], { cwd });
    expect(stdout).not.toMatch(/^a\.segno/m);
    expect(stdout).toMatch(/^deep\/down\/a\.segno:3:14: error\[wrong-ack-number\]/m);
  });

  it('says in which language is spoken, and the command line may say otherwise', async () => {
    const cwd = folderWith({ 'a.segno': WRONG, [CONFIG_NAME]: config({ language: 'zh-cn' }) });
    expect((await segno(['check', 'a.segno'], { cwd })).stdout).toContain('错误[wrong-ack-number]');
    expect((await segno(['check', '--lang', 'en', 'a.segno'], { cwd })).stdout).toContain(
      'error[wrong-ack-number]',
    );
  });

  it('says which notations are read', async () => {
    const mermaid = '```mermaid\nsequenceDiagram\nC->>S: SYN\nS->>C: SYN, ACK\nC->>S: ACK\n```\n';
    const exchanges = async (notations?: readonly string[]) => {
      const cwd = folderWith({ 'a.md': mermaid, [CONFIG_NAME]: config(notations ? { notations } : {}) });
      const { stdout } = await segno(['trace', '--json', 'a.md'], { cwd });
      return (JSON.parse(stdout) as { scenarios: unknown[] }).scenarios.length;
    };
    expect(await exchanges()).toBe(1);
    expect(await exchanges(['segno', 'mermaid'])).toBe(1);
    expect(await exchanges(['segno'])).toBe(0);
  });

  it('leaves files out, those that are named as well', async () => {
    const cwd = folderWith({
      'a.segno': RIGHT,
      'drafts/a.segno': WRONG,
      'notes/old-1.segno': WRONG,
      [CONFIG_NAME]: config({ ignore: ['drafts', 'notes/old-*'] }),
    });
    expect(await segno(['check', '.'], { cwd })).toMatchObject({
      status: 0,
      stdout: '1 file checked, no problems\n',
    });
    expect((await segno(['check', 'drafts/a.segno'], { cwd })).status).toBe(0);
    expect((await segno(['check', 'notes/*.segno'], { cwd })).status).toBe(0);
  });

  it.each([
    [
      '{ "rules": { "wrong-ack-nummber": "off" } }',
      'there is no rule wrong-ack-nummber; did you mean wrong-ack-number?',
    ],
    ['{ "rules": { "wrong-ack-number": "no" } }', 'rules.wrong-ack-number has to be one of off, hint'],
    ['{ "langauge": "en" }', 'there is no setting langauge; did you mean language?'],
    [
      '{ "mode": "lax", "ignore": "x" }',
      'mode has to be one of notes, strict; ignore has to be a list of texts',
    ],
    ['{ "mode": ', 'it is no JSON'],
    ['[]', 'it is no object'],
  ])('is told what makes no sense in it: %s', async (text, said) => {
    const cwd = folderWith({ 'a.segno': RIGHT, [CONFIG_NAME]: text });
    const { status, stderr } = await segno(['check', 'a.segno'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(join(cwd, CONFIG_NAME));
    expect(stderr).toContain(said);
  });

  it('has a schema that accepts what is read without a word, and nothing else', () => {
    const validate = new Ajv({ allErrors: true }).compile(configSchema());
    const texts = [
      '{}',
      '{ "$schema": "x", "rules": { "wrong-ack-number": "hint" }, "mode": "strict", "language": "en" }',
      '{ "notations": ["segno", "rfc"], "ignore": ["a/**"] }',
      '{ "rules": { "no-such-rule": "off" } }',
      '{ "rules": { "wrong-ack-number": 2 } }',
      '{ "rules": [] }',
      '{ "mode": "lax" }',
      '{ "language": "fr" }',
      '{ "notations": ["morse"] }',
      '{ "notations": "segno" }',
      '{ "ignore": [1] }',
      '{ "other": 1 }',
      '[]',
    ];
    for (const text of texts) {
      expect([text, validate(JSON.parse(text))]).toEqual([text, configIn(text).wrong.length === 0]);
    }
  });

  it('has the schema that is in the package', () => {
    const file = readFileSync(join(root, 'schemas/segnorc.schema.json'), 'utf8');
    expect(JSON.parse(file), 'npm run docs').toEqual(configSchema());
  });
});

describe('the files that are meant', () => {
  it('are all notes of a folder, whatever ending Markdown has, and none in hidden folders or installed packages', async () => {
    const page = `\`\`\`segno\n${RIGHT}\`\`\`\n`;
    const cwd = folderWith({
      'a.segno': RIGHT,
      'b.md': page,
      'c.markdown': page,
      'd.mkd': page,
      'e.mdown': page,
      'f.txt': 'text',
      '.hidden/a.segno': WRONG,
      'node_modules/x/a.segno': WRONG,
      'deep/node_modules/x/a.segno': WRONG,
    });
    expect((await segno(['check', '.'], { cwd })).stdout).toContain('5 files checked, no problems');
  });

  it('are those that a glob matches, hidden ones where it names them', async () => {
    const cwd = folderWith({ 'a1.segno': RIGHT, 'a2.segno': RIGHT, 'b.segno': WRONG, '.ci/c.segno': WRONG });
    expect((await segno(['check', '{a1,a2}.segno'], { cwd })).stdout).toContain('2 files checked');
    expect((await segno(['check', './a[!2].segno'], { cwd })).stdout).toContain('1 file checked');
    expect((await segno(['check', '.ci/*.segno'], { cwd })).status).toBe(1);
    expect((await segno(['check', '**/*.segno'], { cwd })).stdout).toContain('in 3 files');
  });

  it('are none of a glob that matches nothing, or makes no sense', async () => {
    const cwd = folderWith({ 'a.segno': RIGHT });
    for (const glob of ['*.md', '{a', 'a[', '**/{,']) {
      const { status, stderr } = await segno(['check', glob], { cwd });
      expect([glob, status]).toEqual([glob, 2]);
      expect(stderr).toContain(glob);
    }
  });

  it('are found where links go round in a circle, and a link to itself is told', async () => {
    const cwd = folderWith({ 'deep/a.segno': RIGHT });
    symlinkSync('..', join(cwd, 'deep/up'));
    symlinkSync('loop', join(cwd, 'loop'));
    expect((await segno(['check', '.'], { cwd })).stdout).toContain('1 file checked');
    const { status, stderr } = await segno(['check', 'loop'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('cannot read loop (ELOOP)');
  });

  it('may be very many', async () => {
    const cwd = folderWith({ 'a.segno': RIGHT });
    for (let folder = 0; folder < 3; folder++) {
      mkdirSync(join(cwd, `many-${folder}`));
      for (let at = 0; at < 700; at++) symlinkSync('../a.segno', join(cwd, `many-${folder}/${at}.segno`));
    }
    // Links are not followed: what matters is that so many entries are gone through.
    expect((await segno(['check', '.'], { cwd })).stdout).toContain('1 file checked');
  });
});

describe('segno check', () => {
  it('mends with --fix what one edit mends, and tells what is left', async () => {
    const cwd = folderWith({ 'a.segno': WRONG, 'b.md': `# B\n\n\`\`\`segno\n${WRONG}\`\`\`\n` });
    expect(await segno(['check', '--fix', '.'], { cwd })).toMatchObject({
      status: 0,
      stdout: '2 files checked, no problems\n',
    });
    expect(readFileSync(join(cwd, 'a.segno'), 'utf8')).toBe(WRONG.replace('x+2', 'x+1'));
    expect(readFileSync(join(cwd, 'b.md'), 'utf8')).toContain('ack=x+1');
  });

  it('tells with --quiet of errors only', async () => {
    const cwd = folderWith({ 'a.segno': WRONG, 'b.segno': DOUBTFUL });
    const { stdout } = await segno(['check', '--quiet', '.'], { cwd });
    expect(stdout).toContain('wrong-ack-number');
    expect(stdout).not.toContain('syn-carries-data');
  });

  it('fails with more warnings than --max-warnings, whether they are told or not', async () => {
    const cwd = folderWith({ 'b.segno': DOUBTFUL });
    const status = async (...more: string[]) => (await segno(['check', '.', ...more], { cwd })).status;
    expect(await status()).toBe(0);
    expect(await status('--max-warnings', '1')).toBe(0);
    expect(await status('--max-warnings', '0')).toBe(1);
    expect(await status('--max-warnings', '0', '--quiet')).toBe(1);
    expect(await status('--max-warnings', 'few')).toBe(2);
    expect(await status('--max-warnings=-1')).toBe(2);
  });

  it('checks again with --watch, and sees a configuration that has changed', async () => {
    const cwd = folderWith({ 'a.segno': WRONG });
    const { stdout } = await segno(['check', '--watch', '.'], { cwd });
    expect(stdout.match(/1 error/g)).toHaveLength(2);
    expect((await segno(['check', '--watch', '-'], { cwd })).status).toBe(2);
  });
});
