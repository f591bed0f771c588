/** Why mutants that the oracle calls invalid are right, or are told further down: each was traced by hand. */

/** Languages as on the page: English, Chinese. */
type Words = readonly [en: string, zh: string];

const DEAD: Words = [
  'A program may call what it likes on a connection that is gone: the call returns an error, which is a hint.',
  '程序可以对已不存在的连接调用任何操作：调用返回错误，这只是提示。',
];

const WHY: Readonly<Record<string, Words>> = {
  'valid.segno: forged rst: SYN for RST': [
    'A forged segment tells nothing of how the ends begin: their own first segment is data, so they are open.',
    '伪造的报文段不说明两端如何开始：它们自己的第一个报文段是数据，所以连接已经建立。',
  ],
  'valid.segno: linger abort with unread data, numbered: order': DEAD,
  'valid.segno: abort, numbered: order': DEAD,
  'valid.segno: a called-for abort stays within the shrunken window, numbered: order': DEAD,
  'valid.segno: window update and zero window, numbered: FIN added': [
    'The window ends before the FIN, so its receiver need not take it; the data behind it is told.',
    '窗口在 FIN 之前结束，接收方不必接受它；其后的数据会被指出。',
  ],
  'valid.segno: FIN-WAIT-1 alone, the FINs crossing, numbered: ack + 1': [
    'In FIN-WAIT-1 the FIN may be yet to leave: what is unacknowledged is one octet of data then.',
    '处于 FIN-WAIT-1 时 FIN 可能尚未发出：这时未确认的是一个字节的数据。',
  ],
  'valid.segno: a called-for abort stays within the shrunken window, numbered: RST added': [
    'The reset ends the connection of its receiver; what that sends after it is told.',
    '复位结束了接收方的连接；接收方此后发送的内容会被指出。',
  ],
  'reply-missing 1: seq - 1': [
    'How much of what was sent before is unacknowledged is not said: the data begins in it and runs on.',
    '此前发送的内容有多少未确认并未说明：这段数据从其中开始并延续到新的部分。',
  ],
  'figures.segno: Figure 10, B sends to an A that has crashed, numbered: doubled': [
    'The network may have doubled the segment that is answered: each copy gets a reset.',
    '网络可能复制了被回应的报文段：每个副本都会得到一个复位。',
  ],
  'figures.segno: Figure 13, both close at once, numbered: seq - 1': [
    'What arrives may be a keep-alive, which has the number before the next one.',
    '到达的可能是保活探测，它的序列号是下一个序列号的前一个。',
  ],
  'close.segno: Reset instead of close, numbered: doubled': DEAD,
  'fin-after-fin 1: seq + 1': [
    'Either of two FINs with different numbers may be the slip: what acknowledges one of them is told.',
    '两个序列号不同的 FIN 中任何一个都可能写错：确认其中之一的报文段会被指出。',
  ],
};

/** Why nothing need be said of a mutant where the oracle would; undefined where nobody has found out. */
export function whyLegal(name: string): Words | undefined {
  return WHY[name];
}
