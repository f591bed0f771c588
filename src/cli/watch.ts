/** Does something again whenever files have changed. */
import { basename, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { watch as watchFiles } from 'chokidar';
import { CONFIG_NAME } from '../language/config.js';
import { isLookedInto } from '../language/text-kind.js';

/** What is saved together is looked at together: so long it is waited for more, in milliseconds. */
const TOGETHER = 50;

/** Never ends by itself. A glob is watched from `cwd` on. */
export async function watch(
  paths: readonly string[],
  cwd: string,
  again: () => Promise<unknown>,
): Promise<never> {
  const roots = paths.map((path) => resolve(cwd, path)).map((path) => (existsSync(path) ? path : cwd));
  let wanted = false;
  let busy = false;
  const look = async (): Promise<void> => {
    wanted = true;
    if (busy) return;
    busy = true;
    while (wanted) {
      await new Promise((resume) => setTimeout(resume, TOGETHER));
      wanted = false;
      await again();
    }
    busy = false;
  };
  const watcher = watchFiles(roots, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => {
      const name = basename(path);
      return !roots.includes(path) && !isLookedInto(name) && name !== CONFIG_NAME;
    },
  });
  // A mistake of ours is not swallowed: it ends the process as it does elsewhere.
  const failed = new Promise<never>((_, reject) => {
    watcher.on('error', reject);
    watcher.on('all', () => void look().catch(reject));
    watcher.once('ready', () => void look().catch(reject));
  });
  return failed;
}
