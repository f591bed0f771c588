import { describe, expect, it } from 'vitest';
import { inOrder } from '../../src/exchange/in-order.js';
import { stepTimesOf } from '../../src/exchange/times.js';
import { analyse } from '../../src/language/analyse.js';

function scenarioOf(text: string) {
  const analysis = analyse(`begin\n${text}\nend`, { kind: 'segno', language: 'en', stateNames: 'netstat' });
  const [scenario] = analysis.scenarios;
  if (!scenario) throw new Error('no scenario');
  return { ...scenario, codes: analysis.problems.map(({ code, line }) => `${line} ${code}`) };
}

const CROSSING = `delay 60ms
@0    A -> DATA(seq=92, len=8)+ACK -> B
@20ms A -> DATA(seq=100, len=20)+ACK -> B
@60ms A <- ACK(ack=100) <- B`;

describe('a script with times', () => {
  it('is played as it is written where nothing is under way while something happens', () => {
    const { script } = scenarioOf(
      'delay 10ms\n@0 C -> SYN -> S\n@10ms C <- SYN+ACK <- S\n@20ms C -> ACK -> S',
    );
    expect(inOrder(script)).toBeUndefined();
  });

  it('has a segment arrive when it does', () => {
    const { trace, codes } = scenarioOf(CROSSING);
    expect(codes).toEqual([]);
    expect(
      trace.steps.map((step) => [step.statement, step.kind === 'segment' ? step.fate : step.kind]),
    ).toEqual([
      [1, 'delivered'],
      [2, 'sent'],
      [3, 'delivered'],
      [2, 'arrived'],
    ]);
    expect(stepTimesOf(trace)).toEqual([
      { at: 0, arrives: 60_000 },
      { at: 20_000, arrives: 80_000 },
      { at: 60_000, arrives: 120_000 },
      { at: 80_000 },
    ]);
  });

  it('is wrong at the line that is wrong', () => {
    expect(scenarioOf(`${CROSSING}\n@80ms A <- ACK(ack=121) <- B`).codes).toEqual(['6 ack-of-unsent-data']);
    expect(scenarioOf(CROSSING.replaceAll(/@\S+ /g, '')).codes).toEqual(['5 ack-behind']);
  });
});
