import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DidChangeConfigurationNotification, DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import { afterEach, describe, expect, it } from 'vitest';
import { CONFIG_NAME } from '../../src/language/config.js';
import { DISK } from '../../src/server/disk.js';
import { folderWith, WRONG } from '../cli/fake.js';
import { Client } from './client.js';

let client: Client | undefined;
afterEach(async () => {
  await client?.close();
  client = undefined;
});

/** A note in a folder with a configuration, open in an editor. */
async function opened(config: object, asks = false) {
  const folder = folderWith({ 'deep/a.segno': WRONG, [CONFIG_NAME]: JSON.stringify(config) });
  const uri = pathToFileURL(join(folder, 'deep/a.segno')).href;
  client = Client.inProcess(DISK);
  await client.initialize({
    asks,
    workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
  });
  await client.open(uri, WRONG);
  return { client, uri, folder };
}

/** The severities of problems, as LSP counts them. */
const [ERROR, WARNING] = [1, 2];

describe('a configuration above a note', () => {
  it('holds in the editor as on the command line, and at once when it has changed', async () => {
    const { client, uri, folder } = await opened({ rules: { 'wrong-ack-number': 'warning' } });
    await client.published(uri, ({ diagnostics }) => diagnostics[0]?.severity === WARNING);
    const registered = await client.registeredFor(DidChangeWatchedFilesNotification.method);
    expect(JSON.stringify(registered)).toContain(`**/${CONFIG_NAME}`);
    writeFileSync(join(folder, CONFIG_NAME), '{}');
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [] });
    await client.published(uri, ({ diagnostics }) => diagnostics[0]?.severity === ERROR);
  });

  it('comes before what the user has set', async () => {
    const { client, uri } = await opened({ rules: { 'wrong-ack-number': 'warning' } }, true);
    client.settings = { rules: { 'wrong-ack-number': 'off' } };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await client.published(uri, ({ diagnostics }) => diagnostics[0]?.severity === WARNING);
  });
});

describe('the rules that the user has set', () => {
  it('hold where the project says nothing', async () => {
    const { client, uri } = await opened({}, true);
    await client.published(uri, ({ diagnostics }) => diagnostics[0]?.severity === ERROR);
    client.settings = { rules: { 'wrong-ack-number': 'warning', nonsense: 7 } };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await client.published(uri, ({ diagnostics }) => diagnostics[0]?.severity === WARNING);
  });
});
