// What analysing a text costs that was never seen before: against a bare scanner of the same text, against Mermaid's
// parser on the same messages, and against the same text ten times as long.
import mermaid from 'mermaid';
import { importBundled } from '../../scripts/lib/bundled.mjs';
import { cost, shown, tell } from './lib/rows.mjs';
import { exchange, mermaidOf, scan } from './lib/texts.mjs';

const { analyse } = await importBundled('src/language/analyse.ts');
const options = { kind: 'segno', language: 'en', stateNames: 'netstat' };
const SEGMENTS = 10_000;

// All three are warm.
for (let run = 0; run < 5; run++) {
  analyse(exchange(1_000), options);
  scan(exchange(SEGMENTS));
}
await mermaid.parse(mermaidOf(500));

const text = exchange(SEGMENTS);
const own = await cost(3, () => analyse(text, options));
const scanned = await cost(9, () => scan(text));
tell({
  what: 'one exchange of 10,000 segments, against a bare line scanner of the text',
  goal: '40 ×',
  figure: `${(own.cpu / scanned.cpu).toFixed(0)} × (${shown(own)})`,
  reached: own.cpu / scanned.cpu <= 40,
  why: 'A quarter each is the replay, the reading of the lines (the parser is asked once for each sequence of tokens) and the collecting of garbage; a seventh is the rules, each of which looks through all steps.',
});
const parsed = await cost(2, () => mermaid.parse(mermaidOf(SEGMENTS)));
tell({
  what: 'the same, against `mermaid.parse` on the same messages',
  goal: '0.2 ×',
  figure: `${(own.cpu / parsed.cpu).toFixed(2)} × (Mermaid: ${shown(parsed)})`,
  reached: own.cpu / parsed.cpu <= 0.2,
  why: 'See the row above.',
});

const perLine = [];
for (const lines of [100, 1_000, 10_000, 100_000]) {
  const { cpu } = await cost(lines > 10_000 ? 1 : 3, () => {
    // A short text is analysed so often that the clock can tell.
    for (let again = 0; again < Math.max(1, 2_000 / lines); again++) analyse(exchange(lines), options);
  });
  perLine.push((cpu * 1000) / lines / Math.max(1, 2_000 / lines));
}
const growth = Math.max(...perLine) / Math.min(...perLine);
tell({
  what: 'time per line of one exchange of 100, 1,000, 10,000, 100,000 lines',
  goal: 'within 1.5 ×',
  figure: `${growth.toFixed(2)} × (${perLine.map((each) => each.toFixed(0)).join(', ')} µs)`,
  reached: growth <= 1.5,
  why: 'The longer the text, the more of it the garbage collector has to look through.',
});
