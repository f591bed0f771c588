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

describe('the length of a line above is taken for the mistake', () => {
  it.each([
    [
      'where a SACK block confirms how the lines below count',
      `C -> SYN(seq=0, sackok) -> S
C <- SYN+ACK(seq=0, ack=1, sackok) <- S
C -> ACK -> S
C -> DATA(50, seq=1) -x S
C -> DATA(100, seq=101) -> S
C <- ACK(ack=1, sack=101..201) <- S`,
      100,
    ],
    [
      'where it goes with a FIN that is sent again in two',
      `C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK <- S
C -> ACK -> S
C -> FIN(seq=x+1, len=100) -x S
C -> DATA(5, seq=x+1) -> S
C <- ACK(ack=x+6) <- S
C -> FIN(seq=x+6, len=5) -> S
C <- ACK(ack=x+12) <- S`,
      10,
    ],
  ])('%s', (_, lines, len) => {
    const { scenarios } = analyse(lines, { kind: 'segno', language: 'en', stateNames: 'netstat' });
    const problems = scenarios.flatMap(({ script }) => replay(script).faults);
    expect(problems.map(({ meant }) => meant)).toEqual([
      [{ statement: 3, how: 'as', as: expect.objectContaining({ len }) as object }],
    ]);
  });
});

it('a loss many lines above is taken for the mistake, whatever the recovery below leaves open', () => {
  const lines = `C -> SYN(seq=0) -> S
C <- SYN+ACK(seq=0, ack=1) <- S
C -> ACK -> S
C -> DATA(100, seq=1) -x S
C -> DATA(100, seq=101) -x S
C -> DATA(100, seq=201) -> S
C <- ACK(ack=1) <- S
C -> DATA(100, seq=301) -> S
C <- ACK(ack=1) <- S
C -> DATA(100, seq=401) -> S
C <- ACK(ack=1) <- S
C -> DATA(100, seq=501) -> S
C <- ACK(ack=1) <- S
C -> DATA(100, seq=1) -> S
C <- ACK(ack=601) <- S`;
  const { scenarios } = analyse(lines, { kind: 'segno', language: 'en', stateNames: 'netstat' });
  const problems = scenarios.flatMap(({ script }) => replay(script).faults);
  expect(problems.map(({ fault, meant }) => [fault.code, meant])).toEqual([
    [
      'wrong-ack-number',
      [{ statement: 4, how: 'as', as: expect.objectContaining({ fate: 'delivered' }) as object }],
    ],
  ]);
});

it('what happened stays possible where both ends hold, lose and have copies come', () => {
  const lines = `C: ESTABLISHED(snd=454, una=129, rcv=727)
S: ESTABLISHED(snd=932, una=727, rcv=129)
S -> PSH(seq=932, ack=129, len=870, ts=10/4294967288)+ACK -> C
C -> PSH(seq=454, ack=727, len=911, ts=4294967289/4, sack=932..1802)+ACK -x S
C -> ACK(seq=1365, ack=727, ts=4294967295/8, sack=932..1802) -> S
S -> PSH(seq=1802, ack=129, len=220, ts=11/4294967288)+ACK -> C
C -> PSH(seq=1365, ack=727, len=357, ts=2/8, sack=932..2022)+ACK -> S
S -> PSH(seq=2022, ack=129, len=555, ts=13/4294967288, sack=1365..1722)+ACK -> C
C -> ACK(seq=1722, ack=727, ts=2/8, sack=932..2577) -> S
S -> PSH(seq=2577, ack=129, len=241, ts=13/4294967288, sack=1365..1722)+ACK -> C
C -> ACK(seq=1722, ack=727, ts=2/8, sack=932..2818) -> S
dup ... -> ACK(seq=1365, ack=727) -> S
C -> PSH(seq=1722, ack=727, len=496, ts=3/8, sack=932..2818)+ACK -> S
S -> ACK(seq=2818, ack=129, ts=13/4294967288, sack=1365..2218) -> C`;
  const { scenarios } = analyse(lines, { kind: 'segno', language: 'en', stateNames: 'netstat' });
  expect(scenarios.flatMap(({ script }) => wrong(script, REPAIRS))).toEqual([]);
});
