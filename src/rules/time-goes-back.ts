import { backwardsIn } from '../exchange/backwards.js';
import { durationText } from '../exchange/duration.js';
import { rule, type Finding } from './rule.js';

export const timeGoesBack = rule({
  code: 'time-goes-back',
  section: '',
  title: { en: 'Time goes back', 'zh-cn': '时间倒退' },
  explanation: {
    en: `What one end does stands in the order in which it does it, so its times never go back from one line to the next.
What two ends do at the same time may stand in either order.`,
    'zh-cn': `一端所做的事按发生的顺序书写，因此它的时间不会逐行倒退。两端同时做的事，先写哪一个都可以。`,
  },
  examples: {
    bad: [
      'begin\n@40ms C -> DATA(seq=x, len=1)+ACK -> S\n@20ms C -> DATA(seq=x+1, len=1)+ACK -> S\nC <- ACK <- S\nend',
    ],
    good: [
      'begin\n@20ms C -> DATA(seq=x, len=1)+ACK -> S\n@40ms C -> DATA(seq=x+1, len=1)+ACK -> S\nC <- ACK <- S\nend',
      'begin\n@40ms C -> DATA+ACK -> S\n@20ms C <- DATA+ACK <- S\nend',
    ],
  },
  message: ({ end, at, before }, { say }) =>
    say({
      en: `At ${durationText(at)}, ${end} has already done what stands above at ${durationText(before)}: the times of one end never go back.`,
      'zh-cn': `这一行是 ${durationText(at)}，而上面 ${end} 在 ${durationText(before)} 已经做了别的事：同一端的时间不会倒退。`,
    }),
  short: (_fault, { say }) => say({ en: 'time goes back', 'zh-cn': '时间倒退' }),
  related: (_note, { say }) =>
    say({ en: 'This is later, and stands above.', 'zh-cn': '这一行较晚，却写在上面。' }),
  check: ({ script }) =>
    (script.figure ? [] : backwardsIn(script)).map(
      ({ statement, end, at, later }): Finding<'time-goes-back'> => ({
        fault: { code: 'time-goes-back', end, at, before: later.at },
        place: { statement, part: 'moment' },
        related: [{ place: { statement: later.statement, part: 'moment' }, note: 'caused-here' }],
      }),
    ),
});
