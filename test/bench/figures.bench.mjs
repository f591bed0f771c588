// What figures in other notations cost, against Segno's own blocks with the same messages: a file of Markdown of 5,000
// lines with 100 of them.
import { importBundled } from '../../scripts/lib/bundled.mjs';
import { costs, shown, tell } from './lib/rows.mjs';
import { markdownOf } from './lib/texts.mjs';

const { analyse } = await importBundled('src/language/analyse.ts');
const options = { kind: 'markdown', language: 'en', stateNames: 'netstat' };
const [BLOCKS, MESSAGES, ROUNDS] = [100, 41, 15];

const NOTATIONS = [
  ['mermaid', 'Mermaid'],
  ['arrows', 'arrow lines'],
  ['ladder', 'ladders'],
];

/** The texts that a notation is measured on: each round has numbers that were never met before. */
const textsIn = (notation) =>
  Array.from({ length: ROUNDS }, (_, round) => markdownOf(notation, BLOCKS, MESSAGES, round * BLOCKS));

for (const [notation, name] of NOTATIONS) {
  const { scenarios } = analyse(markdownOf(notation, BLOCKS, MESSAGES, ROUNDS * BLOCKS), options);
  const read = scenarios.filter((one) => one.notation !== 'segno').length;
  if (read !== BLOCKS) throw new Error(`${read} of ${BLOCKS} blocks of ${name} were read`);
}
const [own, ...others] = await costs(
  ROUNDS,
  ['segno', ...NOTATIONS.map(([notation]) => notation)].map((notation) => {
    const texts = textsIn(notation);
    return (round) => analyse(texts[round], options);
  }),
);
for (const [index, [, name]] of NOTATIONS.entries()) {
  const other = others[index];
  tell({
    what: `100 blocks of ${name} in 5,000 lines of Markdown, against Segno's own`,
    goal: '1 ×',
    figure: `${(other.cpu / own.cpu).toFixed(2)} × (${shown(other)}, Segno: ${shown(own)})`,
    reached: other.cpu <= own.cpu,
    why: 'What Segno says of a line by how it is written has to be told from the look of it here: where an arrow begins and ends, what is written on it and what beside it.',
  });
}
