// What analysing costs, as ratios within one run: an edit against the whole file, and a long exchange against a short.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'segno-bench-'));
const outfile = join(folder, 'analyse.mjs');
await build({
  entryPoints: ['src/language/analyse.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'error',
});
const { analyse, createAnalyser } = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true });

const options = { kind: 'segno', language: 'en', stateNames: 'netstat' };

const handshake = (i) => `begin Number ${i}
C -> SYN(seq=${i}) -> S
C <- SYN+ACK(seq=y, ack=${i + 1}) <- S
C -> ACK(ack=y+1) -> S
C -> DATA(len=100) -> S
C <- ACK <- S
C -> FIN -> S
C <- FIN+ACK <- S
C -> ACK -> S
end
`;
const file = (scenarios, from = 0) =>
  Array.from({ length: scenarios }, (_, i) => handshake(from + i)).join('');
const exchange = (segments) =>
  `C -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\n${'C -> DATA(len=100) -> S\nC <- ACK <- S\n'.repeat(segments / 2)}`;

/** The median of several runs, in milliseconds. */
function median(runs, text, analyse) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const content = text(run);
    const start = performance.now();
    analyse(content, options);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

const whole = median(5, () => file(1000), analyse);
const base = file(1000);
const analyser = createAnalyser();
analyser(base, options);
const edit = median(21, (run) => base.replace('len=100', `len=${101 + run}`), analyser);
const short = median(9, () => exchange(100), analyse);
const long = median(5, () => exchange(1000), analyse);

const show = (name, value) => console.log(`${name.padEnd(64)} ${value}`);
show('10,000 lines, whole', `${whole.toFixed(0)} ms`);
show('10,000 lines, one edited', `${edit.toFixed(1)} ms`);
show('the edit, as a share of the whole', `1/${Math.round(whole / edit)}`);
show('an exchange of 1,000 segments against one of 100 (10 is linear)', `${(long / short).toFixed(1)}`);
