import { durationText } from '../exchange/duration.js';
import { rule, type Finding } from './rule.js';

const SECOND = 1e6;

export const unusualTiming = rule({
  code: 'unusual-timing',
  section: '3.8.6.3',
  title: { en: 'A time that the standards advise against', 'zh-cn': '标准不建议的时长' },
  explanation: {
    en: `RFC 6298 has a retransmission timeout of at least one second; many stacks go below that, Linux down to 200 ms. An
acknowledgment is delayed for less than half a second (RFC 9293 §3.8.6.3, MUST-40).`,
    'zh-cn': `RFC 6298 要求重传超时至少为一秒；许多实现低于此值，Linux 最低为 200 毫秒。确认的推迟要少于半秒（RFC 9293 §3.8.6.3，MUST-40）。`,
  },
  examples: {
    bad: [
      'begin\nrto 300ms\nC -> DATA+ACK -> S\nC <- ACK <- S\nend',
      'begin\ndelack S 1s\nC -> DATA+ACK -> S\nC <- ACK <- S\nend',
    ],
    good: ['begin\nrto 1s\ndelack S 40ms\nC -> DATA+ACK -> S\nC <- ACK <- S\nend'],
  },
  message: ({ timing, duration }, { say }) =>
    timing === 'rto'
      ? say({
          en: `A retransmission timeout of ${durationText(duration)} is below the second that RFC 6298 advises, as in many stacks.`,
          'zh-cn': `重传超时 ${durationText(duration)} 低于 RFC 6298 建议的一秒；许多实现也是如此。`,
        })
      : say({
          en: `An acknowledgment must be delayed for less than 500 ms, not for ${durationText(duration)}.`,
          'zh-cn': `确认的推迟必须少于 500 毫秒，而不是 ${durationText(duration)}。`,
        }),
  check: ({ script }) =>
    script.statements.flatMap((statement, index): Finding<'unusual-timing'>[] => {
      if (statement.kind !== 'timing') return [];
      const { timing, duration } = statement;
      const short = timing === 'rto' && duration < SECOND;
      const late = timing === 'delack' && duration >= SECOND / 2;
      if (!short && !late) return [];
      return [
        {
          fault: { code: 'unusual-timing', timing, duration, limit: short ? SECOND : SECOND / 2 },
          place: { statement: index, part: 'duration' },
          related: [],
        },
      ];
    }),
});
