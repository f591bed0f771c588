/** How grave a project takes its problems: what a configuration says of rules, by their codes. */
import type { Severity } from '../exchange/fault.js';

/** `off`: it is not a problem here. */
export type Level = Severity | 'off';

export const LEVELS: readonly Level[] = ['off', 'hint', 'information', 'warning', 'error'];

/** Rules that are not named have the severity that they have everywhere. */
export type Levels = Readonly<Record<string, Level>>;

/** Whether nothing is said of a problem. */
export function isOff(code: string, levels: Levels | undefined): boolean {
  return levels?.[code] === 'off';
}

/** How grave a problem is that would be of this severity. */
export function levelOf(code: string, usual: Severity, levels: Levels | undefined): Severity {
  const level = levels?.[code];
  return level === undefined || level === 'off' ? usual : level;
}
