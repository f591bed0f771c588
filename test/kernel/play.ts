/** Plays a scenario between two hosts, and says what Segno has against it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.js';
import { seriousProblems } from './judge.js';
import { Lab } from './lab.js';
import { toSegno, type Recording } from './recording.js';
import type { Scenario } from './scenarios/steps.js';

/** Texts of what failed are left here. */
const RESULTS = join(root, 'test-results/kernel');

/**
 * A timer that fires in the moment between looking for what has left and handing something in makes the recording tell
 * it the wrong way round. That happens once in a thousand exchanges; what is broken fails every time.
 */
export const AGAIN = { retry: 3 } as const;

export interface Played {
  readonly recording: Recording;
  readonly text: string;
}

/** @throws if it cannot be played, or if Segno finds fault with what Linux did; the text is kept then. */
export async function play(scenario: Scenario): Promise<Played> {
  const lab = await Lab.start(scenario);
  let failure: unknown;
  try {
    await scenario.play(lab);
  } catch (error) {
    failure = error;
  } finally {
    await lab.end();
  }
  const { recording } = lab;
  const text = toSegno(recording);
  if (failure !== undefined) throw new Error(kept(scenario, text), { cause: failure });
  const problems = seriousProblems(text);
  if (problems.length > 0) throw new Error([...problems, kept(scenario, text)].join('\n'));
  return { recording, text };
}

function kept({ title }: Scenario, text: string): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${title.replaceAll(/[^A-Za-z0-9]+/g, '-')}.segno`);
  writeFileSync(file, text);
  return `The recording is in ${file}`;
}
