import { notationRule } from './rule.js';

export const strayEnd = notationRule({
  code: 'stray-end',
  severity: 'error',
  section: '',
  title: { en: 'end without begin', 'zh-cn': '没有对应 begin 的 end' },
  explanation: {
    en: `\`end\` (\`结束\`) closes the scenario that the last \`begin\` (\`开始\`) opened. Here none is open: the \`begin\` is
missing, or an \`end\` further up was one too many.`,
    'zh-cn': `\`end\`（\`结束\`）用来结束最近一个 \`begin\`（\`开始\`）打开的场景。此处没有打开的场景：也许漏写了 \`begin\`，也许上面多写了一个 \`end\`。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nend\nend'],
    good: ['begin\nC -> SYN -> S\nend'],
  },
});
