/** Why an end does with a segment what it does, in words. */
import type { ReasonKey } from '../tcp/arrive.js';
import type { Bilingual } from './rule.js';

/** A sentence for each reason that the protocol gives; `S` stands for the receiver's name, put in where it is shown. */
const REASONS: Readonly<Record<ReasonKey, Bilingual>> = {
  'no-connection': {
    en: 'S has no connection, so it answers with a reset.',
    'zh-cn': 'S 没有连接，因此以 RST 应答。',
  },
  'closed-ignores-reset': {
    en: 'S has no connection, and a reset is never answered.',
    'zh-cn': 'S 没有连接，而 RST 从不应答。',
  },
  'listen-ignores-reset': {
    en: 'S listens: a reset cannot concern it and is ignored.',
    'zh-cn': 'S 在监听：RST 与它无关，被忽略。',
  },
  'listen-bad-ack': {
    en: 'S listens and has sent nothing that could be acknowledged, so it answers with a reset.',
    'zh-cn': 'S 在监听，没有发过可被确认的内容，因此以 RST 应答。',
  },
  'listen-syn': {
    en: 'S listens and takes the SYN: it notes the sequence number and will answer with a SYN+ACK.',
    'zh-cn': 'S 在监听并接受 SYN：记下序号，应以 SYN+ACK 应答。',
  },
  'listen-drops': {
    en: 'S listens and takes nothing but a SYN; this is dropped.',
    'zh-cn': 'S 在监听，只接受 SYN；这个报文段被丢弃。',
  },
  'syn-sent-bad-ack': {
    en: 'It acknowledges something that S has not sent, so S answers with a reset.',
    'zh-cn': '它确认了 S 没有发送过的内容，因此 S 以 RST 应答。',
  },
  'syn-sent-reset': {
    en: 'The reset acknowledges the SYN of S: the connection is refused.',
    'zh-cn': 'RST 确认了 S 的 SYN：连接被拒绝。',
  },
  'syn-sent-ignores-reset': {
    en: 'The reset does not acknowledge the SYN of S and is ignored.',
    'zh-cn': 'RST 没有确认 S 的 SYN，被忽略。',
  },
  'syn-sent-syn-ack': {
    en: 'The SYN of S is acknowledged and the other SYN has come: the connection is established.',
    'zh-cn': 'S 的 SYN 被确认，对端的 SYN 也已到达：连接建立。',
  },
  'syn-sent-syn': {
    en: 'Both ends open at the same time: S takes the SYN and answers with SYN+ACK.',
    'zh-cn': '两端同时打开：S 接受 SYN，以 SYN+ACK 应答。',
  },
  'syn-sent-drops': {
    en: 'S waits for a SYN; a segment without SYN and RST is dropped.',
    'zh-cn': 'S 在等 SYN；既无 SYN 又无 RST 的报文段被丢弃。',
  },
  'not-acceptable': {
    en: 'None of it lies in the receive window of S: S drops it and answers with an ACK that says what it expects.',
    'zh-cn': '它完全不在 S 的接收窗口内：S 丢弃它，并以 ACK 告知期望的序号。',
  },
  reset: {
    en: 'Its number is exactly the next one expected: the connection is reset.',
    'zh-cn': '它的序号正是下一个期望的序号：连接被复位。',
  },
  'reset-outside-window': {
    en: 'The number of the reset lies outside the receive window; it is ignored.',
    'zh-cn': 'RST 的序号在接收窗口之外，被忽略。',
  },
  'reset-challenged': {
    en: 'The reset lies in the window but not exactly at the next number: S answers with a challenge ACK.',
    'zh-cn': 'RST 在窗口内，但不是下一个期望的序号：S 以质询 ACK 应答。',
  },
  'reset-to-listen': {
    en: 'The reset ends the half-open connection, and S goes back to listening.',
    'zh-cn': 'RST 结束了半开的连接，S 回到监听。',
  },
  'reset-ignored-in-time-wait': {
    en: 'S is in TIME-WAIT and may ignore a reset.',
    'zh-cn': 'S 处于 TIME-WAIT，可以忽略 RST。',
  },
  'syn-challenged': {
    en: 'A SYN on an open connection is answered with a challenge ACK and otherwise ignored.',
    'zh-cn': '已打开的连接上收到 SYN：以质询 ACK 应答，其余忽略。',
  },
  'syn-resets': {
    en: 'A SYN in the window resets the connection, as older stacks do.',
    'zh-cn': '窗口内的 SYN 使连接复位，较老的协议栈这样做。',
  },
  'syn-to-listen': {
    en: 'A new SYN makes the end that had listened go back to listening.',
    'zh-cn': '新的 SYN 使原先监听的一端回到监听。',
  },
  'syn-reopens': {
    en: 'S is in TIME-WAIT and lets the new SYN open the connection again.',
    'zh-cn': 'S 处于 TIME-WAIT，允许新的 SYN 重新打开连接。',
  },
  'reset-to-time-wait': {
    en: 'The SYN was an old one after all: S goes back to TIME-WAIT.',
    'zh-cn': '原来那个 SYN 是陈旧的：S 回到 TIME-WAIT。',
  },
  'no-timestamp': {
    en: 'It lacks the timestamp that both SYNs agreed on: S drops it silently (RFC 7323 §3.2).',
    'zh-cn': '它缺少双方 SYN 约定的时间戳：S 悄悄丢弃它（RFC 7323 §3.2）。',
  },
  'old-timestamp': {
    en: 'Its timestamp is older than one that S has taken already: S drops it and answers with an ACK.',
    'zh-cn': '它的时间戳比 S 已接收的更旧：S 丢弃它，并以 ACK 应答。',
  },
  'no-ack': {
    en: 'On an open connection every segment carries ACK; one without it is dropped.',
    'zh-cn': '连接打开后每个报文段都带 ACK；不带 ACK 的被丢弃。',
  },
  'syn-received-bad-ack': {
    en: 'It does not acknowledge the SYN of S, so S answers with a reset.',
    'zh-cn': '它没有确认 S 的 SYN，因此 S 以 RST 应答。',
  },
  'ack-of-unsent': {
    en: 'It acknowledges what S has not sent: S answers with an ACK and drops it.',
    'zh-cn': '它确认了 S 尚未发送的内容：S 以 ACK 应答并丢弃它。',
  },
  'ack-too-old': {
    en: 'It acknowledges something further back than any window: S answers with an ACK and drops it.',
    'zh-cn': '它确认的位置比任何窗口都靠后得多：S 以 ACK 应答并丢弃它。',
  },
  established: {
    en: 'The SYN of S is acknowledged: the connection is established.',
    'zh-cn': 'S 的 SYN 被确认：连接建立。',
  },
  acknowledged: {
    en: 'It acknowledges what S has sent.',
    'zh-cn': '它确认了 S 发送的内容。',
  },
  'duplicate-ack': {
    en: 'It acknowledges nothing new.',
    'zh-cn': '它没有确认新的内容。',
  },
  data: {
    en: 'The data is the next that S expects: it is taken and will be acknowledged.',
    'zh-cn': '数据正是 S 下一个期望的：被接收，并将被确认。',
  },
  'data-held': {
    en: 'Data before it is missing: S holds it until the hole is filled.',
    'zh-cn': '前面的数据还缺：S 先保存它，直到空缺补上。',
  },
  'data-dropped': {
    en: 'Data before it is missing, and S drops it.',
    'zh-cn': '前面的数据还缺，S 丢弃它。',
  },
  'data-ignored': {
    en: 'In this state no data is taken any more; it is ignored.',
    'zh-cn': '在这个状态不再接收数据，数据被忽略。',
  },
  'data-reset': {
    en: 'The program at S has closed and reads no more: a reset says that the data is lost.',
    'zh-cn': 'S 的程序已经关闭，不再读取：以 RST 表明数据丢失。',
  },
  fin: {
    en: 'The FIN is in order: S acknowledges it and will receive nothing more.',
    'zh-cn': 'FIN 按序到达：S 将确认它，此后不再收到数据。',
  },
  'fin-held': {
    en: 'Data before the FIN is missing: it changes nothing until the hole is filled.',
    'zh-cn': 'FIN 之前的数据还缺：在空缺补上之前，它不改变状态。',
  },
  'fin-acknowledged': {
    en: 'The FIN of S is acknowledged.',
    'zh-cn': 'S 的 FIN 被确认。',
  },
  'fin-again': {
    en: 'The FIN comes again: S acknowledges it once more and restarts the 2MSL timer.',
    'zh-cn': 'FIN 再次到达：S 再次确认，并重新启动 2MSL 计时器。',
  },
};

const REASON_WORDS: ReadonlyMap<string, Bilingual> = new Map(Object.entries(REASONS));

/** The sentence for a reason, about the end of that name; undefined for one that is not known here. */
export function reasonInWords(key: string, end: string, language: keyof Bilingual): string | undefined {
  const words = REASON_WORDS.get(key)?.[language];
  return words?.replaceAll(/(?<![A-Za-z0-9_])S(?![A-Za-z0-9_])/g, () => `\`${end}\``);
}
