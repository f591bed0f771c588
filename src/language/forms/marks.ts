/** What people put around a line: numbers, bullets, words before it, a full stop behind it. */
import { ARROW, pattern, type Form } from './form.js';

const MARK =
  /^(?:[-*•·‣▪–—]\s+|\(?\d{1,3}[.):、]\s*|\[\d{1,3}\]\s*|#\d+\s+|[①-⑳]\s*|第?\s?[一二三四五六七八九十]+[、.步]\s*[:,]?\s*)(?=\S)/u;
const FULL_STOP = /\s*[;；.。,，]$/u;
const QUOTED = /^`+([^`]+)`+$/;
const LABELLED = new RegExp(String.raw`^([^:"()[\]]{1,40}?)\s*:\s*(\S.*${ARROW}.*${ARROW}.*)$`, 'u');
const STEP = pattern(
  String.raw`^((?:step|phase|packet|segment|第)\s*[\p{L}\p{N}]{1,6}?(?:\s?次(?:握手|挥手))?)[\s:,.]+(NAME\s*ARROW.*)$`,
  'i',
);

export const marks: readonly Form[] = [
  {
    name: 'list-mark',
    words: (mark) => ({
      en: `A line has no ${mark} before it`,
      'zh-cn': `行首不写 ${mark}`,
    }),
    rewrite: (line) => {
      const mark = MARK.exec(line)?.[0];
      return mark === undefined ? undefined : { lines: [line.slice(mark.length)], piece: mark.trim() };
    },
  },
  {
    name: 'code-marks',
    words: () => ({ en: 'A line has no backticks around it', 'zh-cn': '语句不加反引号' }),
    rewrite: (line) => QUOTED.exec(line)?.[1]?.trim(),
  },
  {
    name: 'full-stop',
    words: (mark) => ({ en: `A line has no ${mark} at its end`, 'zh-cn': `行末不写 ${mark}` }),
    rewrite: (line) => {
      const mark = FULL_STOP.exec(line)?.[0];
      if (mark === undefined || /\.\.$/.test(line)) return undefined;
      return { lines: [line.slice(0, -mark.length)], piece: mark.trim() };
    },
  },
  {
    name: 'label-before',
    words: (label) => ({
      en: `Text such as ${label} stands at the end of the line, after a colon`,
      'zh-cn': `${label} 这样的文字写在行末，前面加冒号`,
    }),
    rewrite: (line) => {
      const [, label, rest] = STEP.exec(line) ?? LABELLED.exec(line) ?? [];
      if (label === undefined || rest === undefined) return undefined;
      return { lines: [`${rest} : ${label}`], piece: label };
    },
  },
];
