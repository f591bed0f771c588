import { notationRule } from './rule.js';

export const unusualArrow = notationRule({
  code: 'unusual-arrow',
  severity: 'hint',
  section: '',
  title: { en: 'The cross of a loss on the other side', 'zh-cn': '表示丢失的叉号写在另一侧' },
  explanation: {
    en: `The cross of a segment that is lost stands where it is lost, before its receiver: \`C -> SYN -x S\`, and to the
left \`C x- ACK <- S\`. \`C <- ACK -x S\`, as many people write it, can only mean the latter and is read that way.`,
    'zh-cn': `丢失的报文段，叉号写在丢失的地方，即接收端一侧：\`C -> SYN -x S\`，向左则是 \`C x- ACK <- S\`。很多人写的 \`C <- ACK -x S\` 只可能是后一种意思，因此就按后者来读。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nC <- SYN+ACK -x S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
    good: ['begin\nC -> SYN -> S\nC x- SYN+ACK <- S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
  },
});
