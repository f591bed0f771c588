/** Whether this machine can play exchanges between two hosts of its own. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** What is missing, in words, or undefined. */
export function whatIsMissing(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
  } catch {
    return 'no /dev/net/tun';
  }
  const needs: readonly (readonly [string, ...string[]])[] = [
    ['python3', '--version'],
    ['ip', '-V'],
    ['ss', '--version'],
    ['unshare', '--net', 'true'],
  ];
  for (const [command, ...args] of needs) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
    } catch {
      return command === 'unshare' ? 'no network namespaces' : `no ${command}`;
    }
  }
  return undefined;
}
