// What completion costs at the end of an exchange of 1,000 segments, as a share of analysing it.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'segno-bench-'));
const outfile = join(folder, 'completion.mjs');
await build({
  stdin: {
    contents: `export { analyse } from './src/language/analyse.js';
export { completionsAt } from './src/language/features/completion.js';`,
    resolveDir: process.cwd(),
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'error',
  banner: {
    js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});`,
  },
});
const { analyse, completionsAt } = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true });

const options = { kind: 'segno', language: 'en', stateNames: 'netstat' };
const data = Array.from({ length: 500 }, (_, index) => [
  `C -> DATA(seq=x+${index * 100 + 1}, len=100)+ACK(ack=y+1) -> S`,
  `C <- ACK(ack=x+${index * 100 + 101}) <- S`,
]).flat();
const lines = [
  'begin',
  'C -> SYN(seq=x) -> S',
  'C <- SYN(seq=y)+ACK(ack=x+1) <- S',
  'C -> ACK(ack=y+1) -> S',
  ...data,
];

/** The median of several runs, in milliseconds. */
function median(runs, run) {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

const show = (name, value) => console.log(`${name.padEnd(64)} ${value}`);
for (const [what, line] of [
  ['at the start of a line', ''],
  ['after an arrow', 'C -> '],
  ['in arguments', 'C -> FIN('],
]) {
  const text = [...lines, line, 'end'].join('\n');
  const analysing = median(7, () => analyse(text, options));
  const analysis = analyse(text, options);
  const note = { uri: 'file:///bench.segno', version: 1, text, options, analysis };
  const position = { line: lines.length, character: line.length };
  const completing = median(15, () => completionsAt(note, position));
  show(`completion ${what}, 1,000 segments`, `${completing.toFixed(0)} ms`);
  show('as a share of their analysis', `1/${(analysing / completing).toFixed(1)}`);
}
