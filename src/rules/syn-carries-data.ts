import { rule } from './rule.js';

export const synCarriesData = rule({
  code: 'syn-carries-data',
  section: '3.5',
  title: { en: 'Data on a SYN', 'zh-cn': 'SYN 携带数据' },
  explanation: {
    en: `RFC 9293 allows data on a SYN, provided the receiver holds it back until the handshake has shown that the SYN is
genuine. Hardly any stack does this except under TCP Fast Open (RFC 7413), which the SYN then says with an option. If
that is meant, add \`tfo\`.`,
    'zh-cn': `RFC 9293 允许 SYN 携带数据，前提是接收方在握手证实该 SYN 有效之前不把数据交给程序。但除了 TCP Fast Open（RFC 7413）之外，几乎没有协议栈这样做；使用 Fast Open 时，SYN 会用选项说明。如果正是此意，请加上 \`tfo\`。`,
  },
  examples: {
    bad: ['begin\nC -> SYN+DATA(10) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
    good: ['begin\nC -> SYN(tfo)+DATA(10) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
  },
  message: ({ end }, { say }) =>
    say({
      en: `The SYN of ${end} carries data: it should say \`tfo\` if Fast Open is meant, as data otherwise waits for the handshake.`,
      'zh-cn': `${end} 的 SYN 携带了数据：如果是 Fast Open，应加上 \`tfo\`；否则数据要等握手完成后再发。`,
    }),
  short: (_fault, { say }) => say({ en: 'data on SYN without tfo', 'zh-cn': 'SYN 携带数据但没有 tfo' }),
  fixes: (_fault, { found }) => [
    {
      title: { en: 'Mark it as Fast Open: tfo', 'zh-cn': '标明 Fast Open：tfo' },
      place: { statement: found.place.statement, part: 'option.tfo' },
      text: 'tfo',
    },
  ],
});
