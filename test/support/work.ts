/** How much work something is, counted and not timed: how often the blocks of our own code are run. */
import { Session } from 'node:inspector/promises';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
// Functions that are compiled before this are not counted block by block.
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** How often the blocks of code in `src` have been entered since this was asked last. */
async function counted(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  let work = 0;
  for (const { url, functions } of result) {
    if (!url.includes('/src/')) continue;
    for (const { ranges } of functions) for (const { count } of ranges) work += count;
  }
  return work;
}

/** Calls `run` and counts how often each block of code in `src` is entered meanwhile. */
export async function workOf(run: () => unknown): Promise<number> {
  await counted();
  run();
  return counted();
}
