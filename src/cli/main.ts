/** The command line as a process: the one file that touches it. */
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { run } from './run.js';
import { watch } from './watch.js';

const output = (stream: NodeJS.WriteStream) => ({
  isTTY: stream.isTTY,
  columns: stream.isTTY ? stream.columns : undefined,
  write: (text: string | Uint8Array) => {
    stream.write(text);
  },
});

// A reader that has seen enough, such as head, closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  stdin: () => buffer(process.stdin),
  watch: (paths, again) => watch(paths, process.cwd(), again),
}).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    // A mistake of ours: not to be taken for problems in the notes, which would be status 1.
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 2;
  },
);
