/** Talks to hosts.py: commands go in, what leaves the hosts comes out in the order in which it happened. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('hosts.py', import.meta.url));

/** What a system call was refused with, such as `ECONNRESET`. */
export class Refused extends Error {}

type Line =
  { left: string; packet: string } | { begun: number } | { reply: number; value?: unknown; error?: string };

interface Waiting {
  readonly onBegun: () => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Hosts {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, Waiting>();
  readonly #closed: Promise<void>;
  #count = 0;

  /** @param onLeft is told of each packet that leaves a host, before the reply to the command that made it leave. */
  constructor(onLeft: (host: string, packet: Uint8Array) => void) {
    this.#process = spawn('python3', [PROGRAM]);
    let complaint = '';
    this.#process.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
    createInterface({ input: this.#process.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if ('left' in line) return onLeft(line.left, Buffer.from(line.packet, 'hex'));
      if ('begun' in line) return this.#waiting.get(line.begun)?.onBegun();
      const waiting = this.#waiting.get(line.reply);
      this.#waiting.delete(line.reply);
      if (line.error === undefined) waiting?.resolve(line.value);
      else waiting?.reject(new Refused(line.error));
    });
    this.#closed = new Promise((resolve) => {
      this.#process.on('close', () => {
        for (const { reject } of this.#waiting.values()) reject(new Error(`hosts.py ended: ${complaint}`));
        resolve();
      });
    });
  }

  /** @param onBegun is called at the moment of the command among all that leaves */
  command(command: Readonly<Record<string, unknown>>, onBegun = (): void => undefined): Promise<unknown> {
    const n = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(n, { onBegun, resolve, reject });
      this.#process.stdin.write(`${JSON.stringify({ n, ...command })}\n`);
    });
  }

  /** Ends the program, and with it the hosts. */
  async end(): Promise<void> {
    this.#process.stdin.end();
    await this.#closed;
  }
}
