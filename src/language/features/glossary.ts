/** What the words of a segment, a state and a call mean, with the section of RFC 9293 (or another RFC) that says so. */
import type { Call, Counter } from '../../exchange/script.js';
import type { Bilingual, Language } from '../../rules/rule.js';
import { hrefOf } from '../../rules/wording.js';
import type { Flag } from '../../tcp/segment.js';
import type { State } from '../../tcp/state.js';

interface Entry {
  readonly text: Bilingual;
  /** A section of RFC 9293, or `RFC 7323 §2` for one of another. */
  readonly section: string;
}

function entry(section: string, en: string, chinese: string): Entry {
  return { section, text: { en, 'zh-cn': chinese } };
}

export const STATE_WORDS: Readonly<Record<State, Entry>> = {
  CLOSED: entry(
    '3.3.2',
    'There is no connection. It is left by an active open (SYN is sent, SYN-SENT) or a passive one (LISTEN).',
    '没有连接。主动打开（发送 SYN，进入 SYN-SENT）或被动打开（进入 LISTEN）时离开。',
  ),
  LISTEN: entry(
    '3.3.2',
    'Waits for a SYN from any peer. It is left when a SYN arrives (SYN-RECEIVED), or by a send or a close.',
    '等待任意对端的 SYN。SYN 到达时离开（进入 SYN-RECEIVED），发送或关闭时也会离开。',
  ),
  SYN_SENT: entry(
    '3.3.2',
    'Has sent a SYN and waits for the other. It is left when SYN+ACK arrives (ESTABLISHED), or a SYN alone, in a simultaneous open (SYN-RECEIVED), or a reset (CLOSED).',
    '已发送 SYN，等待对端的 SYN。SYN+ACK 到达时进入 ESTABLISHED；同时打开时只收到 SYN，进入 SYN-RECEIVED；收到 RST 则进入 CLOSED。',
  ),
  SYN_RCVD: entry(
    '3.3.2',
    'Has received a SYN and sent its own, which is not yet acknowledged. It is left when that ACK arrives (ESTABLISHED), by a close (FIN-WAIT-1), or by a reset (back to LISTEN, or CLOSED).',
    '已收到 SYN 并发送了自己的 SYN，尚未得到确认。收到该确认时进入 ESTABLISHED；关闭时进入 FIN-WAIT-1；收到 RST 则回到 LISTEN 或进入 CLOSED。',
  ),
  ESTABLISHED: entry(
    '3.3.2',
    'The connection is open and data flows both ways. It is left by a close (FIN is sent, FIN-WAIT-1), by the FIN of the peer (CLOSE-WAIT), or by a reset (CLOSED).',
    '连接已打开，数据可双向传送。关闭（发送 FIN）时进入 FIN-WAIT-1；收到对端的 FIN 时进入 CLOSE-WAIT；收到 RST 则进入 CLOSED。',
  ),
  FIN_WAIT_1: entry(
    '3.3.2',
    'Has closed first; its FIN is not yet acknowledged. It is left when the ACK of the FIN arrives (FIN-WAIT-2), or the peer’s FIN (CLOSING), or both at once (TIME-WAIT).',
    '先关闭的一端，自己的 FIN 尚未得到确认。收到对 FIN 的确认时进入 FIN-WAIT-2；收到对端的 FIN 时进入 CLOSING；两者同时到达则进入 TIME-WAIT。',
  ),
  FIN_WAIT_2: entry(
    '3.3.2',
    'Its FIN is acknowledged; it still receives until the peer closes. It is left when the peer’s FIN arrives (TIME-WAIT).',
    '自己的 FIN 已得到确认，在对端关闭之前仍可接收。收到对端的 FIN 时进入 TIME-WAIT。',
  ),
  CLOSE_WAIT: entry(
    '3.3.2',
    'The peer has closed; the program here has not yet, and may still send. It is left by a close (FIN is sent, LAST-ACK).',
    '对端已关闭，而本端程序尚未关闭，仍可发送。关闭（发送 FIN）时进入 LAST-ACK。',
  ),
  CLOSING: entry(
    '3.3.2',
    'Both ends closed at the same time: the FINs have crossed, and the own one is not yet acknowledged. It is left when that ACK arrives (TIME-WAIT).',
    '两端同时关闭：双方的 FIN 交错，自己的 FIN 尚未得到确认。收到该确认时进入 TIME-WAIT。',
  ),
  LAST_ACK: entry(
    '3.3.2',
    'Both ends have closed; only the ACK of the own FIN is missing. It is left when that ACK arrives (CLOSED).',
    '两端都已关闭，只差对自己的 FIN 的确认。收到该确认时进入 CLOSED。',
  ),
  TIME_WAIT: entry(
    '3.3.2',
    'Everything is done; it waits twice the maximum segment lifetime, to acknowledge the peer’s FIN again if need be, and until old segments are gone. It is left when that timer ends (CLOSED).',
    '一切已完成；等待两倍的最长报文段寿命（2MSL），以便必要时再次确认对端的 FIN，并等旧报文段消失。计时器结束时进入 CLOSED。',
  ),
};

