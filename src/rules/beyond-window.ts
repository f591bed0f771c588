import { rule } from './rule.js';
import { rewrite } from './text.js';
import { distance } from '../tcp/seq.js';

export const beyondWindow = rule({
  code: 'beyond-window',
  section: '3.8.6',
  title: { en: 'Sends more than the window allows', 'zh-cn': '发送的数据超出窗口' },
  explanation: {
    en: `With each segment a receiver announces a window: how many octets, counted from its acknowledgment number, it can
take. The sender's data must end within that, whatever is still unacknowledged included. With a window of zero it may
send only a probe of one octet now and then, to learn whether there is room again (§3.8.6.1).

Segno checks this only where the note says how large the window is (\`win=1000\`), and takes the furthest edge
announced so far.`,
    'zh-cn': `接收方在每个报文段里通告窗口：从确认号算起，它还能接收多少字节。发送方的数据（包括尚未确认的部分）必须落在这个范围之内。窗口为零时，只能不时发送一个字节的探测，以得知是否又有了空间（§3.8.6.1）。

只有笔记写明了窗口大小（\`win=1000\`）时 Segno 才检查，并以迄今通告过的最远右边界为准。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(win=10) <- S\nC -> ACK -> S\nC -> DATA(20, seq=x+1) -> S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(win=10) <- S\nC -> ACK -> S\nC -> DATA(10, seq=x+1) -> S\nC <- ACK(win=10) <- S\nC -> DATA(10) -> S\nend',
    ],
  },
  message: ({ end, edge, last }, { say, speak }) =>
    say({
      en: `The data of ${end} should end before \`${speak(edge)}\`, not at \`${speak(last)}\`: the window that its peer has announced ends there.`,
      'zh-cn': `${end} 的数据应在 \`${speak(edge)}\` 之前结束，而不是到 \`${speak(last)}\`：对端通告的窗口到此为止。`,
    }),
  short: (_fault, { say }) => say({ en: 'beyond the window', 'zh-cn': '超出窗口' }),
  fixes({ edge, last }, context) {
    const step = context.trace.steps.find(({ statement }) => statement === context.found.place.statement);
    if (step?.kind !== 'segment') return [];
    const fits = step.len - (distance(last, edge) + 1);
    return fits > 0 ? [rewrite('len', `len=${fits}`, context)] : [];
  },
});
