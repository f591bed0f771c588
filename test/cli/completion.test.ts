import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/options.js';
import { segno } from './fake.js';

const script = async (shell: string): Promise<string> => (await segno(['completion', shell])).stdout;

/** What bash offers for the last word. */
async function offered(...words: string[]): Promise<string[]> {
  const line = `${await script('bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_segno; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', line], { encoding: 'utf8' }).trim().split('\n');
}

describe('segno completion', () => {
  it('offers commands, options, and the values of options', async () => {
    expect((await offered('segno', '')).sort()).toEqual([...Object.keys(COMMANDS), 'help'].sort());
    expect(await offered('segno', 'tr')).toEqual(['trace']);
    expect(await offered('segno', 'check', '--f')).toEqual(['--format', '--fix']);
    expect(await offered('segno', 'check', '--format', '')).toEqual(['pretty', 'json', 'sarif', 'github']);
    expect(await offered('segno', 'render', '-f', 's')).toEqual(['svg']);
    expect(await offered('segno', 'explain', 'wrong-ack')).toEqual(['wrong-ack-number']);
  });

  it('offers files where a path may stand', async () => {
    expect(await offered('segno', 'check', '/etc/host')).toContain('/etc/hosts');
  });

  it('says which shells there are', async () => {
    const { status, stderr } = await segno(['completion', 'cmd']);
    expect(status).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });

  it.each(['zsh', 'fish'])('is a script that %s can read', async (shell) => {
    const text = await script(shell);
    expect(text).toContain('max-warnings');
    // Where the shell is not installed there is nothing to ask.
    const { status, error } = spawnSync(shell, ['-n'], { input: text });
    if (!error) expect(status).toBe(0);
  });
});
