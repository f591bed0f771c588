// How large the package is, and how long its entry point takes to load.
import { listFiles } from '@vscode/vsce';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { root } from '../../scripts/lib/root.mjs';
import { tell } from './lib/rows.mjs';

const files = await listFiles({ cwd: root, packageManager: 0 });
const size = files.reduce(
  (sum, file) => sum + deflateRawSync(readFileSync(join(root, file)), { level: 9 }).length,
  0,
);
tell({
  what: 'the package, compressed',
  goal: '1.6 MB',
  figure: `${(size / 1e6).toFixed(2)} MB`,
  reached: size <= 1.6e6,
});
const script = statSync(join(root, 'dist/preview.js')).size;
tell({
  what: "the preview's script",
  goal: '1.0 MB',
  figure: `${(script / 2 ** 20).toFixed(2)} MB`,
  reached: script <= 2 ** 20,
});
