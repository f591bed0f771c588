import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { severityOf } from '../../src/exchange/fault.js';
import { replay } from '../../src/exchange/replay.js';
import { COSTS } from '../../src/exchange/repairs/costs.js';
import { REPAIRS } from '../../src/exchange/repairs/index.js';
import type { Script } from '../../src/exchange/script.js';
import { analyse } from '../../src/language/analyse.js';
import { judge } from '../../src/rules/index.js';

const text = readFileSync(new URL('../corpus/wrong-repairs.segno', import.meta.url), 'utf8');
const examples = analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' }).scenarios;

/** What is wrong with the script if these are all that a writer may have meant. */
function wrong(script: Script, repairs: typeof REPAIRS): string[] {
  return judge(replay(script, repairs))
    .filter(({ fault }) => ['error', 'warning'].includes(severityOf(fault.code)))
    .map(({ fault, place }) => {
      const because = 'because' in fault && fault.because !== undefined ? ` (${fault.because})` : '';
      return `${place.statement} ${fault.code}${because}`;
    });
}

describe('without the repair that it shows, an example', () => {
  it.each(examples.map(({ title, script }) => [title, script] as const))(
    'gets worse: %s',
    (title, script) => {
      const [name] = title.split(':');
      const others = REPAIRS.filter((repair) => repair.name !== name);
      expect(others).toHaveLength(REPAIRS.length - 1);
      expect(wrong(script, others)).not.toEqual(wrong(script, REPAIRS));
    },
  );
});

it('each repair is there once, and has a cost', () => {
  const names = REPAIRS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(COSTS)).toEqual(expect.arrayContaining(names));
});
