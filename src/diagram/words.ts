/** The few words that a drawing adds of its own, in both languages. */
import type { Call } from '../exchange/script.js';
import type { Severity } from '../exchange/fault.js';
import type { SegmentStep } from '../exchange/trace.js';
import type { Language } from '../rules/rule.js';
import type { TimerKind } from '../exchange/timers.js';

/** What someone hears of a drawing. */
export interface SpokenWords {
  readonly line: (line: number) => string;
  readonly segment: (number: number, from: string, to: string) => string;
  readonly becomes: (end: string, state: string) => string;
  readonly stays: (end: string, state: string) => string;
  readonly arrives: string;
  readonly phase: string;
  readonly note: string;
  readonly deliberate: string;
  readonly severity: Readonly<Record<Severity, string>>;
}

export interface Words {
  readonly call: Readonly<Record<Call, string>>;
  /** Said of a segment by its origin. */
  readonly origin: Readonly<Record<Exclude<SegmentStep['origin'], 'new'>, string>>;
  /** What an end waits for. */
  readonly timer: Readonly<Record<TimerKind, string>>;
  readonly lost: string;
  readonly inFlight: string;
  readonly discarded: string;
  /** Said of a segment that was under way. */
  readonly arrives: string;
  /** Before the reason of a deliberate error. */
  readonly deliberate: string;
  readonly unnamedPeer: string;
  /** A segment without any flag. */
  readonly noFlags: string;
  readonly spoken: SpokenWords;
  readonly untitled: string;
  /** What is said of a line that cannot be read, where the drawing is one from before. */
  readonly held: (message: string) => string;
  /** How many problems there are beside those that are named. */
  readonly more: (count: number) => string;
  /** What is in a run of segments that is folded into one row. */
  readonly runOfAcks: (count: number) => string;
  readonly runOfData: (count: number, octets: string) => string;
  readonly runOfBoth: (count: number, data: number, octets: string) => string;
  readonly octetsEach: (octets: string) => string;
  readonly octetsInAll: (octets: string) => string;
  readonly octetsUnknown: string;
}

const en: Words = {
  call: {
    listen: 'listen',
    connect: 'connect',
    send: 'send',
    receive: 'receive',
    close: 'close',
    shutdown: 'shutdown',
    abort: 'abort',
    crash: 'crash',
    timeout: 'timeout',
    keepalive: 'keepalive',
    '2MSL': '2MSL',
    'user-timeout': 'user-timeout',
  },
  origin: { repeat: 'again', dup: 'duplicate', stale: 'stale', forged: 'forged' },
  timer: {
    rto: 'RTO',
    persist: 'persist',
    delayedAck: 'delayed ACK',
    '2MSL': '2MSL',
    keepalive: 'keep-alive',
  },
  lost: 'lost',
  inFlight: 'in flight',
  discarded: 'discarded',
  arrives: 'arrives',
  deliberate: 'wrong on purpose',
  unnamedPeer: '…',
  noFlags: 'no flags',
  spoken: {
    line: (line) => `line ${line}`,
    segment: (number, from, to) => `Segment ${number}, ${from} to ${to}`,
    becomes: (end, state) => `${end} becomes ${state}`,
    stays: (end, state) => `${end} stays ${state}`,
    arrives: 'arrives now',
    phase: 'Phase',
    note: 'Note',
    deliberate: 'Wrong on purpose',
    severity: { error: 'Error', warning: 'Warning', information: 'Information', hint: 'Hint' },
  },
  untitled: 'Untitled exchange',
  held: (message) => `${message} The drawing is the last good one.`,
  more: (count) => `and ${count} more`,
  runOfAcks: (count) => `…${count} acknowledgments`,
  runOfData: (count, octets) => `…${count} segments, ${octets}`,
  runOfBoth: (count, data, octets) => `…${count} segments, ${data} with ${octets}`,
  octetsEach: (octets) => `${octets} octets each`,
  octetsInAll: (octets) => `${octets} octets in all`,
  octetsUnknown: 'data of unknown length',
};

const zh: Words = {
  call: {
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
  },
  origin: { repeat: '重传', dup: '重复', stale: '陈旧', forged: '伪造' },
  timer: { rto: 'RTO', persist: '坚持', delayedAck: '延迟确认', '2MSL': '2MSL', keepalive: '保活' },
  lost: '丢失',
  inFlight: '在途',
  discarded: '丢弃',
  arrives: '到达',
  deliberate: '故意的错误',
  unnamedPeer: '…',
  noFlags: '无标志',
  spoken: {
    line: (line) => `第 ${line} 行`,
    segment: (number, from, to) => `报文段 ${number}，${from} 到 ${to}`,
    becomes: (end, state) => `${end} 变为 ${state}`,
    stays: (end, state) => `${end} 仍为 ${state}`,
    arrives: '此时到达',
    phase: '阶段',
    note: '注',
    deliberate: '故意的错误',
    severity: { error: '错误', warning: '警告', information: '信息', hint: '提示' },
  },
  untitled: '未命名的交互',
  held: (message) => `${message}图为最近一次正确的结果。`,
  more: (count) => `另有 ${count} 个`,
  runOfAcks: (count) => `…${count} 个确认`,
  runOfData: (count, octets) => `…${count} 个报文段，${octets}`,
  runOfBoth: (count, data, octets) => `…${count} 个报文段，其中 ${data} 个带数据，${octets}`,
  octetsEach: (octets) => `各 ${octets} 字节`,
  octetsInAll: (octets) => `共 ${octets} 字节`,
  octetsUnknown: '长度未知',
};

export function wordsIn(language: Language): Words {
  return language === 'zh-cn' ? zh : en;
}
