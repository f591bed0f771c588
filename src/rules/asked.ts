/** What several rules ask of the trace that is being judged: it is found out once, and forgotten when that is done. */
import type { Trace } from '../exchange/trace.js';

const memories: { delete(trace: Trace): boolean }[] = [];

/** The same question, answered once for all rules. */
export function askedOnce<T extends object>(answer: (trace: Trace) => T): (trace: Trace) => T {
  const known = new WeakMap<Trace, T>();
  memories.push(known);
  return (trace) => {
    let told = known.get(trace);
    if (!told) known.set(trace, (told = answer(trace)));
    return told;
  };
}

/** Forgets what was asked of a trace: of a long one it is as much as the trace itself. */
export function forget(trace: Trace): void {
  for (const memory of memories) memory.delete(trace);
}