export const FLAG_WORDS: Readonly<Record<Flag | 'DATA', Entry>> = {
  SYN: entry(
    '3.1',
    'Synchronizes sequence numbers: opens the connection in this direction. It takes one number itself.',
    '同步序号：打开本方向的连接。它自身占用一个序号。',
  ),
  FIN: entry(
    '3.1',
    'The sender has no more data. It takes one number itself and is acknowledged like data.',
    '发送方不再有数据。它自身占用一个序号，并像数据一样得到确认。',
  ),
  RST: entry(
    '3.5.2',
    'Resets the connection: there is none here, or it is given up. It is never answered.',
    '复位连接：这里没有该连接，或放弃该连接。RST 从不应答。',
  ),
  PSH: entry(
    '3.9.1.2',
    'Asks the receiver to hand the data to its program without waiting for more.',
    '请接收方不再等待，立即把数据交给程序。',
  ),
  ACK: entry(
    '3.1',
    'The acknowledgment number counts. Every segment carries it once the first SYN has been sent.',
    '确认号有效。除最初的 SYN 外，每个报文段都带有它。',
  ),
  URG: entry(
    '3.8.5',
    'The urgent pointer counts. New programs should not use it.',
    '紧急指针有效。新的程序不应使用它。',
  ),
  ECE: entry(
    'RFC 3168 §6.1',
    'Tells the sender that the network is congested; on a SYN, offers ECN.',
    '告知发送方网络出现拥塞；在 SYN 上表示支持 ECN。',
  ),
  CWR: entry(
    'RFC 3168 §6.1',
    'The sender has reduced its congestion window, so ECE can stop.',
    '发送方已减小拥塞窗口，因此可以停止发送 ECE。',
  ),
  AE: entry(
    'RFC 9768 §3.1',
    'Accurate ECN: on a SYN, offers it together with ECE and CWR; later the three of them count marked packets.',
    '精确 ECN：在 SYN 上与 ECE、CWR 一起表示支持；此后三者合起来对被标记的分组计数。',
  ),
  DATA: entry(
    '3.4',
    'No flag on the wire: says that the segment carries data. Each octet takes one number.',
    '不是线路上的标志：表示报文段带有数据。每个字节占用一个序号。',
  ),
};

const FIELD_WORDS: ReadonlyMap<string, Entry> = new Map([
  [
    'seq',
    entry(
      '3.1',
      'SEG.SEQ, the number of the first octet; with SYN, the initial sequence number.',
      'SEG.SEQ，第一个字节的序号；带 SYN 时是初始序号。',
    ),
  ],
  [
    'ack',
    entry(
      '3.1',
      'SEG.ACK, the next number that the sender expects to receive: everything before it has arrived.',
      'SEG.ACK，发送方期望收到的下一个序号：在它之前的都已收到。',
    ),
  ],
  ['len', entry('3.4', 'Octets of data; SYN and FIN are not counted.', '数据的字节数，不计 SYN 和 FIN。')],
  [
    'win',
    entry(
      '3.8.6',
      'SEG.WND, how many octets beyond `ack` the sender will take, before any scaling.',
      'SEG.WND，发送方从 `ack` 起还愿意接收的字节数（未按窗口扩大因子换算）。',
    ),
  ],
  [
    'up',
    entry(
      '3.8.5',
      'SEG.UP, where urgent data ends, counted from `seq`.',
      'SEG.UP，从 `seq` 起算的紧急数据的末尾。',
    ),
  ],
  [
    'mss',
    entry(
      '3.7.1',
      'Maximum segment size: the most octets of data that the sender of this SYN takes in one segment.',
      '最大报文段长度：此 SYN 的发送方在一个报文段里能接收的最多数据字节数。',
    ),
  ],
  [
    'wscale',
    entry(
      'RFC 7323 §2',
      'Window scale: by how many bits windows are shifted, if both SYNs carry it.',
      '窗口扩大：若双方的 SYN 都带有它，窗口按此位数左移。',
    ),
  ],
  ['sackok', entry('RFC 2018 §2', 'Selective acknowledgments may be used.', '允许使用选择确认。')],
  [
    'sack',
    entry(
      'RFC 2018 §3',
      'Octets that have arrived beyond the acknowledgment number.',
      '在确认号之后已经到达的字节范围。',
    ),
  ],
  [
    'ts',
    entry(
      'RFC 7323 §3',
      'Timestamps: the sender’s clock, and the value that it echoes.',
      '时间戳：发送方的时钟，以及回显的值。',
    ),
  ],
  [
    'tfo',
    entry(
      'RFC 7413 §4',
      'TCP Fast Open: a cookie that lets data travel on the SYN.',
      'TCP 快速打开：凭 cookie 可在 SYN 上携带数据。',
    ),
  ],
]);

