/** Flags, arguments and data in the spelling of textbooks, captures and conversation. */
import type { Bilingual } from '../../rules/rule.js';
import { flagsIn } from '../flags.js';
import { isBalanced, sendingLine, sendingOf, type Form } from './form.js';
import { looseSegment } from './loose.js';

/** A form of the piece between the arrows: whatever is `seen` there, the segment is read as loosely as can be. */
function segmentForm(
  name: string,
  seen: RegExp,
  words: (piece: string, instead: string) => Bilingual,
  read: (segment: string) => string | undefined = looseSegment,
): Form {
  return {
    name,
    words,
    rewrite: (line) => {
      const sending = sendingOf(line);
      if (!sending || !isBalanced(sending.segment) || !seen.test(sending.segment)) return undefined;
      const segment = read(sending.segment);
      if (segment === undefined || segment === sending.segment) return undefined;
      return { lines: [sendingLine({ ...sending, segment })], piece: sending.segment, instead: segment };
    },
  };
}

const VERB =
  /^(?:(?:HTTP|TLS|DNS|FTP|SMTP|SSH)\b.*|(?:HTTPS?\s+)?(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|CONNECT|TRACE)\b.*|(?:EHLO|HELO|MAIL|RCPT|QUIT|USER|PASS|220|250|200)\b.*|请求|响应|应答数据|hello|hello,? world|request|response|message|hi|\p{Script=Han}+)$/iu;

function asData(text: string): string | undefined {
  return /["\\]/.test(text) ? undefined : `DATA("${text}")`;
}

export const segments: readonly Form[] = [
  segmentForm('tcpdump-flags', /\[[SFRPUEW.]+\]/i, () => ({
    en: 'Flags are written with their names',
    'zh-cn': '标志写全名',
  })),
  segmentForm('flag-bits', /\b(?:SYN|FIN|RST|PSH|URG|ACK|ECE|CWR)\s*[=:]+\s*[01]\b/i, () => ({
    en: 'A flag that is set is only named, and the numbers follow in parentheses',
    'zh-cn': '置 1 的标志只写名字，编号写在后面的括号里',
  })),
  segmentForm('control', /\bCTL\s*=/i, () => ({
    en: 'The flags come first, and the numbers follow in parentheses',
    'zh-cn': '先写标志，编号写在后面的括号里',
  })),
  segmentForm('quoted-data', /^[^A-Za-z]*(?:(?:DATA|PSH|ACK|payload|数据)[\s+:,=]*)*"/iu, () => ({
    en: 'Data stands in parentheses after `DATA`',
    'zh-cn': '数据写在 `DATA` 后面的括号里',
  })),
  segmentForm('octets', /\d+\s*(?:bytes?|octets?|B|个?字节)(?![\p{ID_Continue}])/iu, () => ({
    en: 'The number of octets stands in parentheses after `DATA`',
    'zh-cn': '数据的字节数写在 `DATA` 后面的括号里',
  })),
  segmentForm('data-length', /(?:data|payload|数据)\s*[\s:=[(]\s*\d+/iu, () => ({
    en: 'The number of octets stands in parentheses after `DATA`',
    'zh-cn': '数据的字节数写在 `DATA` 后面的括号里',
  })),
  segmentForm('argument-colon', /\(.*:.*\)/u, () => ({
    en: 'An argument has `=` between its name and its value',
    'zh-cn': '参数的名字和值之间写 `=`',
  })),
  segmentForm('argument-comma', /\([^,()]*=[^,()]*\s[^,()]*=/u, () => ({
    en: 'Arguments are separated by commas',
    'zh-cn': '参数之间用逗号隔开',
  })),
  segmentForm('argument-sign', /\([^()]*(?:==|;|\s(?:no|num|number)\b|[a-z]\s+\d)[^()]*\)/iu, () => ({
    en: 'Arguments are written `NAME=VALUE`, with commas between them',
    'zh-cn': '参数写作 `名字=值`，之间用逗号隔开',
  })),
  segmentForm(
    'unnamed-number',
    /\(\s*(?:0x[\da-f]+|[\p{ID_Continue}_]+(?:\s*[-+]\s*\d+)?)\s*\)$/iu,
    () => ({
      en: 'A number is written with its name',
      'zh-cn': '编号要写上名字',
    }),
    (segment) => {
      const [, flags = '', value = ''] = /^([A-Za-z+/,-]+)\(\s*([^()]*?)\s*\)$/.exec(segment) ?? [];
      const named = flagsIn(flags.replaceAll(/[-+/,]/g, ''));
      if (!named || (!named.includes('ACK') && !named.includes('SYN'))) return undefined;
      const name = named.includes('ACK') && !named.includes('SYN') ? 'ack' : 'seq';
      return `${flags}(${name}=${value.replaceAll(/\s/g, '')})`;
    },
  ),
  segmentForm(
    'argument-outside',
    /^(?:[^()]|\([^()]*\))*?(?:=|\b(?:seq|ack|len|win)\s+\d|\b(?:seq|len|win|mss)\s*[:\s]\s*[\p{ID_Continue}]|[序列确认]号)/iu,
    () => ({
      en: 'Arguments stand in parentheses behind the flag',
      'zh-cn': '参数写在标志后面的括号里',
    }),
  ),
  segmentForm('bracketed-flags', /^[[({<].*[\])}>]$/u, () => ({
    en: 'Flags stand without brackets',
    'zh-cn': '标志不写在括号里',
  })),
  segmentForm('flag-joins', /[A-Z]{3}.*?(?:[|&_.·;]|\s(?:and|和|与)\s|[和与]).*?[A-Z]{3}/iu, () => ({
    en: 'Flags are joined by `+`',
    'zh-cn': '标志之间用 `+` 连接',
  })),
  segmentForm('noise', /packets?|segments?|flags?|bits?|tcp|报文|包|段|标志/iu, () => ({
    en: 'A segment is named by its flags alone',
    'zh-cn': '报文段只写标志',
  })),
  segmentForm(
    'plain-data',
    VERB,
    () => ({
      en: 'Data is written in quotation marks after `DATA`',
      'zh-cn': '数据写在 `DATA` 后面的引号里',
    }),
    asData,
  ),
  {
    name: 'words-behind',
    words: (words) => ({
      en: `Text such as ${words} stands at the end of the line, after a colon`,
      'zh-cn': `${words} 这样的文字写在行末，前面加冒号`,
    }),
    rewrite: (line) => {
      const sending = sendingOf(line);
      const [, flags, words] =
        /^([A-Za-z]+(?:\([^()]*\))?(?:\s*[-+/,]\s*[A-Za-z]+(?:\([^()]*\))?)*?)[\s,:(]+(\S.*?)\)?$/u.exec(
          sending?.segment ?? '',
        ) ?? [];
      if (!sending || flags === undefined || words === undefined || !/^[^<>="]*\p{L}[^<>="]*$/u.test(words))
        return undefined;
      if (!isBalanced(words)) return undefined;
      if (!flags.split(/\([^()]*\)|[\s+/,-]+/).every((word) => word === '' || flagsIn(word)))
        return undefined;
      return { lines: [`${sendingLine({ ...sending, segment: flags })} : ${words}`], piece: words };
    },
  },
];
