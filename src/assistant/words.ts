/** What the tools answer, in both languages. What a model chooses tools by is English. */
import type { Bilingual } from '../rules/rule.js';

export const WORDS = {
  noExchange: { en: 'There is no TCP exchange in the text.', 'zh-cn': '文本中没有 TCP 交互。' },
  noProblems: (exchanges: number): Bilingual => ({
    en: `No problems in ${exchanges === 1 ? 'the exchange' : `${exchanges} exchanges`}.`,
    'zh-cn': exchanges === 1 ? '这个交互没有问题。' : `${exchanges} 个交互都没有问题。`,
  }),
  problem: (line: number, severity: string, code: string, message: string, grounds: string): Bilingual => ({
    en: `Line ${line}, ${severity} \`${code}\`: ${message}${grounds}`,
    'zh-cn': `第 ${line} 行，${severity} \`${code}\`：${message}${grounds}`,
  }),
  mend: (title: string): Bilingual => ({ en: `To mend it: ${title}.`, 'zh-cn': `修复：${title}。` }),
  nothingFollows: {
    en: 'Nothing follows, or there is no TCP exchange in the text.',
    'zh-cn': '接下来什么都没有，或者文本中没有 TCP 交互。',
  },
  follows: (line: string, states: string): Bilingual => ({
    en: `- \`${line}\` (expected; then ${states})`,
    'zh-cn': `- \`${line}\`（通常如此；之后 ${states}）`,
  }),
  mayFollow: (line: string, states: string): Bilingual => ({
    en: `- \`${line}\` (allowed; then ${states})`,
    'zh-cn': `- \`${line}\`（允许；之后 ${states}）`,
  }),
  noSuchProblem: (code: string): Bilingual => ({
    en: `There is no problem ${code}.`,
    'zh-cn': `没有 ${code} 这种问题。`,
  }),
  meant: (near: string): Bilingual => ({ en: `Did you mean ${near}?`, 'zh-cn': `是不是 ${near}？` }),
  wrong: { en: 'Wrong:', 'zh-cn': '错误写法：' },
  right: { en: 'Right:', 'zh-cn': '正确写法：' },
  areRead: (notations: string): Bilingual => ({
    en: `These are read: ${notations}.`,
    'zh-cn': `可以读取：${notations}。`,
  }),
  line: { en: 'line', 'zh-cn': '行' },
  happens: { en: 'what happens', 'zh-cn': '发生的事' },
  before: { en: 'before', 'zh-cn': '之前' },
  sent: (from: string, to: string, segment: string): Bilingual => ({
    en: `${from} to ${to}: ${segment}`,
    'zh-cn': `${from} 到 ${to}：${segment}`,
  }),
} as const;
