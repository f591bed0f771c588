import { listFiles, PackageManager } from '@vscode/vsce';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { root } from './support/root.js';

describe('the package, as it was built', () => {
  it('takes no more than 1.6 MB to download', async () => {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    expect(files).toContain('dist/server.js');
    // A .vsix is a zip file: what it adds to the compressed files is small.
    const sizes = files.map((file) => deflateRawSync(readFileSync(join(root, file)), { level: 9 }).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1.6e6);
  });

  it('has a script of no more than 1 MB for the preview', () => {
    expect(statSync(join(root, 'dist/preview.js')).size).toBeLessThan(2 ** 20);
  });

  it.each(['dist/server.js', 'dist/extension.cjs'])(
    'holds in %s only what the bundle of the browser has not',
    (file) => {
      expect(statSync(join(root, file)).size).toBeLessThan(2 ** 16);
    },
  );
});
