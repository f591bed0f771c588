import { notationRule } from './rule.js';

export const unclosedScenario = notationRule({
  code: 'unclosed-scenario',
  severity: 'warning',
  section: '',
  title: { en: 'begin without end', 'zh-cn': '没有对应 end 的 begin' },
  explanation: {
    en: `A scenario goes from \`begin\` (\`开始\`) to \`end\` (\`结束\`). This one is never ended: it is taken to go as far as the
next \`begin\`, or to the end of the block or file, which may be further than you mean. At the end of a block or file this
is only a hint: the scenario may still be being written.`,
    'zh-cn': `一个场景从 \`begin\`（\`开始\`）到 \`end\`（\`结束\`）。这个场景没有结束：会一直算到下一个 \`begin\`，或者代码块、文件的末尾，可能超出你的本意。在代码块或文件的末尾，这只是一个提示：场景也许还没有写完。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S'],
    good: ['begin\nC -> SYN -> S\nend'],
  },
});
