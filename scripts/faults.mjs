// Tries the engine on exchanges with one mistake of meaning, and shows where it falls short.
//
//   node scripts/faults.mjs [--kind KIND] [--show N] [--of missed|many|line|fix|alarms] [--seed N] [--share 0…1]
//
// KIND is one of those that the table lists, with `-` for a blank: no other is tried. `missed`: nothing is said; `many`: more than one
// problem; `line`: the first on another line; `fix`: its first fix does not mend, or there is none; `alarms`: valid, with a problem.
import { parseArgs } from 'node:util';
import { importBundled } from './lib/bundled.mjs';

const { values } = parseArgs({
  options: {
    kind: { type: 'string' },
    show: { type: 'string', default: '3' },
    of: { type: 'string' },
    seed: { type: 'string', default: '1' },
    share: { type: 'string', default: '0.2' },
  },
});
const { trialOfFaults, faultTally, shownFault, isOnItsLine } = /** @type {any} */ (
  await importBundled('test/mutation/meaning.ts')
);

/**
 * @typedef {object} Judged
 * @property {{ kind: string }} fault
 * @property {{ kind: string }} verdict
 * @property {readonly unknown[]} said
 * @property {boolean | undefined} mended
 */

const kind = values.kind?.replaceAll('-', ' ');
/** @type {Judged[]} */
const all = trialOfFaults(Number(values.share), Number(values.seed), kind);
console.table(Object.fromEntries(faultTally(all).map((/** @type {any} */ { kind, ...row }) => [kind, row])));

const wrong = all.filter(({ verdict }) => verdict.kind === 'invalid');
/** @type {Readonly<Record<string, readonly Judged[]>>} */
const lists = {
  missed: wrong.filter(({ said }) => said.length === 0),
  many: wrong.filter(({ said }) => said.length > 1),
  line: wrong.filter((one) => one.said.length > 0 && !isOnItsLine(one)),
  fix: wrong.filter(({ said, mended }) => said.length > 0 && mended !== true),
  alarms: all.filter(({ verdict, said }) => verdict.kind === 'valid' && said.length > 0),
};
for (const [name, list] of Object.entries(lists)) {
  if (values.of !== undefined && values.of !== name) continue;
  console.log(`\n== ${name}: ${list.length} ==`);
  const step = Math.max(1, Math.ceil(list.length / Number(values.show)));
  for (const one of list.filter((_, i) => i % step === 0)) console.log(`\n${shownFault(one)}`);
}
