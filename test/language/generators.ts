/** Texts for laws that hold for all of them. */
import fc from 'fast-check';

const name = fc.constantFrom('C', 'S', 'Client1', '客户端', 'end', 'x');
const expression = fc.constantFrom('x', 'x+1', 'y+20', 'z-1', '5', '0x10', '4294967295');
const argument = fc.oneof(
  fc.tuple(fc.constantFrom('seq', 'ack'), expression).map(([key, value]) => `${key}=${value}`),
  fc
    .tuple(fc.constantFrom('len', 'win', 'mss', 'foo'), fc.nat(70_000))
    .map(([key, value]) => `${key}=${value}`),
  fc.constantFrom('sackok', 'ts=1/2', 'sack=1..5'),
);
const args = fc.uniqueArray(argument, { maxLength: 3, selector: (one) => one.split('=')[0] });
const flags = fc.uniqueArray(fc.constantFrom('SYN', 'ACK', 'FIN', 'RST', 'PSH', 'DATA'), {
  minLength: 1,
  maxLength: 3,
});
const segment = fc
  .tuple(flags, args)
  .map(([all, list]) => all.join('+') + (list.length > 0 ? `(${list.join(', ')})` : ''));
const text = fc.constantFrom('', ': some text', ' [C: CLOSED]', ': text [C: FIN-WAIT-1]', ' // comment');
const statement = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(name, segment, fc.constantFrom('->', '-x'), fc.constant('T'), text)
      .map(([from, what, arrow, to, rest]) => `${from} -> ${what} ${arrow} ${to}${rest}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(segment, fc.constantFrom('', 'dup ', 'stale '), text)
      .map(([what, origin, rest]) => `${origin}... -> ${what} -> C${rest}`),
  },
  fc.constantFrom(
    'C: close',
    'C: send 5',
    'T: listen',
    'C: 2MSL',
    'C: timeout',
    'C: shutdown',
    'C: user-timeout',
  ),
  fc.constantFrom('C: ESTABLISHED(snd=5, rcv=x)', 'C: CLOSED -> SYN-SENT -> ESTABLISHED'),
  fc.constantFrom(
    'endpoint C "Client"',
    'endpoint D reuses C',
    'endpoint U unchecked',
    'note C, T: some text',
    '== p ==',
    'mode strict',
    'delay C T 20ms',
    'rto 1.5s',
    'msl T 30s',
    'delack 40ms',
  ),
  fc.constantFrom('// expect-error', '// ignore shorthand: so', '', '# nothing'),
);
const moment = fc.constantFrom('', '', '', '@0 ', '@12ms ', '@0.5 ', '@+200ms ', '@13:19:52.379 ');
const timed = fc
  .tuple(moment, statement)
  .map(([time, line]) => (/^(?:endpoint|mode|delay|rto|msl|delack|\/|#|$)/.test(line) ? line : time + line));
const scenario = fc
  .tuple(fc.constantFrom('', ' Title', ' T 2'), fc.array(timed, { maxLength: 8 }))
  .map(([title, lines]) => [`begin${title}`, ...lines, 'end'].join('\n'));
/** Texts of several scenarios without broken lines. */
export const file = fc.array(scenario, { maxLength: 4 }).map((all) => all.join('\n\n'));

const CHINESE: Readonly<Record<string, string>> = {
  begin: '开始',
  end: '结束',
  endpoint: '端点',
  reuses: '复用',
  unchecked: '不检查',
  note: '注',
  mode: '模式',
  strict: '严格',
  dup: '重复',
  stale: '陈旧',
  listen: '监听',
  close: '关闭',
  send: '发送',
  timeout: '超时',
  shutdown: '半关闭',
  'user-timeout': '用户超时',
  connect: '连接',
  receive: '接收',
  abort: '中止',
  crash: '崩溃',
  keepalive: '保活',
  forged: '伪造',
  delay: '延迟',
  rto: '重传超时',
  msl: '最长寿命',
  delack: '延迟确认',
  'expect-error': '预期错误',
  ignore: '忽略',
};

/** The text with every keyword in Chinese. The endpoints that are called like keywords stay what they are. */
export function inChinese(english: string): string {
  return english
    .split('\n')
    .map((line) =>
      line
        .replace(
          /(?<=^(?:@\S+ )?)(begin|end|endpoint|note|mode|delay|rto|msl|delack|dup|stale|forged)(?= |$)(?! (?:->|<-))/,
          (word) => CHINESE[word] ?? word,
        )
        .replace(
          /^((?:@\S+ )?[^\s:]+): (listen|connect|close|send|receive|abort|crash|keepalive|timeout|shutdown|user-timeout)\b/,
          (_all, end: string, call: string) => `${end}: ${CHINESE[call] ?? call}`,
        )
        .replace(/^(模式) strict/, '$1 严格')
        .replace(
          /^(端点 \w+) (reuses|unchecked)/,
          (_all, start: string, word: string) => `${start} ${CHINESE[word] ?? word}`,
        )
        .replace(/^\/\/ (expect-error|ignore)/, (_all, word: string) => `// ${CHINESE[word] ?? word}`),
    )
    .join('\n');
}

/** The text with the punctuation of a Chinese keyboard, but in comments. */
export function fullWidth(ascii: string): string {
  const wide: Readonly<Record<string, string>> = {
    '(': '（',
    ')': '）',
    ',': '，',
    ':': '：',
    '+': '＋',
    '=': '＝',
    '"': '”',
    '[': '【',
    ']': '】',
    '->': '→',
    '...': '……',
    ' ': '　',
  };
  return ascii
    .split('\n')
    .map((line) =>
      /^(?:\/\/|#)|\/\//.test(line) ? line : line.replaceAll(/->|\.\.\.|[(),:+="[\] ]/g, (c) => wide[c] ?? c),
    )
    .join('\n');
}
