/** What Linux did when it was recorded: for machines that cannot play it, and as a ground for mistakes of one number. */
import { describe, expect, it } from 'vitest';
import { seriousProblems } from './judge.js';
import { misnumberedShare } from './misnumber.js';
import { readRecordings, readSummary } from './recorded.js';

const recordings = readRecordings();

describe('what Linux did has neither errors nor warnings, and its states are ours', () => {
  it.each([...recordings])('%s', (_, text) => {
    expect(seriousProblems(text)).toEqual([]);
  });

  it('counts what is recorded', () => {
    const scenarios = [...recordings.values()].flatMap((text) => text.match(/^begin /gm) ?? []);
    expect(scenarios.length).toBe(readSummary().scenarios);
    expect(scenarios.length).toBeGreaterThanOrEqual(30);
  });
});

it('nearly always reports a number of a recorded segment that is one off', async () => {
  const { mutants, share } = await misnumberedShare(31);
  console.log(`${mutants} wrong numbers in recordings, ${(share * 100).toFixed(1)} % of them reported`);
  expect(share).toBeGreaterThanOrEqual(0.99);
});
