/** Small pieces that several rules say in the same words. */
import type { Fix, FixContext, Wording } from './rule.js';
import type { WrongAck } from '../exchange/fault.js';
import type { Counter, Part } from '../exchange/script.js';
import type { Flag } from '../tcp/segment.js';
import type { Seq } from '../tcp/seq.js';

/** What RFC 9293 calls the variables that a state line gives. */
export const COUNTER_NAMES: Readonly<Record<Counter, string>> = {
  snd: 'SND.NXT',
  una: 'SND.UNA',
  wnd: 'SND.WND',
  rcv: 'RCV.NXT',
  rwnd: 'RCV.WND',
  iss: 'ISS',
  irs: 'IRS',
};

/** `SYN+ACK`. */
export function joined(flags: readonly Flag[]): string {
  return flags.join('+');
}

/** What made a number larger than the writer thought. */
export function whatTakesNumbers(because: 'syn' | 'fin' | 'data', { say }: Wording): string {
  switch (because) {
    case 'syn':
      return say({ en: 'the SYN takes one sequence number', 'zh-cn': 'SYN 占用一个序号' });
    case 'fin':
      return say({ en: 'the FIN takes one sequence number', 'zh-cn': 'FIN 占用一个序号' });
    case 'data':
      return say({
        en: 'each octet of data takes one sequence number',
        'zh-cn': '每个字节的数据占用一个序号',
      });
  }
}

/** Both numbers of a segment belong to another place in the connection. */
export function bothNumbers(seq: WrongAck, ack: WrongAck, { say, speak }: Wording): string {
  const [start, end] = [speak(seq.expected), speak(ack.expected)];
  return say({
    en: `The sequence number should be \`${start}\`, not \`${speak(seq.written)}\`, and ACK \`${end}\`, not \`${speak(ack.written)}\`: that is how far the lines above have come.`,
    'zh-cn': `序号应为 \`${start}\`，而不是 \`${speak(seq.written)}\`；ACK 应为 \`${end}\`，而不是 \`${speak(ack.written)}\`：上文的各行只到这里。`,
  });
}

/** The edit that writes another text for a part of the statement at fault. */
export function rewrite(part: Part, text: string, { found }: FixContext): Fix {
  return {
    title: { en: `Change to ${text}`, 'zh-cn': `改为 ${text}` },
    place: { statement: found.place.statement, part },
    text,
  };
}

/** The edit that gives the segment at fault the right number. */
export function rewriteNumber(field: 'seq' | 'ack', number: Seq, context: FixContext): Fix {
  return rewrite(field, `${field}=${context.trace.speak(number)}`, context);
}

/** The edit that gives the segment at fault both of its numbers. */
export function rewriteBoth(seq: Seq, ack: Seq, context: FixContext): Fix {
  const [first, second] = [rewriteNumber('seq', seq, context), rewriteNumber('ack', ack, context)];
  const title = {
    en: `Change to ${first.text}, ${second.text}`,
    'zh-cn': `改为 ${first.text}, ${second.text}`,
  };
  return { ...first, title, also: { place: second.place, text: second.text } };
}

/** The edit that takes an option off the segment at fault. */
export function removeOption(name: string, { found }: FixContext): Fix {
  return {
    title: { en: `Take ${name} out`, 'zh-cn': `去掉 ${name}` },
    place: { statement: found.place.statement, part: `option.${name}` },
    text: '',
  };
}

/** The edit that takes a flag off the segment at fault. */
export function removeFlag(flag: Flag, { found }: FixContext): Fix {
  return {
    title: { en: `Take ${flag} out`, 'zh-cn': `去掉 ${flag}` },
    place: { statement: found.place.statement, part: `flag.${flag}` },
    text: '',
  };
}

/** The edit that takes the statement at fault out. */
export function takeOut({ found }: FixContext): Fix {
  return {
    title: { en: 'Take the line out', 'zh-cn': '去掉这一行' },
    place: { statement: found.place.statement, part: 'whole' },
    text: '',
  };
}