export const COUNTER_WORDS: Readonly<Record<Counter, Entry>> = {
  snd: entry('3.3.1', 'SND.NXT, the next number to send.', 'SND.NXT，下一个要发送的序号。'),
  una: entry('3.3.1', 'SND.UNA, the oldest number not acknowledged.', 'SND.UNA，最早的尚未确认的序号。'),
  wnd: entry('3.3.1', 'SND.WND, the window that the peer has announced.', 'SND.WND，对端通告的窗口。'),
  rcv: entry('3.3.1', 'RCV.NXT, the next number expected.', 'RCV.NXT，期望收到的下一个序号。'),
  rwnd: entry('3.3.1', 'RCV.WND, the window announced to the peer.', 'RCV.WND，向对端通告的窗口。'),
  iss: entry('3.3.1', 'ISS, the initial send sequence number.', 'ISS，初始发送序号。'),
  irs: entry('3.3.1', 'IRS, the initial receive sequence number.', 'IRS，初始接收序号。'),
};

export const CALL_WORDS: Readonly<Record<Call, Entry>> = {
  listen: entry('3.10.1', 'Passive OPEN: the program waits for connections.', '被动打开：程序等待连接。'),
  connect: entry('3.10.1', 'Active OPEN: a SYN will be sent.', '主动打开：将发送 SYN。'),
  send: entry('3.10.2', 'SEND: the program hands over data.', '发送：程序交出数据。'),
  receive: entry(
    '3.10.3',
    'RECEIVE: the program takes data that has arrived.',
    '接收：程序取走已到达的数据。',
  ),
  close: entry('3.10.4', 'CLOSE: no more data; a FIN will be sent.', '关闭：不再有数据，将发送 FIN。'),
  shutdown: entry(
    '3.10.4',
    'Closes for sending only: a FIN will be sent, and receiving goes on.',
    '只关闭发送方向：将发送 FIN，仍可接收。',
  ),
  abort: entry(
    '3.10.5',
    'ABORT: the connection is given up at once, with a reset where there is one.',
    '中止：立即放弃连接；若连接已存在，则发送 RST。',
  ),
  crash: entry(
    '3.5.1',
    'The host loses the connection and sends nothing; the peer does not know.',
    '主机丢失连接，什么也不发送；对端并不知道。',
  ),
  timeout: entry(
    '3.10.8',
    'The retransmission timer runs out: what is not acknowledged is sent again.',
    '重传计时器到时：重传尚未确认的内容。',
  ),
  keepalive: entry(
    '3.8.4',
    'The keep-alive timer runs out: a probe asks whether the peer is still there.',
    '保活计时器到时：发送探测，询问对端是否还在。',
  ),
  '2MSL': entry(
    '3.10.8',
    'The TIME-WAIT timer ends: the connection is gone.',
    'TIME-WAIT 计时器结束：连接消失。',
  ),
  'user-timeout': entry(
    '3.10.8',
    'The user timeout ends: data could not be delivered in time, and the connection is given up.',
    '用户超时：数据未能及时送达，放弃连接。',
  ),
};

/** What a field or an option means; undefined for one that is not known. */
export function fieldWords(name: string): Entry | undefined {
  return FIELD_WORDS.get(name);
}

/** An entry as Markdown, with a link to what says so. */
export function explained(name: string, { text, section }: Entry, language: Language): string {
  const other = /^RFC (\d+) §([\d.]+)$/.exec(section);
  const [label, href] = other
    ? [section, `https://www.rfc-editor.org/rfc/rfc${other[1] ?? ''}#section-${other[2] ?? ''}`]
    : [`RFC 9293 §${section}`, hrefOf(section) ?? ''];
  return `**${name}** — ${text[language]} [${label}](${href})`;
}
