import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WorkspaceSymbolRequest } from 'vscode-languageserver';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesOnDisk } from '../../src/server/files.js';
import { Client } from './client.js';

let folder: string;
let client: Client;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-symbols-'));
  await mkdir(join(folder, 'deep/node_modules/other'), { recursive: true });
  const scenario = (title: string): string => `begin ${title}\nC -> SYN -> S\nend\n`;
  await writeFile(
    join(folder, 'a.segno'),
    `${scenario('Opening one')}/*\n${scenario('Opening commented')}*/\n`,
  );
  await writeFile(
    join(folder, 'deep/b.md'),
    `# b\n\n~~~segno Opening two\nC -> SYN -> S\n~~~\n\n\`\`\`java\n${scenario('Opening three')}\`\`\`\n\n    begin Opening no\n`,
  );
  await writeFile(join(folder, 'deep/node_modules/other/c.segno'), scenario('Opening installed'));
  await writeFile(join(folder, 'd.txt'), scenario('Opening text'));
  client = Client.inProcess(filesOnDisk);
  await client.initialize({ folders: [pathToFileURL(folder).href] });
});

afterEach(async () => {
  await client.close();
  await rm(folder, { recursive: true });
});

it('scenarios are found by their titles in files that are not open, too', async () => {
  const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'opening' });
  expect(found?.map(({ name }) => name).sort()).toEqual(['Opening one', 'Opening three', 'Opening two']);
  expect(found?.find(({ name }) => name === 'Opening three')?.location).toMatchObject({
    uri: pathToFileURL(join(folder, 'deep/b.md')).href,
    range: { start: { line: 7, character: 0 } },
  });
});

it('what is open counts as it is in the editor', async () => {
  const uri = pathToFileURL(join(folder, 'a.segno')).href;
  await client.open(uri, 'begin Opening newer\nC -> SYN -> S\nend\n');
  const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'on' });
  expect(found?.map(({ name }) => name)).not.toContain('Opening one');
  expect(found?.filter(({ location }) => location.uri === uri).map(({ name }) => name)).toEqual([
    'Opening newer',
  ]);
});
