/** Lines that begin with a keyword, or with a word that people take for one. */
import { OTHER, pattern, type Form } from './form.js';

const NOTE = pattern(
  String.raw`^(note|注)\s*(?:over\s+|(?:left|right)\s+of\s+)?(NAME(?:\s*,\s*NAME)*)\s*:?\s+(\S.*)$`,
  'i',
);
const NOTE_OF_NONE = /^(note|注)\s*:\s*(\S.*)$/i;
const KEYWORD = pattern(String.raw`^(mode|endpoint|模式|端点|note|注)\s*[:=]\s*(.+)$`, 'i');
const ALIAS = pattern(String.raw`^(endpoint|端点)\s+(NAME)\s*(?:=|:|as\b|,)?\s*("[^"]*"|[^"=:,]+)$`, 'i');
const SCENARIO = /^(scenario|title|start|exchange|场景|标题)(?:\s*:\s*|\s+)(\S.*)$/i;
const FINISH = /^(?:end\s*(?:scenario|begin|exchange)|finish|done|stop|结束场景|完)$/i;
const REUSES = pattern(
  String.raw`^(endpoint|端点)\s+(NAME)\s+(?:reuse|uses|using|same\s+as|replaces|重用|使用)\s+(NAME)$`,
  'i',
);

export const statements: readonly Form[] = [
  {
    name: 'keyword-colon',
    words: (word) => ({ en: `${word} takes no sign behind it`, 'zh-cn': `${word} 后面不写冒号或等号` }),
    rewrite: (line) => {
      const [, keyword, rest] = KEYWORD.exec(line) ?? [];
      return keyword === undefined ? undefined : { lines: [`${keyword} ${rest}`], piece: keyword };
    },
  },
  {
    name: 'note-colon',
    words: () => ({
      en: 'A note names its ends, then comes a colon and what it says',
      'zh-cn': '注先写端的名字，然后是冒号和内容',
    }),
    rewrite: (line) => {
      const [, keyword, ends, text] = NOTE.exec(line) ?? [];
      if (keyword !== undefined) return `${keyword.toLowerCase()} ${ends}: ${text}`;
      const [, alone, said] = NOTE_OF_NONE.exec(line) ?? [];
      return alone === undefined ? undefined : `${alone.toLowerCase()} ${OTHER}: ${said}`;
    },
  },
  {
    name: 'reuses',
    words: () => ({ en: 'The word for it is `reuses`', 'zh-cn': '这里用的词是 `复用`' }),
    rewrite: (line) => {
      const [, keyword, name, other] = REUSES.exec(line) ?? [];
      if (keyword === undefined) return undefined;
      return `${keyword} ${name} ${/^[a-z]/i.test(keyword) ? 'reuses' : '复用'} ${other}`;
    },
  },
  {
    name: 'label',
    words: () => ({
      en: 'The label of an end stands in quotation marks behind its name',
      'zh-cn': '端的显示名称写在名字后面的引号里',
    }),
    rewrite: (line) => {
      const [, keyword, name, label = ''] = ALIAS.exec(line) ?? [];
      if (keyword === undefined || /^(?:reuses?|unchecked|复用|不检查)\b/iu.test(label)) return undefined;
      return `${keyword} ${name} "${label.replaceAll('"', '').trim()}"`;
    },
  },
  {
    name: 'begin',
    words: (word) => ({
      en: `${word} does not begin a scenario, \`begin\` does`,
      'zh-cn': `场景不用 ${word} 开头，而用 \`begin\` 或 \`开始\``,
    }),
    rewrite: (line) => {
      const [, word = '', title] = SCENARIO.exec(line) ?? [];
      if (title === undefined) return undefined;
      return { lines: [`${/^[a-z]/i.test(word) ? 'begin' : '开始'} ${title}`], piece: word };
    },
  },
  {
    name: 'end',
    words: () => ({ en: 'A scenario is closed by `end`', 'zh-cn': '场景用 `结束` 或 `end` 结束' }),
    rewrite: (line) => (FINISH.test(line) ? (/^[a-z]/i.test(line) ? 'end' : '结束') : undefined),
  },
];
