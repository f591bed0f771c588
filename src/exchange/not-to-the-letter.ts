/** What a script says if it is not taken to the letter: in the order of its times, and without slips in names. */
import { asWritten, inOrder } from './in-order.js';
import type { Script } from './script.js';
import { respelt, withSlips } from './slips.js';
import type { Trace } from './trace.js';

/** Another script to play in the place of one that is written. */
export interface Rereading {
  readonly script: Script;
  /** What its trace tells of the script that is written. */
  told(trace: Trace): Trace;
}

/** One that may not have been meant. */
export interface Supposition {
  readonly script: Script;
  /**
   * What its trace tells of the script that is written; undefined where that cannot be what was meant.
   *
   * @param written the trace of the script as it is written
   */
  told(trace: Trace, written: () => Trace): Trace | undefined;
}

/** The script in the order of its times; undefined where that is how it is written. */
export function ordered(script: Script): Rereading | undefined {
  const order = inOrder(script);
  return order && { script: order.script, told: (trace) => asWritten(trace, order, script) };
}

/** The script without slips in names, in the order of its times; undefined where no name looks like one. */
export function withoutSlips(script: Script): Supposition | undefined {
  const respelling = respelt(script);
  if (!respelling) return undefined;
  const order = ordered(respelling.script);
  return {
    script: order?.script ?? respelling.script,
    told: (trace, written) => withSlips(order ? order.told(trace) : trace, respelling, script, written),
  };
}
