import { rule } from './rule.js';

export const wrongDirection = rule({
  code: 'wrong-direction',
  section: '3.4',
  title: { en: 'The arrow points the wrong way', 'zh-cn': '箭头方向画反了' },
  explanation: {
    en: `The end that the arrow starts from cannot send this segment, but the other end can: flags and numbers are just what it
would send now. Each direction of a connection counts its own octets (§3.4), so the numbers of a segment tell which end
it comes from: its sequence number is the sender's SND.NXT, and its acknowledgment number the sender's RCV.NXT.`,
    'zh-cn': `箭头起点的一端不可能发送这个报文段，而另一端可以：标志和编号正是它此刻会发送的。连接的每个方向各自为字节编号（§3.4），所以从编号就能看出报文段来自哪一端：序号是发送方的 SND.NXT，确认号是发送方的 RCV.NXT。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(seq=y, ack=x+1) <- S\nC <- ACK(seq=x+1, ack=y+1) <- S\nend',
      'begin\nC -> SYN -> S\nC -> SYN+ACK -> S\nC -> ACK -> S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(seq=y, ack=x+1) <- S\nC -> ACK(seq=x+1, ack=y+1) -> S\nend',
    ],
  },
  message: ({ from, to }, { say }) =>
    say({
      en: `The arrow should point the other way: ${from} cannot send this now, and it is just what ${to} would send.`,
      'zh-cn': `箭头应反过来：${from} 此刻不可能发送这个报文段，而 ${to} 正好会这样发送。`,
    }),
  short: ({ to }, { say }) => say({ en: `comes from ${to}`, 'zh-cn': `应由 ${to} 发送` }),
  fixes: (_fault, { found }) => [
    {
      title: { en: 'Turn the arrow round', 'zh-cn': '把箭头反过来' },
      place: { statement: found.place.statement, part: 'whole' },
      text: '',
      where: 'turned',
    },
  ],
});
