// Generates Segno's parser from its grammar. Usage: node scripts/generate.mjs
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';

/** Runs Langium's generator on language/segno.langium. Ends the process if it fails. */
export async function generateParser() {
  const config = ['language/langium-config.json', 'langium-config.json'].find((file) =>
    existsSync(join(root, file)),
  );
  const { status, output } = await run(
    process.execPath,
    [
      '--import',
      pathToFileURL(join(root, 'scripts/polyfill.mjs')).href,
      'node_modules/langium-cli/bin/langium.js',
      'generate',
      '--mode=production',
      ...(config ? [`--file=${config}`] : []),
    ],
    { quiet: true },
  );
  console.log(output.trimEnd());
  if (status !== 0) process.exit(status);
}

if (process.argv[1] === import.meta.filename) await generateParser();
