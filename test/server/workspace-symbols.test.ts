import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WorkspaceSymbolRequest, type WorkspaceSymbol } from 'vscode-languageserver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DISK } from '../../src/server/disk.js';
import {
  FILES_OPTION,
  LIST_FOLDER_REQUEST,
  READ_FILE_REQUEST,
  STAT_FILE_REQUEST,
  type FileParams,
} from '../../src/protocol/files.js';
import { Client } from './client.js';

const scenario = (title: string): string => `begin ${title}\nC -> SYN -> S\nend\n`;

/** The files of the workspace, by their paths. */
const FILES = new Map([
  ['a.segno', `${scenario('Opening one')}/*\n${scenario('Opening commented')}*/\n`],
  [
    'deep/b.md',
    `# b\n\n~~~segno Opening two\nC -> SYN -> S\n~~~\n\n\`\`\`java\n${scenario('Opening three')}\`\`\`\n\n    begin Opening no\n`,
  ],
  ['deep/挥手 (1).segno', scenario('Opening four')],
  ['deep/node_modules/other/c.segno', scenario('Opening installed')],
  ['deep/.hidden/c.segno', scenario('Opening hidden')],
  ['d.txt', scenario('Opening text')],
]);

let client: Client;
let folder: string;
let remove = (): Promise<void> => Promise.resolve();

/** A server that sees the files on disk. */
async function onDisk(): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), 'segno-symbols-'));
  remove = () => rm(path, { recursive: true });
  for (const [name, text] of FILES) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  folder = pathToFileURL(path).href;
  client = Client.inProcess(DISK);
  await client.initialize({ folders: [folder] });
}

/** A server that sees none, for a client that answers for them, as in a browser. */
async function inBrowser(answers = true): Promise<void> {
  folder = 'vscode-vfs://github/notes/%E6%8C%A5';
  client = Client.inProcess();
  const pathOf = ({ uri }: FileParams): string =>
    decodeURIComponent(uri.slice(folder.length)).replace(/^\//, '');
  client.connection.onRequest(LIST_FOLDER_REQUEST, (params: FileParams) => {
    const path = pathOf(params);
    const inside = [...FILES.keys()].filter((name) => name.startsWith(path === '' ? '' : `${path}/`));
    const rest = inside.map((name) => name.slice(path === '' ? 0 : path.length + 1));
    return [...new Set(rest.map((name) => name.split('/')[0]))].map((name) => ({
      name,
      folder: !rest.some((one) => one === name),
    }));
  });
  client.connection.onRequest(STAT_FILE_REQUEST, (params: FileParams) => {
    const text = FILES.get(pathOf(params));
    return text === undefined ? null : { changed: 1, octets: text.length };
  });
  client.connection.onRequest(READ_FILE_REQUEST, (params: FileParams) => FILES.get(pathOf(params)) ?? null);
  await client.initialize({ folders: [folder], initializationOptions: { [FILES_OPTION]: answers } });
}

const symbols = async (query: string): Promise<WorkspaceSymbol[]> =>
  (await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query })) ?? [];

afterEach(async () => {
  await client.close();
  await remove();
  remove = () => Promise.resolve();
});

describe.each([
  ['on disk', onDisk],
  ['of the client', () => inBrowser()],
])('in a workspace %s', (_where, begin) => {
  beforeEach(begin);

  it('scenarios are found by their titles in files that are not open, too', async () => {
    const found = await symbols('opening');
    const titles = found.map(({ name }) => name).sort();
    expect(titles).toEqual(['Opening four', 'Opening one', 'Opening three', 'Opening two']);
    expect(found.find(({ name }) => name === 'Opening three')?.location).toMatchObject({
      uri: `${folder}/deep/b.md`,
      range: { start: { line: 7, character: 0 } },
    });
  });

  it('files are named as the editor names them', async () => {
    expect((await symbols('four'))[0]?.location.uri).toBe(
      `${folder}/deep/%E6%8C%A5%E6%89%8B%20%281%29.segno`,
    );
  });

  it('what is open counts as it is in the editor', async () => {
    const uri = `${folder}/a.segno`;
    await client.open(uri, scenario('Opening newer'));
    const found = await symbols('on');
    expect(found.map(({ name }) => name)).not.toContain('Opening one');
    expect(found.filter(({ location }) => location.uri === uri).map(({ name }) => name)).toEqual([
      'Opening newer',
    ]);
  });
});

it('a client that does not answer for files is not asked', async () => {
  await inBrowser(false);
  expect(await symbols('')).toEqual([]);
});
