import { rule } from './rule.js';

export const swappedNumbers = rule({
  code: 'swapped-numbers',
  section: '3.4',
  title: { en: 'Sequence and acknowledgment number are swapped', 'zh-cn': '序号与确认号写反了' },
  explanation: {
    en: `Each direction of a connection counts its own octets (§3.4). The sequence number of a segment counts what its sender has
sent (SND.NXT); the acknowledgment number counts what the sender expects from the other end (RCV.NXT). Both numbers of
this segment are right, but each stands in the place of the other.

An answer turns the two round: to \`SYN(seq=y)+ACK(ack=x+1)\` the answer is \`ACK(seq=x+1, ack=y+1)\`.`,
    'zh-cn': `连接的每个方向各自为字节编号（§3.4）。报文段的序号计的是发送方自己发送的内容（SND.NXT），确认号计的是发送方期望从对端收到的内容（RCV.NXT）。这个报文段的两个编号都对，只是互换了位置。

回应时两者对调：对 \`SYN(seq=y)+ACK(ack=x+1)\` 的回应是 \`ACK(seq=x+1, ack=y+1)\`。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(seq=y, ack=x+1) <- S\nC -> ACK(seq=y+1, ack=x+1) -> S\nend',
      'begin\nC -> DATA(100, seq=1, ack=501) -> S\nC <- ACK(seq=101, ack=501) <- S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(seq=y, ack=x+1) <- S\nC -> ACK(seq=x+1, ack=y+1) -> S\nend',
    ],
  },
  message: ({ end, seq, ack }, { say, speak }) =>
    say({
      en: `\`seq\` and \`ack\` are swapped: the next number of ${end} is \`${speak(seq)}\`, and it expects \`${speak(ack)}\` from the other end.`,
      'zh-cn': `\`seq\` 与 \`ack\` 写反了：${end} 的下一个序号是 \`${speak(seq)}\`，期望从对端收到的是 \`${speak(ack)}\`。`,
    }),
  short: (_fault, { say }) => say({ en: 'seq and ack are swapped', 'zh-cn': 'seq 与 ack 写反了' }),
  fixes: ({ seq, ack }, { found, trace }) => {
    const { statement } = found.place;
    return [
      {
        title: { en: 'Swap seq and ack', 'zh-cn': '对调 seq 与 ack' },
        place: { statement, part: 'seq' },
        text: `seq=${trace.speak(seq)}`,
        also: { place: { statement, part: 'ack' }, text: `ack=${trace.speak(ack)}` },
      },
    ];
  },
});
