/** What TCP options say, where they are written as numbers. */
import type { Option } from './segment.js';

interface WithOptions {
  readonly options: readonly Option[];
}

/** The Timestamps option (RFC 7323 §3): 32-bit values that are compared like sequence numbers. */
export interface Timestamps {
  readonly val: number;
  readonly ecr: number;
}

/** Whether the segment carries the option at all. */
export function carries({ options }: WithOptions, name: string): boolean {
  return options.some((option) => option.name === name);
}

/** The number that the option `name` carries; undefined without the option, or where it is no plain number. */
export function numberIn({ options }: WithOptions, name: string): number | undefined {
  const written = options.find((option) => option.name === name)?.value;
  return written === undefined ? undefined : plain(written);
}

/** The largest shift that counts: windows beyond 2^30 would make old numbers look new (RFC 7323 §2.3). */
export const LARGEST_SHIFT = 14;

/** The shift count of a window scale option (RFC 7323 §2.2). */
export function scaleIn(segment: WithOptions): number | undefined {
  return numberIn(segment, 'wscale');
}

/** TSval and TSecr; undefined without the option, or where either is no number that its field holds. */
export function timestampsIn(segment: WithOptions): Timestamps | undefined {
  const [val, ecr] = stampsWritten(segment) ?? [];
  if (val === undefined || ecr === undefined || Math.max(val, ecr) >= 2 ** 32) return undefined;
  return { val, ecr };
}

/** The two numbers of a Timestamps option as they are written, however large; undefined where either is none. */
export function stampsWritten({ options }: WithOptions): readonly [number, number] | undefined {
  const written = options.find(({ name }) => name === 'ts')?.value;
  const [val, ecr, ...more] = (written ?? '').split('/').map(plain);
  return val === undefined || ecr === undefined || more.length > 0 ? undefined : [val, ecr];
}

function plain(written: string): number | undefined {
  return /^\s*(?:\d+|0x[\da-f]+)\s*$/i.test(written) ? Number(written) : undefined;
}
