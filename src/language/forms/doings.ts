/** What ends do, and the states that they are in, in other words. */
import type { Bilingual } from '../../rules/rule.js';
import { parseState } from '../../tcp/state.js';
import { flagsIn } from '../flags.js';
import { callOf } from '../keywords.js';
import { ANY, isBalanced, OTHER, pattern, type Form, type Rewriting } from './form.js';

/** What people call a call, `_` for a blank, and the word that Segno has for it; a word keeps its language. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  timeout: [
    'rto',
    'rto_timeout',
    'rto_expires',
    'rto_expired',
    'retransmit',
    'retransmits',
    'retransmission',
    'retransmission_timeout',
    'retransmission_timer',
    'resend',
    'resends',
    'timer',
    'timer_expires',
    'timer_expired',
    'time_out',
    'times_out',
    'timed_out',
    'timeouts',
    'rexmit',
  ],
  超时: ['重传', '超时重传', '重发', '重传超时', '定时器超时', '重传定时器超时', '计时器超时'],
  receive: ['recv', 'recvfrom', 'recvmsg', 'read', 'reads', 'receives', 'rcv'],
  接收: ['读', '读取', '收', '接收数据', '读数据', '收到'],
  send: ['write', 'writes', 'sends', 'sendto', 'sendmsg', 'snd'],
  发送: ['写', '写入', '发', '发送数据', '写数据', '发出'],
  listen: ['listens', 'passive_open', 'open_passive', 'passive-open', 'bind', 'accept'],
  监听: ['被动打开', '侦听', '倾听'],
  connect: ['connects', 'active_open', 'open_active', 'active-open', 'open', 'dial'],
  连接: ['主动打开', '建立连接', '发起连接', '打开'],
  close: ['closes', 'disconnect', 'exit', 'quit', 'active_close', 'passive_close', 'closesocket', 'fin'],
  关闭: ['主动关闭', '被动关闭', '断开', '断开连接', '关闭连接', '挥手'],
  shutdown: [
    'half-close',
    'half_close',
    'halfclose',
    'shut_wr',
    'shutdown_wr',
    'shutdown_write',
    'shutdown(wr)',
    'shutdown(shut_wr)',
    'shutdown(1)',
  ],
  半关闭: ['半关', '关闭写端', '关闭发送'],
  abort: ['aborts', 'reset', 'resets', 'rst', 'kill'],
  中止: ['复位', '重置', '异常关闭', '终止', '中断'],
  crash: ['crashes', 'reboot', 'reboots', 'restart', 'power_off', 'die', 'dies', 'down', 'fail'],
  崩溃: ['宕机', '死机', '重启', '断电', '掉电', '崩'],
  '2MSL': [
    'wait_2msl',
    '2msl_timeout',
    '2msl_timer',
    'time-wait_timeout',
    'time_wait_timeout',
    '等待2msl',
    '等待_2msl',
    '2msl超时',
    '2msl_超时',
    '2*msl',
  ],
  keepalive: ['keep_alive', 'keepalive_probe', 'keep-alive_probe', 'probe'],
  保活: ['保活探测', '心跳', '探测'],
};

const STATES: Readonly<Record<string, string>> = {
  LISTENING: 'LISTEN',
  CONNECTED: 'ESTABLISHED',
  ESTAB: 'ESTABLISHED',
  ESTABLISH: 'ESTABLISHED',
  SYNRCV: 'SYN_RCVD',
  SYNRCVED: 'SYN_RCVD',
  SYNSEND: 'SYN_SENT',
  FINWAIT: 'FIN_WAIT_1',
  CLOSEDWAIT: 'CLOSE_WAIT',
  WAIT: 'TIME_WAIT',
  LASTACKED: 'LAST_ACK',
  监听状态: 'LISTEN',
  已建立: 'ESTABLISHED',
  已关闭: 'CLOSED',
};

const callNamed = new Map<string, string>();
for (const [call, names] of Object.entries(CALLS)) for (const name of names) callNamed.set(name, call);

/** The word of Segno for what an end does or is in. */
function doingOf(written: string): string | undefined {
  const [, word = '', octets = ''] =
    /^(.*?)(?:\s*\(\s*\)|\s*\(\s*("[^"]*"|\d+)\s*(?:bytes?|B|字节)?\s*\)|\s+(\d+)\s*(?:bytes?|octets?|B|个?字节)?)?$/iu.exec(
      written.trim(),
    ) ?? [];
  const argument = /\(\s*("[^"]*"|\d+)[^)]*\)$|(\d+)\s*(?:bytes?|octets?|B|个?字节)?$/iu.exec(written.trim());
  const number = octets === '' ? (argument?.[1] ?? argument?.[2] ?? '') : octets;
  const whole = callNamed.get(written.toLowerCase().replaceAll(/\s+/g, ''));
  if (whole !== undefined && written.includes('(')) return whole;
  if (parseState(word) && word === word.toUpperCase() && /^[A-Z]/.test(word)) return stateOf(written);
  const call = callOf(word) ?? callNamed.get(word.toLowerCase().replaceAll(/\s+/g, '_'));
  if (call !== undefined) {
    const kind = callOf(call);
    if (number === '' || call === '2MSL') return call;
    if (kind !== 'send' && kind !== 'receive') return undefined;
    return number.startsWith('"') ? `${call}(${number})` : `${call} ${number}`;
  }
  return stateOf(written);
}

function stateOf(written: string): string | undefined {
  const [, word = ''] =
    /^(?:(?:enters?|goes to|moves to|in|is|state\s*[=:]?|进入|变为|处于)\s*)?(.*?)\s*(?:state|状态)?$/iu.exec(
      written.trim(),
    ) ?? [];
  const state = parseState(word);
  if (state) return /^[a-z]/.test(word) ? word.toUpperCase() : word;
  return STATES[word.replaceAll(/[-_ ]/g, '').toUpperCase()];
}

const called = (piece: string, instead: string): Bilingual => ({
  en: `${piece} is called ${instead} here`,
  'zh-cn': `${piece} 在这里写作 ${instead}`,
});

const END_NAME = String.raw`NAME(?:\s*\(\s*NAME\s*\))?`;
const DOING = pattern(String.raw`^(${END_NAME})\s*:\s*([^:[\]]+?)(TAIL)$`);
const NO_COLON = pattern(
  String.raw`^(NAME)(?:\s*[.=]\s*|\s+(?:is\s+(?:in\s+)?|does\s+)?|(?=\p{Script=Han}))([^:[\].=]+?)(TAIL)$`,
);
const SENDER_COLON = pattern(
  String.raw`^(NAME)\s*:\s*(?:sends?\s+|发送\s*|发出?\s*)?(.+?)(?:\s*(ARROW)\s*|\s+to\s+|\s*(?:给|到|至)\s*)(SIDE)(TAIL)$`,
  'i',
);
const SENDS = pattern(
  String.raw`^(NAME)(?:\s*:\s*|\s+)(?:sends?\s+|transmits?\s+|发送\s*|发出?\s*)?(?:an?\s+)?(.+?)(?:\s+to\s+|\s*(?:给|到|至)\s*)(NAME)(TAIL)$`,
  'i',
);
const SENDS_TO = pattern(
  String.raw`^(NAME?)\s*(?:向|给|对)\s*(NAME?)\s*(?:发送|发出?|回复|回)\s*(.+?)(TAIL)$`,
);
const RECEIVES = pattern(
  String.raw`^(NAME)(?:\s*:\s*|\s+)(?:receives?|gets?|收到|接收)\s+(?:an?\s+)?(.+?)(?:\s+from\s+|\s*(?:来自)\s*)(NAME)(TAIL)$`,
  'i',
);
const SENDS_ALONE = pattern(
  String.raw`^(NAME)(?:\s*:\s*|\s+)(?:sends?\s+|transmits?\s+|发送\s*|发出?\s*)?(?:an?\s+)?(.+?)(TAIL)$`,
  'i',
);
const BRACKETS = pattern(String.raw`^(.*ARROW.*)\[([^\]]*)\](\s*(?::.*)?)$`);
const arrowed = (): Bilingual => ({
  en: 'What is sent stands between two arrows, from the sender to the receiver',
  'zh-cn': '发送的报文段写在两个箭头之间，从发送端到接收端',
});

/** Whether a text begins with flags, so that it may be a segment. */
function beginsWithFlags(text: string): boolean {
  const word = /^[[(<"]?([A-Za-z]+)/.exec(text)?.[1];
  return word !== undefined && (flagsIn(word) !== undefined || /^(?:CTL|SEQ)$/i.test(word));
}

function fromEither(segment: string, tail = ''): Rewriting {
  return {
    lines: [`${ANY} -> ${segment} -> ${OTHER}${tail}`, `${OTHER} -> ${segment} -> ${ANY}${tail}`],
  };
}

export const doings: readonly Form[] = [
  {
    name: 'other-word',
    words: called,
    rewrite: (line) => {
      const [, end, written, tail = ''] = DOING.exec(line) ?? [];
      if (end === undefined || written === undefined) return undefined;
      const doing = doingOf(written);
      if (doing === undefined || doing === written) return undefined;
      return { lines: [`${end}: ${doing}${tail}`], piece: written, instead: doing };
    },
  },
  {
    name: 'other-state',
    words: called,
    rewrite: (line) => {
      const [, before, list = '', after = ''] = BRACKETS.exec(line) ?? [];
      if (before === undefined) return undefined;
      let piece: string | undefined;
      let instead: string | undefined;
      const states = list.replaceAll(/(?<=^|[,:]\s*)[^,:]+?(?=\s*(?:,|$))/gu, (written) => {
        const word = written.trim();
        const state = parseState(word) === undefined ? stateOf(word) : undefined;
        if (state === undefined) return written;
        piece ??= word;
        instead ??= state;
        return written.replace(word, state);
      });
      return piece === undefined || instead === undefined
        ? undefined
        : { lines: [`${before}[${states}]${after}`], piece, instead };
    },
  },
  {
    name: 'sender-colon',
    words: arrowed,
    rewrite: (line) => {
      const [, left, segment, arrow, right, tail = ''] = SENDER_COLON.exec(line) ?? [];
      if (left === undefined || segment === undefined || !beginsWithFlags(segment)) return undefined;
      const lost = /[xX]/.test(arrow ?? '');
      return `${left} -> ${segment} ${lost ? '-x' : '->'} ${right}${tail}`;
    },
  },
  {
    name: 'sends',
    words: arrowed,
    rewrite: (line) => {
      const [, left, segment, right, tail = ''] = SENDS.exec(line) ?? [];
      if (left !== undefined && segment !== undefined && beginsWithFlags(segment)) {
        return `${left} -> ${segment} -> ${right}${tail}`;
      }
      const [, from, to, what, end = ''] = SENDS_TO.exec(line) ?? [];
      if (from === undefined || what === undefined || !beginsWithFlags(what)) return undefined;
      return `${from} -> ${what} -> ${to}${end}`;
    },
  },
  {
    name: 'receives',
    words: arrowed,
    rewrite: (line) => {
      const [, right, segment, left, tail = ''] = RECEIVES.exec(line) ?? [];
      if (left === undefined || segment === undefined || !beginsWithFlags(segment)) return undefined;
      return `${left} -> ${segment} -> ${right}${tail}`;
    },
  },
  {
    name: 'sends-alone',
    words: arrowed,
    rewrite: (line) => {
      const [, left, segment, tail = ''] = SENDS_ALONE.exec(line) ?? [];
      if (left === undefined || segment === undefined || flagsIn(left) || !beginsWithFlags(segment))
        return undefined;
      if (pattern('ARROW').test(line)) return undefined;
      return `${left} -> ${segment} -> ${OTHER}${tail}`;
    },
  },
  {
    name: 'no-colon',
    words: () => ({
      en: 'What an end does, or the state that it is in, follows its name and a colon',
      'zh-cn': '端的动作或状态写在名字和冒号之后',
    }),
    rewrite: (line) => {
      const [, end, written, tail = ''] = NO_COLON.exec(line) ?? [];
      if (end === undefined || written === undefined || pattern('ARROW').test(written)) return undefined;
      const doing = doingOf(written);
      return doing === undefined ? undefined : `${end}: ${doing}${tail}`;
    },
  },
  {
    name: 'no-end',
    words: () => ({ en: 'A line names the ends that it is about', 'zh-cn': '要写明是哪一端' }),
    rewrite: (line) => {
      if (pattern('ARROW').test(line)) return undefined;
      if (beginsWithFlags(line) && isBalanced(line)) return fromEither(line);
      const [, written = '', tail = ''] = pattern(String.raw`^([^:[\]]+?)(TAIL)$`).exec(line) ?? [];
      const doing = written.length > 40 ? undefined : doingOf(written);
      if (doing !== undefined) return `${ANY}: ${doing}${tail}`;
      const isSegment = /^(?:\d+\s*(?:bytes?|B|字节)|"[^"]*"|(?:GET|POST|HTTP)\b.*|\[[SFRP.]+\].*)$/iu.test(
        written,
      );
      return isSegment ? fromEither(written, tail) : undefined;
    },
  },
];
