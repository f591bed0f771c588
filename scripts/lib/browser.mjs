import { spawn } from 'node:child_process';

/** Opens a page in the default browser. Where there is none nothing happens: whoever calls has shown the address. */
export function openBrowser(/** @type {string} */ url) {
  /** @type {[string, string[]]} */
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['explorer', [url]]
        : ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
