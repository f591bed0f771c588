import { rule, type Finding } from './rule.js';
import { removeOption } from './text.js';
import type { Option } from '../tcp/segment.js';

/** How the value of an option is written that has one. */
const FORMS: Readonly<Record<string, { readonly form: RegExp; readonly shown: string }>> = {
  mss: { form: /^(?:\d+|0x[\da-f]+)$/i, shown: 'mss=1460' },
  wscale: { form: /^(?:\d+|0x[\da-f]+)$/i, shown: 'wscale=7' },
  // Clocks may have names, as numbers have.
  ts: { form: /^[\p{L}\p{N}_+-]+\s*\/\s*[\p{L}\p{N}_+-]+$/u, shown: 'ts=100/0' },
  sack: { form: /^[^.]+\.\.[^.]+$/, shown: 'sack=x+101..x+201' },
};

export const wrongOptionValue = rule({
  code: 'wrong-option-value',
  section: '3.2',
  title: { en: 'An option without the value that it needs', 'zh-cn': '选项缺少应有的值' },
  explanation: {
    en: `Some options consist of their value: the maximum segment size (\`mss=1460\`, at least 1), the window scale
(\`wscale=7\`), the timestamps (\`ts=100/0\`: TSval and TSecr) and SACK blocks (\`sack=101..201\`). Without it, or with a
word in its place, the option says nothing.`,
    'zh-cn': `有些选项的内容就是它的值：最大报文段长度（\`mss=1460\`，至少为 1）、窗口扩大因子（\`wscale=7\`）、时间戳（\`ts=100/0\`，即 TSval 和 TSecr）、SACK 块（\`sack=101..201\`）。没有值，或在该写数的地方写了别的词，选项就什么也没有说。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(wscale=big) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend',
      'begin\nC -> SYN(mss=0) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend',
    ],
    good: ['begin\nC -> SYN(mss=1460, wscale=7) -> S\nC <- SYN+ACK(mss=536) <- S\nC -> ACK -> S\nend'],
  },
  message: ({ option, why, form }, { say }) =>
    why === 'zero'
      ? say({
          en: `\`${option}\` should be at least 1: with a maximum segment size of 0 no data could ever be sent.`,
          'zh-cn': `\`${option}\` 至少应为 1：最大报文段长度为 0，就永远发不了数据。`,
        })
      : say({
          en: `\`${option}\` should carry a value, as in \`${form}\`.`,
          'zh-cn': `\`${option}\` 应带一个值，例如 \`${form}\`。`,
        }),
  short: ({ option }, { say }) => say({ en: `${option} without a value`, 'zh-cn': `${option} 缺少值` }),
  fixes: ({ option }, context) => [removeOption(option, context)],
  check: (trace) =>
    trace.script.statements.flatMap((statement, index): Finding<'wrong-option-value'>[] => {
      if (statement.kind !== 'segment') return [];
      const injects = trace.endpoints.some(({ name, unchecked }) => unchecked && name === statement.from);
      return statement.options.flatMap((option): Finding<'wrong-option-value'>[] => {
        const why = wrongIn(option);
        // Whoever injects packets may well send that.
        if (why === undefined || (why === 'zero' && injects)) return [];
        const form = FORMS[option.name]?.shown ?? option.name;
        return [
          {
            fault: { code: 'wrong-option-value', option: option.name, why, form },
            place: { statement: index, part: `option.${option.name}` },
            related: [],
          },
        ];
      });
    }),
});

function wrongIn({ name, value = '' }: Option): 'missing' | 'zero' | undefined {
  const known = FORMS[name];
  if (known === undefined) return undefined;
  if (!known.form.test(value.trim())) return 'missing';
  return name === 'mss' && Number(value) === 0 ? 'zero' : undefined;
}
