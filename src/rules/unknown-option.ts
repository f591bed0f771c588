import { rule, type Finding } from './rule.js';

/** Options that notes and captures use, under the names that they use for them. */
const KNOWN = new Set([
  'eol',
  'nop',
  'mss',
  'wscale',
  'sackok',
  'sack',
  'ts',
  'tfo',
  'md5',
  'ao',
  'mptcp',
  'uto',
  'accecn',
  'accecn0',
  'accecn1',
]);

export const unknownOption = rule({
  code: 'unknown-option',
  section: '3.1',
  requirement: 'MUST-6',
  title: { en: 'An option that Segno does not know', 'zh-cn': 'Segno 不认识的选项' },
  explanation: {
    en: `Arguments that are not fields of the header are taken for TCP options, kept, and shown as written. Segno gives a
meaning to \`mss\`, \`wscale\`, \`sackok\`, \`sack\`, \`ts\` and \`tfo\`, and knows the names \`nop\`, \`eol\`, \`md5\`, \`ao\`,
\`mptcp\`, \`uto\`, \`accecn0\` and \`accecn1\`. Another name may be a slip. On the wire an end ignores options that it does not implement.`,
    'zh-cn': `不是首部字段的参数都当作 TCP 选项，原样保留并显示。Segno 理解 \`mss\`、\`wscale\`、\`sackok\`、\`sack\`、\`ts\` 和 \`tfo\` 的含义，并认识 \`nop\`、\`eol\`、\`md5\`、\`ao\`、\`mptcp\`、\`uto\`、\`accecn0\`、\`accecn1\` 这些名称。其他名称可能是笔误。在线路上，一端会忽略自己没有实现的选项。`,
  },
  examples: {
    bad: ['begin\nC -> SYN(mms=1460) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
    good: [
      'begin\nC -> SYN(mss=1460, wscale=7, sackok) -> S\nC <- SYN+ACK(mss=1460) <- S\nC -> ACK -> S\nend',
    ],
  },
  message: ({ name }, { say }) =>
    say({
      en: `\`${name}\` is no option that Segno knows: it is shown as written.`,
      'zh-cn': `Segno 不认识选项 \`${name}\`：将按原样显示。`,
    }),
  short: ({ name }, { say }) => say({ en: `unknown option ${name}`, 'zh-cn': `未知选项 ${name}` }),
  check: (trace) =>
    trace.script.statements.flatMap((statement, index): Finding<'unknown-option'>[] =>
      statement.kind !== 'segment'
        ? []
        : statement.options
            .filter(({ name }) => !KNOWN.has(name))
            .map(({ name }) => ({
              fault: { code: 'unknown-option', name },
              place: { statement: index, part: `option.${name}` },
              related: [],
            })),
    ),
});
