/** The state diagram of RFC 9293 §3.3.2 (figure 5, with its notes 1 and 2), and its Mermaid text. */
import type { Bilingual } from '../rules/rule.js';
import type { State } from '../tcp/state.js';

/** A box of the diagram. As in the RFC's figure, CLOSED stands at the top and, as `END`, at the bottom again. */
export type StateNode = State | 'END';

export interface Transition {
  readonly from: StateNode;
  readonly to: StateNode;
  /** What brings it about, in the figure's words. */
  readonly event: Bilingual;
  /** What is done with it; none where the figure has an `x`. */
  readonly action?: Bilingual;
}

const words = (en: string, zh = en): Bilingual => ({ en, 'zh-cn': zh });

const CLOSE = words('CLOSE');
const DELETE = words('delete TCB', '删除 TCB');
const RCV_SYN = words('rcv SYN', '收到 SYN');
const RCV_FIN = words('rcv FIN', '收到 FIN');
const RCV_ACK_OF_FIN = words('rcv ACK of FIN', '收到 FIN 的 ACK');
const SND_SYN = words('snd SYN', '发送 SYN');
const SND_SYN_ACK = words('snd SYN,ACK', '发送 SYN,ACK');
const SND_ACK = words('snd ACK', '发送 ACK');
const SND_FIN = words('snd FIN', '发送 FIN');

/* prettier-ignore */
export const TRANSITIONS: readonly Transition[] = [
  { from: 'CLOSED', to: 'LISTEN', event: words('passive OPEN', '被动 OPEN'), action: words('create TCB', '创建 TCB') },
  { from: 'LISTEN', to: 'CLOSED', event: CLOSE, action: DELETE },
  { from: 'CLOSED', to: 'SYN_SENT', event: words('active OPEN', '主动 OPEN'), action: words('create TCB, snd SYN', '创建 TCB，发送 SYN') },
  { from: 'SYN_SENT', to: 'CLOSED', event: CLOSE, action: DELETE },
  { from: 'LISTEN', to: 'SYN_RCVD', event: RCV_SYN, action: SND_SYN_ACK },
  { from: 'LISTEN', to: 'SYN_SENT', event: words('SEND'), action: SND_SYN },
  { from: 'SYN_RCVD', to: 'LISTEN', event: words('rcv RST', '收到 RST') },
  { from: 'SYN_SENT', to: 'SYN_RCVD', event: RCV_SYN, action: SND_SYN_ACK },
  { from: 'SYN_RCVD', to: 'ESTABLISHED', event: words('rcv ACK of SYN', '收到 SYN 的 ACK') },
  { from: 'SYN_SENT', to: 'ESTABLISHED', event: words('rcv SYN,ACK', '收到 SYN,ACK'), action: SND_ACK },
  { from: 'SYN_RCVD', to: 'FIN_WAIT_1', event: CLOSE, action: SND_FIN },
  { from: 'ESTABLISHED', to: 'FIN_WAIT_1', event: CLOSE, action: SND_FIN },
  { from: 'ESTABLISHED', to: 'CLOSE_WAIT', event: RCV_FIN, action: SND_ACK },
  { from: 'FIN_WAIT_1', to: 'FIN_WAIT_2', event: RCV_ACK_OF_FIN },
  { from: 'FIN_WAIT_1', to: 'CLOSING', event: RCV_FIN, action: SND_ACK },
  { from: 'FIN_WAIT_1', to: 'TIME_WAIT', event: words('rcv FIN, ACK of FIN', '收到 FIN 及 FIN 的 ACK'), action: SND_ACK },
  { from: 'FIN_WAIT_2', to: 'TIME_WAIT', event: RCV_FIN, action: SND_ACK },
  { from: 'CLOSING', to: 'TIME_WAIT', event: RCV_ACK_OF_FIN },
  { from: 'CLOSE_WAIT', to: 'LAST_ACK', event: CLOSE, action: SND_FIN },
  { from: 'LAST_ACK', to: 'END', event: RCV_ACK_OF_FIN },
  { from: 'TIME_WAIT', to: 'END', event: words('Timeout=2MSL'), action: DELETE },
];

/** A transition as one line: what brings it about, and behind a stroke what is done with it. */
export function transitionText({ event, action }: Transition, language: keyof Bilingual): string {
  return action ? `${event[language]} / ${action[language]}` : event[language];
}

/** The diagram as Mermaid text. Its transitions come in the order of {@link TRANSITIONS}. */
export function stateDiagramText(): string {
  const arrows = TRANSITIONS.map(({ from, to }) => `  ${from} --> ${to}`);
  return ['stateDiagram-v2', ...arrows, ''].join('\n');
}
