// Takes the pictures of docs/gallery anew: npm run gallery [-- NAME …], a name being that of an exchange.
import { ensureInstalled } from './lib/install.mjs';
import { runNode } from './lib/run.mjs';

await ensureInstalled();
if ((await runNode('scripts/build.mjs')).status !== 0) process.exit(1);
const names = process.argv.slice(2);
const { status } = await runNode(
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config=vitest.gallery.config.ts',
  ...(names.length > 0 ? [`--testNamePattern=${names.join('|')}|pages`] : []),
);
process.exitCode = status;
