import { rule, type Finding } from './rule.js';
import { rewrite } from './text.js';
import { happenings, opensHere, type Life } from './wire.js';
import { add, before, distance, type Seq } from '../tcp/seq.js';

/** The largest urgent pointer that the field holds; it stands for anything further away. */
const LARGEST = 0xffff;

export const wrongUrgentPointer = rule({
  code: 'wrong-urgent-pointer',
  section: '3.8.5',
  requirement: 'MUST-62',
  title: { en: 'An urgent pointer that points at nothing', 'zh-cn': '紧急指针没有指向紧急数据之后' },
  explanation: {
    en: `With URG, \`up\` added to the sequence number gives the octet that follows the urgent data. It is at least 1, because
urgent data has at least one octet, and it never moves back in the sequence space. It may point beyond the data of its
segment: then more urgent data is to come.`,
    'zh-cn': `带 URG 时，\`up\` 加上序号就是紧急数据之后的那个字节。紧急数据至少有一个字节，所以 \`up\` 至少为 1；它所指的位置在序号空间中也绝不会后退。它可以指到本报文段的数据之外：那表示还有紧急数据要来。`,
  },
  examples: {
    bad: [
      'begin\nC -> URG+ACK+DATA(10, up=0) -> S\nend',
      'begin\nC -> URG+ACK+DATA(10, up=10) -> S\nC -> URG+ACK+DATA(10, seq=u, up=20) -> S\nC -> URG+ACK+DATA(10, seq=u, up=9) -> S\nend',
    ],
    good: ['begin\nC -> URG+ACK+DATA(10, up=3) -> S\nC -> URG+ACK+DATA(10, up=15) -> S\nend'],
  },
  message: ({ end, why, least }, { say }) =>
    why === 'zero'
      ? say({
          en: `The urgent pointer should be at least \`${least}\`: it counts to the octet after the urgent data.`,
          'zh-cn': `紧急指针至少应为 \`${least}\`：它数到紧急数据之后的那个字节。`,
        })
      : say({
          en: `The urgent pointer should be at least \`${least}\`: ${end} has named urgent data up to there, and the pointer never moves back.`,
          'zh-cn': `紧急指针至少应为 \`${least}\`：${end} 已声明到那里为止都是紧急数据，指针不会后退。`,
        }),
  short: ({ least }, { say }) =>
    say({ en: `up should be at least ${least}`, 'zh-cn': `up 至少应为 ${least}` }),
  fixes: ({ least }, context) => [rewrite('up', `up=${least}`, context)],
  check(trace) {
    const found: Finding<'wrong-urgent-pointer'>[] = [];
    const furthest = new Map<Life, Seq>();
    const named = new Map<Life, Set<Seq>>();
    const shown = new Map<Life, Set<Seq>>();
    for (const { kind, step, written, life } of happenings(trace)) {
      const { up } = written;
      if (kind !== 'sent' || up === undefined || step.seq === null || !step.flags.includes('URG')) continue;
      if (up > LARGEST) continue;
      const target = add(step.seq, up);
      const earlier = furthest.get(life);
      const targets = named.get(life) ?? new Set();
      named.set(life, targets);
      const starts = shown.get(life) ?? new Set();
      shown.set(life, starts);
      // What is sent again may be the very same again, also as it was before the first line.
      const isFromBefore = !opensHere(life, trace) && !starts.has(step.seq);
      starts.add(step.seq);
      if (step.origin === 'repeat' && (targets.has(target) || isFromBefore)) continue;
      targets.add(target);
      // A capture may show segments in another order than they left in.
      const back = earlier !== undefined && before(target, earlier) && trace.script.mode === 'notes';
      if (up === 0 || (back && up < LARGEST)) {
        const least = up === 0 ? 1 : distance(earlier ?? target, step.seq);
        found.push({
          fault: { code: 'wrong-urgent-pointer', end: life.end, why: up === 0 ? 'zero' : 'back', least },
          place: { statement: step.statement, part: 'up' },
          related: [],
        });
      } else if (earlier === undefined || !before(target, earlier)) {
        furthest.set(life, target);
      }
    }
    return found;
  },
});
