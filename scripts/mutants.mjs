// Tries the engine on exchanges in which one thing was changed, and shows where it is wrong.
//
//   node scripts/mutants.mjs [--kind KIND] [--show N] [--of missed|many|alarms] [--walks N] [--seed N] [--share 0…1]
//
// KIND is number, flags, end, order, left-out, doubled or state. `missed` are invalid exchanges of which nothing is
// said in the right place, `many` those with more than one problem, `alarms` valid ones with a problem.
import { parseArgs } from 'node:util';
import { importBundled } from './lib/bundled.mjs';

const { values } = parseArgs({
  options: {
    kind: { type: 'string' },
    show: { type: 'string', default: '3' },
    of: { type: 'string' },
    walks: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    share: { type: 'string', default: '1' },
  },
});
const { trial, tally, isCaught, shown, repeated } = /** @type {any} */ (
  await importBundled('test/mutation/trial.ts')
);

/** @typedef {{ mutant: { kind: string }, verdict: { kind: string }, said: readonly unknown[] }} Tried */

/** @type {Tried[]} */
const all = trial({ walks: Number(values.walks), seed: Number(values.seed), share: Number(values.share) });
const kind = values.kind?.replace('-', ' ');
const own = all.filter(({ mutant }) => kind === undefined || mutant.kind === kind);
const most = Number(values.show);

console.table(
  Object.fromEntries(
    tally(all).map((/** @type {Record<string, any>} */ row) => [
      row.kind,
      {
        mutants: row.mutants,
        undecided: row.undecided,
        valid: row.valid,
        alarms: row.falseAlarms,
        invalid: row.invalid,
        'caught %': row.invalid ? Number(((100 * row.caught) / row.invalid).toFixed(2)) : '',
        'problems each': row.spoken ? Number((row.problems / row.spoken).toFixed(3)) : '',
      },
    ]),
  ),
);

/**
 * Some of the list, from all over it.
 *
 * @template T
 * @param {readonly T[]} list
 */
function some(list) {
  const step = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, i) => i % step === 0);
}

/**
 * @param {string} name
 * @param {readonly Tried[]} list
 */
function show(name, list) {
  if (values.of !== undefined && values.of !== name) return;
  console.log(`\n== ${name}: ${list.length} ==`);
  for (const one of some(list)) console.log(`\n${shown(one)}`);
}

show(
  'missed',
  own.filter((one) => one.verdict.kind === 'invalid' && !isCaught(one)),
);
show(
  'alarms',
  own.filter(({ verdict, said }) => verdict.kind === 'valid' && said.length > 0),
);
if (values.of === undefined || values.of === 'many') {
  /** @type {{ what: string, tried: readonly Tried[] }[]} */
  const groups = repeated(own);
  console.log(`\n== many: ${groups.reduce((sum, { tried }) => sum + tried.length, 0)} ==`);
  for (const { what, tried } of groups.slice(0, Math.max(10, most))) console.log(`${tried.length} x ${what}`);
  for (const { tried } of groups.slice(0, most)) console.log(`\n${shown(tried[0])}`);
}
