import { rule } from './rule.js';
import { rewrite } from './text.js';
import { distance } from '../tcp/seq.js';

export const beyondShrunkenWindow = rule({
  code: 'beyond-shrunken-window',
  section: '3.8.6',
  requirement: 'SHLD-15',
  title: { en: 'New data beyond a window that has shrunk', 'zh-cn': '在收缩后的窗口之外发送新数据' },
  explanation: {
    en: `A receiver should not take back what it has announced, but some do: then the right edge of its window moves to the
left. A sender that has learned of this should send nothing new beyond the new edge. What it had sent there before it
may send again.`,
    'zh-cn': `接收方不应收回已经通告的窗口，但有的会这样做：窗口的右边界于是左移。发送方得知以后，不应在新的边界之外发送新数据；先前已经发到那里的数据则可以重传。`,
  },
  examples: {
    bad: [
      'begin\nC: ESTABLISHED(snd=100, wnd=100)\nC -> DATA(10, seq=100) -> S\nC <- ACK(ack=110, win=20) <- S\nC -> DATA(30, seq=110) -> S\nend',
    ],
    good: [
      'begin\nC: ESTABLISHED(snd=100, wnd=100)\nC -> DATA(40, seq=100) -x S\nC <- ACK(ack=100, win=20) <- S\nC -> DATA(40, seq=100) -> S\nend',
    ],
  },
  message: ({ end, edge, last }, { say, speak }) =>
    say({
      en: `The new data of ${end} should end before \`${speak(edge)}\`, not at \`${speak(last)}\`: its peer has made the window smaller.`,
      'zh-cn': `${end} 的新数据应在 \`${speak(edge)}\` 之前结束，而不是到 \`${speak(last)}\`：对端已经缩小了窗口。`,
    }),
  short: (_fault, { say }) => say({ en: 'beyond the shrunken window', 'zh-cn': '超出收缩后的窗口' }),
  fixes({ edge, last }, context) {
    const step = context.trace.steps.find(({ statement }) => statement === context.found.place.statement);
    if (step?.kind !== 'segment') return [];
    const fits = step.len - (distance(last, edge) + 1);
    return fits > 0 ? [rewrite('len', `len=${fits}`, context)] : [];
  },
});
