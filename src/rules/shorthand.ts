import { segmentsOf } from './ends.js';
import { rule, type Finding } from './rule.js';
import { joined } from './text.js';
import type { Flag } from '../tcp/segment.js';

/** Beside these (and data), ACK is commonly left out; where it is missing beside any other, that may be a mistake. */
const COMMON: ReadonlySet<Flag> = new Set(['FIN', 'PSH']);

export const shorthand = rule({
  code: 'shorthand',
  section: '3.1',
  title: { en: 'Shorthand: ACK is left out', 'zh-cn': '简写：省略了 ACK' },
  explanation: {
    en: `On an open connection every segment but RST carries ACK. Notes commonly leave it out and write \`FIN\` where the
wire has \`FIN+ACK\`; Segno reads it that way. Under \`mode strict\` what is written is what is on the wire, and the
missing ACK is an error.`,
    'zh-cn': `连接建立后，除 RST 以外的每个报文段都带 ACK。笔记里常常省略它，把线路上的 \`FIN+ACK\` 写成 \`FIN\`；Segno 也这样理解。在 \`mode strict\`（\`模式 严格\`）下，所写即线路上的内容，缺少 ACK 就是错误。`,
  },
  examples: {
    bad: ['begin\nC -> FIN -> S\nC <- ACK <- S\nend'],
    good: ['begin\nC -> FIN+ACK -> S\nC <- ACK <- S\nend'],
  },
  message: ({ flags }, { say }) =>
    say({
      en: `Shorthand: on the wire this segment carries ACK too${flags.length > 0 ? `, \`${joined(flags)}+ACK\`` : ''}.`,
      'zh-cn': `简写：线路上这个报文段还带有 ACK${flags.length > 0 ? `，即 \`${joined(flags)}+ACK\`` : ''}。`,
    }),
  short: (_fault, { say }) => say({ en: 'with ACK', 'zh-cn': '还带有 ACK' }),
  fixes: (_fault, { found }) => [
    {
      title: { en: 'Write ACK too', 'zh-cn': '写出 ACK' },
      place: { statement: found.place.statement, part: 'flag.ACK' },
      text: 'ACK',
    },
  ],
  check(trace) {
    if (trace.script.mode === 'strict') return [];
    const faulty = new Set(trace.faults.map(({ place }) => place.statement));
    return segmentsOf(trace).flatMap(({ step }): Finding<'shorthand'>[] => {
      const written = trace.script.statements[step.statement];
      if (written?.kind !== 'segment' || written.flags.has('ACK') || !step.flags.includes('ACK')) return [];
      const flags = step.flags.filter((flag) => flag !== 'ACK');
      // What is called wrong is not called shorthand as well.
      if (faulty.has(step.statement) && ![...written.flags].every((flag) => COMMON.has(flag))) return [];
      return [
        {
          fault: { code: 'shorthand', flags },
          place: { statement: step.statement, part: 'flags' },
          related: [],
        },
      ];
    });
  },
});
