import { notationRule } from './rule.js';

export const unknownFlag = notationRule({
  code: 'unknown-flag',
  severity: 'error',
  section: '3.1',
  title: { en: 'Not a flag', 'zh-cn': '没有这个标志' },
  explanation: {
    en: `A segment consists of the flags of the TCP header, \`SYN\`, \`ACK\`, \`FIN\`, \`RST\`, \`PSH\`, \`URG\`, \`ECE\`, \`CWR\`
and \`AE\`, in any case, joined by \`+\`, and of \`DATA\`, which says that it carries data. Where the word looks like one of
them, the message names it.`,
    'zh-cn': `报文段由 TCP 首部的标志组成：\`SYN\`、\`ACK\`、\`FIN\`、\`RST\`、\`PSH\`、\`URG\`、\`ECE\`、\`CWR\`、\`AE\`，大小写均可，用 \`+\` 连接；另有 \`DATA\`，表示携带数据。如果所写的词与其中某个相近，消息里会给出。`,
  },
  examples: {
    bad: ['begin\nC -> SNY -> S\nend'],
    good: ['begin\nC -> SYN -> S\nend'],
  },
});
