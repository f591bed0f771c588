/** `segno mcp` as an assistant meets it: the built command line, over standard input and output. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOOLS } from '../../src/assistant/tools.js';
import { root } from '../support/root.js';

const cli = join(root, 'dist/cli.js');
const client = new Client({ name: 'test', version: '1' });

beforeAll(async () => {
  expect(existsSync(cli), 'npm run build').toBe(true);
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp'], stderr: 'inherit' }),
  );
});
afterAll(async () => {
  await client.close();
});

interface Answer {
  readonly isError?: boolean;
  readonly content: readonly { readonly type: string; readonly text: string }[];
}

async function call(name: string, given: Record<string, unknown>): Promise<Answer> {
  return (await client.callTool({ name, arguments: given })) as unknown as Answer;
}

const textOf = ({ content }: Answer): string => content.map(({ text }) => text).join('\n');

describe('segno mcp', () => {
  it('tells its name, its version and its tools', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(client.getServerVersion()).toMatchObject({ name: 'segno', version });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['check', 'trace', 'next', 'explain', 'render', 'import']);
    for (const { inputSchema, annotations } of tools) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(annotations).toMatchObject({ readOnlyHint: true });
    }
  });

  it('tells the model what it did wrong', async () => {
    for (const [name, given, said] of [
      ['check', {}, 'text is missing'],
      ['check', { text: 7 }, 'text has to be a text'],
      ['check', { text: '', colour: 'red' }, 'There is no argument colour'],
      ['render', { text: '', format: 'gif' }, 'format has to be one of mermaid, rfc'],
      ['sing', {}, 'There is no tool sing'],
    ] as const) {
      const answer = await call(name, given);
      expect(answer.isError).toBe(true);
      expect(textOf(answer)).toContain(said);
    }
  });

  it('says so where there is no exchange', async () => {
    for (const name of ['check', 'trace', 'next', 'render', 'import']) {
      const answer = await call(name, { text: 'Hello.', name: 'page.md' });
      expect(answer.isError).not.toBe(true);
      expect(textOf(answer)).toMatch(/no TCP exchange/);
    }
  });
});

describe('docs/assistants.md', () => {
  const page = readFileSync(join(root, 'docs/assistants.md'), 'utf8');

  it('tells of every tool', () => {
    const told = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(told).toEqual(TOOLS.map(({ name }) => name));
  });

  /** A call, as `check` and a block of JSON, and the answer in a block below it. */
  const calls = [
    ...page.matchAll(/^The model calls `(\w+)`:\n\n```json\n([^]*?)^```\n\n[^]*?^````text\n([^]*?)^````/gm),
  ];

  it('has a conversation of several calls', () => {
    expect(calls.length).toBeGreaterThan(3);
  });

  it.each(calls.map(([, name = '', given = '', answer = '']) => ({ name, given, answer })))(
    'tells what $name answers',
    async ({ name, given, answer }) => {
      const answered = await call(name, JSON.parse(given) as Record<string, unknown>);
      expect(textOf(answered).trimEnd()).toBe(answer.trimEnd());
    },
  );
});
