import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '../../src/cli/run.js';

export interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly tty?: boolean;
  /** The width of the terminal. */
  readonly columns?: number;
}

/** Runs the command line in this process. */
export async function segno(argv: readonly string[], surroundings: Surroundings = {}): Promise<Result> {
  const { cwd = tmpdir(), env = {}, stdin = '', tty = false, columns } = surroundings;
  let [stdout, stderr] = ['', ''];
  const status = await run(argv, {
    cwd,
    env,
    watch: async (_paths, again) => {
      await again();
      return again();
    },
    stdin: () => Promise.resolve(typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin),
    stdout: { isTTY: tty, columns, write: (text) => void (stdout += textOf(text)) },
    stderr: { isTTY: tty, write: (text) => void (stderr += textOf(text)) },
  });
  return { status, stdout, stderr };
}

/** A folder with these files, gone after the test. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'segno-cli-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export const RIGHT = 'begin Opening\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=x+1) <- S\nC -> ACK -> S\nend\n';
export const WRONG = 'begin Opening\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=x+2) <- S\nC -> ACK -> S\nend\n';
/** Nothing worse than a warning. */
export const DOUBTFUL = 'begin Opening\nC -> SYN+DATA(10) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend\n';

/** Octets that are no text are a character each. */
function textOf(written: string | Uint8Array): string {
  return typeof written === 'string' ? written : Buffer.from(written).toString('latin1');
}
