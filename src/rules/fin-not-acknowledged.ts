import { deliveredSegment, insertAfter, lineBy } from './lines.js';
import { connections, endsReliably, inFlight, lastTcbs, segmentsOf } from './ends.js';
import { rule, type Finding } from './rule.js';
import type { EndKey, SegmentStep } from '../exchange/trace.js';
import { atOrBefore } from '../tcp/seq.js';

export const finNotAcknowledged = rule({
  code: 'fin-not-acknowledged',
  section: '3.6',
  title: { en: 'A FIN that is never acknowledged', 'zh-cn': 'FIN 始终没有得到确认' },
  explanation: {
    en: `A FIN takes a sequence number and is repeated until it is acknowledged; only then is its direction closed. In this
scenario the acknowledgment never comes. Notes may stop where they like, so this is a hint only.`,
    'zh-cn': `FIN 占用一个序号，在得到确认之前会一直重传；得到确认后，这个方向才算关闭。本场景中始终没有出现对它的确认。笔记可以随处停笔，所以这只是提示。`,
  },
  examples: {
    bad: ['begin\nC -> FIN -> S\nend'],
    good: ['begin\nC -> FIN -> S\nC <- ACK <- S\nend'],
  },
  message: ({ end }, { say }) =>
    say({
      en: `The FIN of ${end} is never acknowledged in this scenario.`,
      'zh-cn': `在本场景中，${end} 的 FIN 始终没有得到确认。`,
    }),
  short: (_fault, { say }) => say({ en: 'never acknowledged', 'zh-cn': '没有得到确认' }),
  fixes(_fault, context) {
    const segment = deliveredSegment(context.statement);
    return segment ? [insertAfter(lineBy('receiver', 'ACK', segment), context)] : [];
  },
  check(trace) {
    if (!endsReliably(trace) || trace.steps.some(inFlight)) return [];
    const tcbs = lastTcbs(trace);
    const fins = new Map<EndKey | null, SegmentStep>();
    for (const { step } of segmentsOf(trace)) if (step.flags.includes('FIN')) fins.set(step.from, step);
    return connections(trace)
      .flat()
      .flatMap((end): Finding<'fin-not-acknowledged'>[] => {
        const tcb = tcbs.get(end);
        const waits = tcb?.state === 'FIN_WAIT_1' || tcb?.state === 'CLOSING' || tcb?.state === 'LAST_ACK';
        if (!waits || tcb.fin === undefined || !atOrBefore(tcb.una, tcb.fin)) return [];
        const fin = fins.get(end);
        // A FIN that was lost says for itself why nothing acknowledges it.
        if (fin?.fate !== 'delivered') return [];
        return [
          {
            fault: { code: 'fin-not-acknowledged', end },
            place: { statement: fin.statement, part: 'flag.FIN' },
            related: [],
          },
        ];
      });
  },
});
