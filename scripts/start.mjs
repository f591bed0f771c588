// A real VS Code in the browser, with the extension and the example notes: npm start.
// Usage: node scripts/start.mjs [--port=3000] [--no-open] [--no-build] [FOLDER]
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './lib/browser.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';
import { serveCode } from './lib/vscode.mjs';

const { values, positionals } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    'no-open': { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? join(root, 'examples'));
if (!existsSync(folder)) {
  console.error(`There is no folder ${folder}.`);
  process.exit(2);
}

await ensureInstalled();
if (!values['no-build'] && (await runNode('scripts/build.mjs')).status !== 0) process.exit(1);

const code = await serveCode({
  folder,
  port: Number(values.port),
  extensions: [join(root, 'scripts/vscode-start')],
});
// A first note to look at, with its drawing beside it, rather than an empty window.
const notes = readdirSync(folder).filter((name) => /\.(?:segno|md)$/.test(name));
const first =
  notes.find((name) => name === 'handshake.md') ?? notes.find((name) => name.endsWith('.segno')) ?? notes[0];
const url = first ? code.urlOf(first) : code.url;
console.log(
  `\nVS Code with Segno is at\n\n  ${url}\n\nWhat you change there stays in the browser. Stop with Ctrl+C.`,
);
if (!values['no-open']) openBrowser(url);

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    void code.close().then(() => process.exit(0));
  });
}
