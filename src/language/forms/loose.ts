/** Reads the flags, arguments and data of a segment in whatever order and with whatever signs they are written. */
import { flagsIn } from '../flags.js';

/** What other tools and textbooks call the arguments, `_` for a blank. */
const KEYS: Readonly<Record<string, string>> = {
  seq: 'seq',
  seqno: 'seq',
  seqnum: 'seq',
  seq_no: 'seq',
  seq_num: 'seq',
  sn: 'seq',
  sequence: 'seq',
  sequence_number: 'seq',
  seq_number: 'seq',
  序号: 'seq',
  序列号: 'seq',
  ack: 'ack',
  ackno: 'ack',
  acknum: 'ack',
  ack_no: 'ack',
  ack_num: 'ack',
  an: 'ack',
  acknowledgment_number: 'ack',
  acknowledgement_number: 'ack',
  ack_number: 'ack',
  确认号: 'ack',
  len: 'len',
  length: 'len',
  size: 'len',
  长度: 'len',
  win: 'win',
  wnd: 'win',
  window: 'win',
  window_size: 'win',
  窗口: 'win',
  up: 'up',
  urgptr: 'up',
  mss: 'mss',
  wscale: 'wscale',
  ws: 'wscale',
  wnd_scale: 'wscale',
};
const WORDS_OF_KEYS = Object.keys(KEYS)
  .sort((a, b) => b.length - a.length)
  .map((key) => key.replace('_', String.raw`[\s_]+`))
  .join('|');

const VALUE = String.raw`(?:0[xX][\dA-Fa-f]+|[\p{ID_Continue}_]+)(?:\s*[-+]\s*\d+)*`;
const OPEN = String.raw`(?<![\p{ID_Continue}_])`;
const CLOSE = String.raw`(?![\p{ID_Continue}_])`;
const CONTROL = /\bCTL\s*=\s*([A-Za-z,+\s]+?)(?=>|$)/iu;
const ARGUMENT = new RegExp(
  String.raw`${OPEN}(${WORDS_OF_KEYS})\s*(?:==?|:|\s(?=\s*[\d\p{ID_Start}]))\s*(${VALUE})`,
  'giu',
);
const BIT = new RegExp(
  String.raw`${OPEN}(SYN|ACK|FIN|RST|PSH|URG|ECE|CWR)\s*(?:==?|:)\s*([01])${CLOSE}(?!\s*[-+]\s*\d)`,
  'giu',
);
const OCTETS = new RegExp(
  String.raw`${OPEN}(\d+)\s*(?:bytes?|octets?|B|个?字节|(?:个?\s*)八位组)${CLOSE}`,
  'giu',
);
const QUOTED = /"[^"]*"/g;
const DATA_OF = new RegExp(
  String.raw`${OPEN}(?:data|payload|数据)\s*[:=\s([]\s*(\d+)\s*[)\]]?${CLOSE}`,
  'giu',
);
const NUMBER = /^(?:0[xX][\dA-Fa-f]+|\d+)(?:\s*[-+]\s*\d+)*$/;
const WORD = /[\p{ID_Continue}_]+/gu;
const TCPDUMP: Readonly<Record<string, string>> = {
  S: 'SYN',
  F: 'FIN',
  R: 'RST',
  P: 'PSH',
  '.': 'ACK',
  U: 'URG',
  E: 'ECE',
  W: 'CWR',
};
const TCPDUMP_FLAGS = /^(?:flags\s*)?\[([SFRPUEW.]+)\]/i;
/** Words that only say that it is a segment. */
const NOISE =
  /^(?:tcp|bytes?|octets?|字节|flags?|packets?|segments?|bits?|with|and|of|the|a|报文段?|包|段|标志位?|和|与|携带|带)$/iu;
const LINKED = /(?<=SYN|ACK|FIN|RST|PSH|URG|ECE|CWR|DATA)(?:包|报文段?|段)/giu;

