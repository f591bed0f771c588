/**
 * The words of the notation, in both of its languages. What cuts lines into tokens, what splits a file into scenarios
 * and what recognises an exchange in Markdown all ask here, so that they agree.
 */
import type { Call, Timing } from '../exchange/script.js';
import { halfWidth } from './full-width.js';

/** The keywords that may begin a line. */
export type Keyword = 'begin' | 'end' | 'mode' | 'endpoint' | 'note' | 'dup' | 'stale' | 'forged' | Timing;

/** The keywords that say how long something takes. */
const TIMINGS = ['delay', 'rto', 'msl', 'delack'] as const;

export function isTimingWord(word: string): word is Timing {
  return TIMINGS.some((one) => one === word);
}

const KEYWORDS: ReadonlyMap<string, Keyword> = new Map([
  ['begin', 'begin'],
  ['开始', 'begin'],
  ['end', 'end'],
  ['结束', 'end'],
  ['mode', 'mode'],
  ['模式', 'mode'],
  ['endpoint', 'endpoint'],
  ['端点', 'endpoint'],
  ['note', 'note'],
  ['注', 'note'],
  ['dup', 'dup'],
  ['重复', 'dup'],
  ['stale', 'stale'],
  ['陈旧', 'stale'],
  ['forged', 'forged'],
  ['伪造', 'forged'],
  ['delay', 'delay'],
  ['延迟', 'delay'],
  ['rto', 'rto'],
  ['重传超时', 'rto'],
  ['msl', 'msl'],
  ['最长寿命', 'msl'],
  ['delack', 'delack'],
  ['延迟确认', 'delack'],
]);

/** Every spelling of every keyword. */
export const KEYWORD_SPELLINGS: readonly string[] = [...KEYWORDS.keys()];

/** The keyword that a word spells, in any case, or undefined. */
export function keywordOf(word: string): Keyword | undefined {
  return KEYWORDS.get(halfWidth(word).toLowerCase());
}

const MODES: ReadonlyMap<string, 'strict' | 'notes'> = new Map([
  ['strict', 'strict'],
  ['严格', 'strict'],
  ['notes', 'notes'],
  ['笔记', 'notes'],
]);

/** Every spelling of every mode. */
export const MODE_SPELLINGS: readonly string[] = [...MODES.keys()];

/** The mode that a word names, in any case, or undefined. */
export function modeOf(word: string): 'strict' | 'notes' | undefined {
  return MODES.get(halfWidth(word).toLowerCase());
}

/** Every spelling of the words after the name of a declared end. */
export const ENDPOINT_SPELLINGS = ['reuses', '复用', 'unchecked', '不检查'] as const;

/** The words after the name of a declared end. */
export function endpointWordOf(word: string): 'reuses' | 'unchecked' | undefined {
  switch (halfWidth(word).toLowerCase()) {
    case 'reuses':
    case '复用':
      return 'reuses';
    case 'unchecked':
    case '不检查':
      return 'unchecked';
    default:
      return undefined;
  }
}

/** Every call in Chinese. */
export const CHINESE_CALLS: Readonly<Record<Call, string>> = {
  listen: '监听',
  connect: '连接',
  send: '发送',
  receive: '接收',
  close: '关闭',
  shutdown: '半关闭',
  abort: '中止',
  crash: '崩溃',
  timeout: '超时',
  keepalive: '保活',
  '2MSL': '2MSL',
  'user-timeout': '用户超时',
};

const calls = new Map<string, Call>();
for (const [call, chinese] of Object.entries(CHINESE_CALLS) as [Call, string][]) {
  calls.set(call.toLowerCase(), call);
  calls.set(chinese.toLowerCase(), call);
}
calls.set('keep-alive', 'keepalive');

/** Every spelling of every call. */
export const CALL_SPELLINGS: readonly string[] = [...calls.keys()];

/** The call that a word names, in any case, or undefined. */
export function callOf(word: string): Call | undefined {
  return calls.get(halfWidth(word).toLowerCase());
}

/** `expect-error` and `ignore`, as they stand in a comment. */
export const DIRECTIVE = /^[/／]{2}[\s\u3000]*(expect-error|预期错误|ignore|忽略)(?![\p{ID_Continue}_-])/u;

/** What a directive asks for, by its first word. */
export function directiveOf(word: string): 'expect' | 'ignore' {
  return word === 'expect-error' || word === '预期错误' ? 'expect' : 'ignore';
}

/** Every other word of the notation in Chinese. */
export const CHINESE_WORDS: Readonly<Record<string, string>> = {
  begin: '开始',
  end: '结束',
  mode: '模式',
  endpoint: '端点',
  note: '注',
  dup: '重复',
  stale: '陈旧',
  forged: '伪造',
  delay: '延迟',
  rto: '重传超时',
  msl: '最长寿命',
  delack: '延迟确认',
  strict: '严格',
  notes: '笔记',
  reuses: '复用',
  unchecked: '不检查',
  'expect-error': '预期错误',
  ignore: '忽略',
};
