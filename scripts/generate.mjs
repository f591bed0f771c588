// Generates the parsers from their grammars. Usage: node scripts/generate.mjs
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';

/** What Langium is told of each grammar. */
export const CONFIGS = ['language/langium-config.json', 'language/mermaid-config.json'];

/** Runs Langium's generator on the grammars in language. Ends the process if it fails. */
export async function generateParser() {
  for (const config of CONFIGS) {
    const { status, output } = await run(
      process.execPath,
      [
        '--import',
        pathToFileURL(join(root, 'scripts/polyfill.mjs')).href,
        'node_modules/langium-cli/bin/langium.js',
        'generate',
        '--mode=production',
        `--file=${config}`,
      ],
      { quiet: true },
    );
    console.log(output.trimEnd());
    if (status !== 0) process.exit(status);
  }
}

if (process.argv[1] === import.meta.filename) await generateParser();
