/** What the times of an exchange come to, in words. */
import { durationText } from '../exchange/duration.js';
import type { Totals } from '../exchange/totals.js';
import type { Language } from '../rules/rule.js';

const WORDS = {
  idle: { en: 'idle', 'zh-cn': '空闲' },
  trips: {
    en: (count: number, mean: string) => `${count} round ${count === 1 ? 'trip' : 'trips'} of ${mean}`,
    'zh-cn': (count: number, mean: string) => `${count} 次往返，平均 ${mean}`,
  },
} as const;

/** `1,250 ms · idle 846 ms · 4 round trips of 43.5 ms`. */
export function totalsInWords({ duration, idle, trips }: Totals, language: Language): string {
  return [
    durationText(duration),
    ...(idle === undefined ? [] : [`${WORDS.idle[language]} ${durationText(idle)}`]),
    ...(trips ? [WORDS.trips[language](trips.count, durationText(trips.mean))] : []),
  ].join(' · ');
}
