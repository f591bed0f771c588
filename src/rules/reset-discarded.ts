import type { Owed } from '../tcp/tcb.js';
import { segmentsOf } from './ends.js';
import { isDiscardedKnowingly } from './known.js';
import { rule, type Finding } from './rule.js';

/** A reset that answers a segment has no choice, unlike that of an ABORT. */
const isDemanded = ({ kind, least }: Owed): boolean => kind === 'reset' && least === undefined;

export const resetDiscarded = rule({
  code: 'reset-discarded',
  section: '3.10.7.3',
  title: { en: 'A reset that its receiver ignores', 'zh-cn': '接收方会忽略的复位' },
  explanation: {
    en: `An end in SYN-SENT believes a reset only if it acknowledges its SYN: anybody could send one that does not. An end in
SYN-RECEIVED to which the SYN is repeated knows that its SYN+ACK has not arrived. If it gives up, it should send RST with
ACK; without it the other end goes on waiting.`,
    'zh-cn': `处于 SYN-SENT 的一端只相信确认了它的 SYN 的复位，因为不带确认的复位谁都能伪造。处于 SYN-RECEIVED 的一端收到重传的 SYN，就知道自己的 SYN+ACK 没有到达。此时若要放弃连接，应当发送带 ACK 的 RST；否则对端会继续等待。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC x- SYN+ACK(seq=y, ack=x+1) <- S\nC: timeout\nC -> SYN(seq=x) -> S\nC <- RST(seq=y+1) <- S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC x- SYN+ACK(seq=y, ack=x+1) <- S\nC: timeout\nC -> SYN(seq=x) -> S\nC <- RST+ACK(seq=y+1, ack=x+1) <- S\nend',
    ],
  },
  message: ({ peer, state }, wording) =>
    wording.say({
      en: `${peer} ignores this reset: in ${wording.state(state)} it believes only one that acknowledges its SYN.`,
      'zh-cn': `${peer} 会忽略这个复位：处于 ${wording.state(state)} 时，它只相信确认了其 SYN 的复位。`,
    }),
  short: ({ peer }, { say }) => say({ en: `${peer} ignores it`, 'zh-cn': `${peer} 会忽略它` }),
  fixes: (_fault, { found }) => [
    {
      title: { en: 'Add ACK', 'zh-cn': '加上 ACK' },
      place: { statement: found.place.statement, part: 'flag.ACK' },
      text: 'ACK',
    },
  ],
  check(trace) {
    return segmentsOf(trace).flatMap(({ index, step }): Finding<'reset-discarded'>[] => {
      if (step.from === null || step.to === null || !step.flags.includes('RST')) return [];
      const state = step.before[step.to]?.state;
      const sender = step.before[step.from];
      if (sender?.state !== 'SYN_RCVD' || sender.owes.some(isDemanded)) return [];
      if (state !== 'SYN_SENT' || step.flags.includes('ACK') || !isDiscardedKnowingly(trace, index))
        return [];
      return [
        {
          fault: { code: 'reset-discarded', end: step.from, peer: step.to, state },
          place: { statement: step.statement, part: 'segment' },
          related: [],
        },
      ];
    });
  },
});
