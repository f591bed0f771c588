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
];
