/** What a script says if it is not taken to the letter: in the order of its times, and without slips in names. */
import { asWritten, inOrder } from './in-order.js';
import type { Script } from './script.js';
import { respelt, withSlips } from './slips.js';
import type { Trace } from './trace.js';

/** Another script to play in the place of one that is written. */
export interface Rereading {
  readonly script: Script;
  /** What its trace tells of the script that is written; undefined where that cannot be what was meant. */
  told(trace: Trace): Trace | undefined;
}

/** The scripts to play before the one that is written, the likeliest first. */
export function rereadings(script: Script): readonly Rereading[] {
  const respelling = respelt(script);
  const ordered = ordering(script);
  if (!respelling) return ordered ? [ordered] : [];
  const inner = ordering(respelling.script);
  const without: Rereading = {
    script: inner?.script ?? respelling.script,
    told(trace) {
      const told = inner ? inner.told(trace) : trace;
      return told && withSlips(told, respelling, script);
    },
  };
  return ordered ? [without, ordered] : [without];
}

function ordering(script: Script): Rereading | undefined {
  const ordered = inOrder(script);
  return ordered && { script: ordered.script, told: (trace) => asWritten(trace, ordered, script) };
}
