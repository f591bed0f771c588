/** The package as `npm pack` makes it of what was built, put into folders of their own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/root.js';

interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Packed {
  readonly tarball: string;
  readonly size: number;
  readonly files: readonly PackedFile[];
}

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

export function pack(folder: string): Packed {
  const [packed] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder], root)) as {
    readonly filename: string;
    readonly files: readonly PackedFile[];
  }[];
  if (!packed) throw new Error('npm pack has packed nothing');
  const tarball = join(folder, packed.filename);
  return { tarball, size: statSync(tarball).size, files: packed.files };
}

/** Installs the package into a folder, without asking any registry. */
export function install({ tarball }: Packed, folder: string): void {
  npm(['install', '--offline', '--no-audit', '--no-fund', '--prefix', folder, tarball], folder);
}

/** An empty folder, and how to take it away again. */
export function emptyFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'segno-package-'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