/** The segment as Segno writes it, or nothing where something is left that tells nothing. */
export function looseSegment(text: string): string | undefined {
  const flags: string[] = [];
  const args: string[] = [];
  let data: string | undefined;
  let rest = text;
  const strange: string[] = [];
  const take = (found: RegExp, use: (match: RegExpExecArray) => void): void => {
    for (const match of rest.matchAll(found)) use(match);
    rest = rest.replaceAll(found, ' ');
  };
  const add = (flag: string): void => {
    if (!flags.includes(flag)) flags.push(flag);
  };
  take(QUOTED, ([quoted]) => (data ??= quoted));
  const letters = TCPDUMP_FLAGS.exec(rest);
  if (letters) {
    for (const letter of letters[1] ?? '') add(TCPDUMP[letter.toUpperCase()] ?? '');
    rest = rest.slice(letters[0].length);
  }
  const control = CONTROL.exec(rest);
  if (control) rest = rest.replace(control[0], ` ${control[1] ?? ''} `);
  const bits = [...rest.matchAll(BIT)];
  // `ACK=1` beside another bit or beside `ack=…` is the bit, else the number.
  const acks = rest.match(new RegExp(String.raw`${OPEN}ack\s*(?:==?|:)`, 'giu'))?.length ?? 0;
  const sure = bits.some(([, flag]) => flag?.toUpperCase() !== 'ACK') || acks > 1;
  if (sure) {
    const first = rest.match(BIT)?.findIndex((bit) => /^ack/i.test(bit)) ?? -1;
    let index = 0;
    rest = rest.replaceAll(BIT, (_all, flag: string, value: string) => {
      if (index++ > first && /^ack/i.test(flag) && first >= 0) return `ack=${value}`;
      if (value === '1') add(flag.toUpperCase());
      return ' ';
    });
  }
  take(DATA_OF, ([, number]) => (data ??= number));
  take(OCTETS, ([, number]) => (data ??= number));
  take(ARGUMENT, ([, key = '', value = '']) => {
    const name = KEYS[key.toLowerCase().replaceAll(/\s+/g, '_')] ?? key.toLowerCase();
    const argument = `${name}=${value.replaceAll(/\s+/g, '')}`;
    if (name === 'len' && data === undefined && Number(value) > 0) data = value;
    else if (name !== 'len' && !args.includes(argument)) args.push(argument);
    if (/^\d/.test(value) && !NUMBER.test(value)) strange.push(value);
  });
  rest = rest.replaceAll(LINKED, ' ');
  for (const [word] of rest.matchAll(WORD)) {
    const spelled = flagsIn(word) ?? (word.includes('_') ? flagsIn(word.replaceAll('_', '')) : undefined);
    if (spelled) for (const flag of spelled) add(flag);
    else if (/^sack_?(?:ok|perm)$/i.test(word)) args.push('sackok');
    else if (!NOISE.test(word)) {
      if (!/^\d+$/.test(word) || data !== undefined || !flags.includes('DATA')) return undefined;
      data = word;
    }
  }
  if (/[^\p{ID_Continue}_\s()[\]{}<>,、;:|&+/.·~-]/u.test(rest)) return undefined;
  const keys = args.map((argument) => argument.split('=')[0]);
  if (strange.length > 0 || new Set(keys).size < keys.length) return undefined;
  const hasData = data !== undefined || flags.includes('DATA');
  const names = flags.filter((flag) => flag !== 'DATA');
  if (args.some((one) => one.startsWith('ack=')) && names.length === 0 && !hasData) names.push('ACK');
  if (names.length === 0 && !hasData) return undefined;
  const list = args.length > 0 ? `(${args.join(', ')})` : '';
  if (!hasData) return names.join('+') + list;
  const own = data === undefined ? 'DATA' : `DATA(${data})`;
  if (names.length > 0) return `${names.join('+')}${list}+${own}`;
  if (list === '') return own;
  return `DATA(${[...(data === undefined ? [] : [data]), ...args].join(', ')})`;
}
