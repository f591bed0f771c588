/** What the times of an exchange come to, in words. */
import { durationText } from '../exchange/duration.js';
import type { Totals } from '../exchange/totals.js';
import type { Language } from '../rules/rule.js';

/** `1.23 s · idle 846 ms · 4 round trips of 43.5 ms`. */
export function totalsInWords({ duration, idle, trips }: Totals, language: Language): string {
  const zh = language === 'zh-cn';
  const parts = [durationText(duration)];
  if (idle !== undefined) parts.push(`${zh ? '空闲' : 'idle'} ${durationText(idle)}`);
  if (trips) {
    const mean = durationText(trips.mean);
    const each = trips.count === 1 ? `1 round trip of ${mean}` : `${trips.count} round trips of ${mean}`;
    parts.push(zh ? `${trips.count} 次往返，平均 ${mean}` : each);
  }
  return parts.join(' · ');
}
