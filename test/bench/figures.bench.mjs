// What figures in other notations cost, against Segno's own blocks with the same messages: a file of Markdown of 5,000
// lines with 100 of them.
import { importBundled } from '../../scripts/lib/bundled.mjs';
import { costs, shown, tell } from './lib/rows.mjs';
import { markdownOf } from './lib/texts.mjs';

const { analyse } = await importBundled('src/language/analyse.ts');
const options = { kind: 'markdown', language: 'en', stateNames: 'netstat' };
const [BLOCKS, MESSAGES] = [100, 41];

const NOTATIONS = [
  ['mermaid', 'Mermaid'],
  ['arrows', 'arrow lines'],
  ['ladder', 'ladders'],
];

const texts = NOTATIONS.map(([notation, name]) => {
  const text = markdownOf(notation, BLOCKS, MESSAGES);
  const read = analyse(text, options).scenarios.filter((one) => one.notation !== 'segno').length;
  if (read !== BLOCKS) throw new Error(`${read} of ${BLOCKS} blocks of ${name} were read`);
  return text;
});
const [own, ...others] = await costs(
  9,
  [markdownOf('segno', BLOCKS, MESSAGES), ...texts].map((text) => () => analyse(text, options)),
);
for (const [index, [, name]] of NOTATIONS.entries()) {
  const other = others[index];
  tell({
    what: `100 blocks of ${name} in 5,000 lines of Markdown, against Segno's own`,
    goal: '1 ×',
    figure: `${(other.cpu / own.cpu).toFixed(2)} × (${shown(other)}, Segno: ${shown(own)})`,
    reached: other.cpu <= own.cpu,
    why: 'What is told from the look of a text is looked at by several readers.',
  });
}
