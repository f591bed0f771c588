/** What the words of the notation mean that are not TCP's own, by their English spelling. */
import type { Bilingual, Language } from '../../rules/rule.js';

const KEYWORDS: Readonly<Record<string, Bilingual>> = {
  begin: {
    en: 'Begins a scenario: an exchange with its own ends, symbols and states. The title is the rest of the line.',
    'zh-cn': '开始一个场景：有自己的端、符号和状态的一次交互。行的其余部分是标题。',
  },
  end: { en: 'Ends the scenario.', 'zh-cn': '结束场景。' },
  mode: {
    en: 'How the exchange is taken: `notes` infers what is left out, `strict` takes every line as it is on the wire.',
    'zh-cn': '如何理解交互：`笔记` 会推断省略的内容，`严格` 则认为每一行就是线路上的样子。',
  },
  notes: {
    en: 'What is left out is inferred: numbers, calls, and the ACK that every segment carries.',
    'zh-cn': '推断省略的内容：编号、调用，以及每个报文段都带有的 ACK。',
  },
  strict: {
    en: 'What is written is what is on the wire: nothing is shorthand, and no data is left unshown.',
    'zh-cn': '写的就是线路上的内容：没有简写，也没有不写出来的数据。',
  },
  endpoint: {
    en: 'Declares an end: its name in the drawing, whose address it reuses, or that it is not a TCP.',
    'zh-cn': '声明一个端：它在图中的名字、复用谁的地址，或者它不是 TCP。',
  },
  reuses: {
    en: 'This end uses the address and port of another, which is gone: its segments reach the same connection.',
    'zh-cn': '这个端使用另一个（已消失的）端的地址和端口：它的报文段会到达同一个连接。',
  },
  unchecked: {
    en: 'This end is not a TCP but injects segments: what it sends is not judged.',
    'zh-cn': '这个端不是 TCP，而是注入报文段：它发送的内容不受检查。',
  },
  note: {
    en: 'A note in the drawing, beside an end or across two.',
    'zh-cn': '图中的注，写在一个端旁边或横跨两端。',
  },
  dup: {
    en: 'The network delivers a copy of a segment that has arrived already.',
    'zh-cn': '网络又送来一份已经到达过的报文段。',
  },
  stale: {
    en: 'A segment of an earlier connection between the two arrives.',
    'zh-cn': '两端之间以前某个连接的报文段到达。',
  },
  forged: {
    en: 'An attacker sends this in the name of an end, which knows nothing of it.',
    'zh-cn': '攻击者冒用某个端的名义发送，而那个端并不知情。',
  },
  delay: {
    en: 'How long a segment usually takes from one end to the other; the way back takes as long unless it has a delay of its own.',
    'zh-cn': '报文段从一端到另一端通常要多久；反方向没有单独写延迟时也是这么久。',
  },
  rto: {
    en: 'The retransmission timeout (RFC 6298): how long an end waits for an acknowledgment before it sends again.',
    'zh-cn': '重传超时（RFC 6298）：端等待确认多久之后重传。',
  },
  msl: {
    en: 'The maximum segment lifetime: TIME-WAIT lasts for twice as long (RFC 9293 §3.4.2).',
    'zh-cn': '报文段最长寿命：TIME-WAIT 持续其两倍（RFC 9293 §3.4.2）。',
  },
  delack: {
    en: 'How long an end may wait with an acknowledgment; at most half a second (RFC 9293 §3.8.6.3).',
    'zh-cn': '端最多把确认推迟多久；不超过半秒（RFC 9293 §3.8.6.3）。',
  },
  'expect-error': {
    en: 'The line below, or the line it stands on, is wrong on purpose: its problem is drawn, not reported. A code and a reason may follow.',
    'zh-cn': '下一行（或所在行）是故意写错的：问题会画在图里，不会报告。后面可以写代码和原因。',
  },
  ignore: {
    en: 'Hides a problem of the line below, or of the line it stands on. The code of the problem must follow.',
    'zh-cn': '隐藏下一行（或所在行）的某个问题。后面必须写问题的代码。',
  },
};

const MOMENT: Bilingual = {
  en: 'When it happens: `@12ms`, `@0.012` in seconds, `@13:19:52.379`, `@+200ms` after the line above left, `@0..40ms` for when a segment leaves and arrives.',
  'zh-cn':
    '发生的时间：`@12ms`、以秒计的 `@0.012`、`@13:19:52.379`、上一行离开之后的 `@+200ms`，以及表示报文段离开和到达的 `@0..40ms`。',
};

/** What a time before a line says, as Markdown. */
export function momentExplained(language: Language): string {
  return MOMENT[language];
}

/** A keyword as Markdown, with what it means; undefined for a word that is none. `shown` is how the note spells it. */
export function keywordExplained(word: string, language: Language, shown = word): string | undefined {
  const text = Object.hasOwn(KEYWORDS, word) ? KEYWORDS[word] : undefined;
  return text && `**${shown}** — ${text[language]}`;
}
