import { rule } from './rule.js';
import { COUNTER_NAMES, rewrite } from './text.js';
import type { Counter } from '../exchange/script.js';
import type { Seq } from '../tcp/seq.js';

/** Windows are sizes and not places in the sequence space, so no symbol is near them. */
const shown = (counter: Counter, value: Seq, speak: (number: Seq) => string) =>
  counter === 'wnd' || counter === 'rwnd' ? String(value) : speak(value);

export const counterMismatch = rule({
  code: 'counter-mismatch',
  section: '3.3.1',
  title: { en: 'The variable has another value', 'zh-cn': '所写变量值与实际不符' },
  explanation: {
    en: `Before an end's first event, \`S: ESTABLISHED(snd=300, rcv=100)\` sets the variables of its TCB. Anywhere later it
asserts them: \`snd\` is SND.NXT, \`una\` SND.UNA, \`wnd\` SND.WND, \`rcv\` RCV.NXT, \`rwnd\` RCV.WND, \`iss\` and
\`irs\` the initial numbers of both directions.`,
    'zh-cn': `在一端的第一个事件之前，\`S: ESTABLISHED(snd=300, rcv=100)\` 用来设定其 TCB 的变量；此后出现则是断言：\`snd\` 是 SND.NXT，\`una\` 是 SND.UNA，\`wnd\` 是 SND.WND，\`rcv\` 是 RCV.NXT，\`rwnd\` 是 RCV.WND，\`iss\` 和 \`irs\` 是两个方向的初始序号。`,
  },
  examples: {
    bad: ['begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC: ESTABLISHED(snd=x)\nend'],
    good: ['begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC: ESTABLISHED(snd=x+1)\nend'],
  },
  message: ({ end, counter, written, actual }, { say, speak }) =>
    say({
      en: `${COUNTER_NAMES[counter]} of ${end} should be \`${shown(counter, actual, speak)}\` here, not \`${shown(counter, written, speak)}\`: that is its value after the lines so far.`,
      'zh-cn': `${end} 的 ${COUNTER_NAMES[counter]} 此处应为 \`${shown(counter, actual, speak)}\`，而不是 \`${shown(counter, written, speak)}\`：这是到此为止的值。`,
    }),
  short: ({ counter, actual }, { say, speak }) =>
    say({
      en: `${counter} is ${shown(counter, actual, speak)}`,
      'zh-cn': `${counter} 为 ${shown(counter, actual, speak)}`,
    }),
  fixes: ({ counter, actual }, context) => [
    rewrite(
      `counter.${counter}`,
      `${counter}=${shown(counter, actual, (number) => context.trace.speak(number))}`,
      context,
    ),
  ],
});
