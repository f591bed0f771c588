/** The classic scenarios, ready to be filled in. */
import type { Bilingual } from '../../rules/rule.js';

export interface Snippet {
  /** What is typed for it. */
  readonly name: string;
  readonly title: Bilingual;
  /** The lines between `begin` and `end`; `${2:C}` is a place to fill in. */
  readonly lines: readonly string[];
}

const HANDSHAKE = [
  '${2:C} -> SYN(seq=x) -> ${3:S}',
  '${2:C} <- SYN(seq=y)+ACK(ack=x+1) <- ${3:S}',
  '${2:C} -> ACK(ack=y+1) -> ${3:S}',
];

export const SNIPPETS: readonly Snippet[] = [
  {
    name: 'handshake',
    title: { en: 'Three-way handshake', 'zh-cn': '三次握手' },
    lines: HANDSHAKE,
  },
  {
    name: 'four-segment-close',
    title: { en: 'Closing in four segments', 'zh-cn': '四次挥手' },
    lines: [
      '${2:C} -> FIN(seq=u)+ACK(ack=v) -> ${3:S}',
      '${2:C} <- ACK(ack=u+1) <- ${3:S}',
      '${2:C} <- FIN(seq=v)+ACK(ack=u+1) <- ${3:S}',
      '${2:C} -> ACK(ack=v+1) -> ${3:S}',
    ],
  },
  {
    name: 'simultaneous-open',
    title: { en: 'Simultaneous open', 'zh-cn': '同时打开' },
    lines: [
      '${2:C}: CLOSED',
      '${3:S}: CLOSED',
      '${2:C} -> SYN(seq=x) -> ...',
      '${2:C} <- SYN(seq=y) <- ${3:S}',
      '... -> SYN(seq=x) -> ${3:S}',
      '${2:C} -> SYN(seq=x)+ACK(ack=y+1) -> ...',
      '${2:C} <- SYN(seq=y)+ACK(ack=x+1) <- ${3:S}',
      '... -> SYN(seq=x)+ACK(ack=y+1) -> ${3:S}',
    ],
  },
  {
    name: 'simultaneous-close',
    title: { en: 'Simultaneous close', 'zh-cn': '同时关闭' },
    lines: [
      '${2:C} -> FIN(seq=u)+ACK(ack=v) -> ...',
      '${2:C} <- FIN(seq=v)+ACK(ack=u) <- ${3:S}',
      '... -> FIN(seq=u)+ACK(ack=v) -> ${3:S}',
      '${2:C} -> ACK(ack=v+1) -> ${3:S}',
      '${2:C} <- ACK(ack=u+1) <- ${3:S}',
    ],
  },
  {
    name: 'reset',
    title: { en: 'Connection refused by a reset', 'zh-cn': '连接被 RST 拒绝' },
    lines: [
      '${3:S}: CLOSED',
      '${2:C} -> SYN(seq=x) -> ${3:S}',
      '${2:C} <- RST(seq=0)+ACK(ack=x+1) <- ${3:S}',
    ],
  },
  {
    name: 'retransmission',
    title: { en: 'Lost data is sent again', 'zh-cn': '数据丢失后重传' },
    lines: [
      ...HANDSHAKE,
      '${2:C} -> DATA(seq=x+1, len=100)+ACK(ack=y+1) -x ${3:S}',
      '${2:C}: timeout',
      '${2:C} -> DATA(seq=x+1, len=100)+ACK(ack=y+1) -> ${3:S}',
      '${2:C} <- ACK(ack=x+101) <- ${3:S}',
    ],
  },
  {
    name: 'old-duplicate-syn',
    title: { en: 'An old SYN comes first', 'zh-cn': '旧的 SYN 先到' },
    lines: [
      '${2:C} -> SYN(seq=x) -> ...',
      'stale ... -> SYN(seq=z) -> ${3:S}',
      '${2:C} <- SYN(seq=y)+ACK(ack=z+1) <- ${3:S}',
      '${2:C} -> RST(seq=z+1) -> ${3:S}',
      '... -> SYN(seq=x) -> ${3:S}',
      '${2:C} <- SYN(seq=w)+ACK(ack=x+1) <- ${3:S}',
      '${2:C} -> ACK(ack=w+1) -> ${3:S}',
    ],
  },
  {
    name: 'half-open',
    title: { en: 'One end has crashed', 'zh-cn': '一端崩溃后的半开连接' },
    lines: [
      '${2:C}: ESTABLISHED(snd=x, rcv=y)',
      '${2:C}: crash',
      '${2:C} <- DATA(seq=y, len=100)+ACK(ack=x) <- ${3:S}',
      '${2:C} -> RST(seq=x) -> ${3:S}',
    ],
  },
  {
    name: 'keep-alive',
    title: { en: 'A keep-alive probe is answered', 'zh-cn': '保活探测得到应答' },
    lines: [
      '${2:C}: ESTABLISHED(snd=x, rcv=y)',
      '${2:C}: keepalive',
      '${2:C} -> ACK(seq=x-1, ack=y) -> ${3:S}',
      '${2:C} <- ACK(seq=y, ack=x) <- ${3:S}',
    ],
  },
];
