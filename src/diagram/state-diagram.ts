/** The state diagram of RFC 9293 §3.3.2 (figure 5, with its notes 1 and 2), and its Mermaid text. */
import type { Bilingual } from '../rules/rule.js';
import type { State } from '../tcp/state.js';

/** A box of the diagram. As in the RFC's figure, CLOSED stands at the top and, as `END`, at the bottom again. */
export type StateNode = State | 'END';

export interface Transition {
  readonly from: StateNode;
  readonly to: StateNode;
  /** What brings it about, and what is sent with it. */
  readonly event: Bilingual;
}

const event = (en: string, zh: string): Bilingual => ({ en, 'zh-cn': zh });

export const TRANSITIONS: readonly Transition[] = [
  { from: 'CLOSED', to: 'LISTEN', event: event('passive OPEN', '被动 OPEN') },
  { from: 'LISTEN', to: 'CLOSED', event: event('CLOSE', 'CLOSE') },
  { from: 'CLOSED', to: 'SYN_SENT', event: event('active OPEN, snd SYN', '主动 OPEN，发送 SYN') },
  { from: 'SYN_SENT', to: 'CLOSED', event: event('CLOSE', 'CLOSE') },
  { from: 'LISTEN', to: 'SYN_RCVD', event: event('rcv SYN, snd SYN+ACK', '收到 SYN，发送 SYN+ACK') },
  { from: 'LISTEN', to: 'SYN_SENT', event: event('SEND, snd SYN', 'SEND，发送 SYN') },
  { from: 'SYN_RCVD', to: 'LISTEN', event: event('rcv RST', '收到 RST') },
  { from: 'SYN_SENT', to: 'SYN_RCVD', event: event('rcv SYN, snd SYN+ACK', '收到 SYN，发送 SYN+ACK') },
  { from: 'SYN_RCVD', to: 'ESTABLISHED', event: event('rcv ACK of SYN', '收到对 SYN 的确认') },
  { from: 'SYN_SENT', to: 'ESTABLISHED', event: event('rcv SYN+ACK, snd ACK', '收到 SYN+ACK，发送 ACK') },
  { from: 'SYN_RCVD', to: 'FIN_WAIT_1', event: event('CLOSE, snd FIN', 'CLOSE，发送 FIN') },
  { from: 'ESTABLISHED', to: 'FIN_WAIT_1', event: event('CLOSE, snd FIN', 'CLOSE，发送 FIN') },
  { from: 'ESTABLISHED', to: 'CLOSE_WAIT', event: event('rcv FIN, snd ACK', '收到 FIN，发送 ACK') },
  { from: 'FIN_WAIT_1', to: 'FIN_WAIT_2', event: event('rcv ACK of FIN', '收到对 FIN 的确认') },
  { from: 'FIN_WAIT_1', to: 'CLOSING', event: event('rcv FIN, snd ACK', '收到 FIN，发送 ACK') },
  {
    from: 'FIN_WAIT_1',
    to: 'TIME_WAIT',
    event: event('rcv FIN and ACK of FIN, snd ACK', '收到 FIN 及对 FIN 的确认，发送 ACK'),
  },
  { from: 'FIN_WAIT_2', to: 'TIME_WAIT', event: event('rcv FIN, snd ACK', '收到 FIN，发送 ACK') },
  { from: 'CLOSING', to: 'TIME_WAIT', event: event('rcv ACK of FIN', '收到对 FIN 的确认') },
  { from: 'CLOSE_WAIT', to: 'LAST_ACK', event: event('CLOSE, snd FIN', 'CLOSE，发送 FIN') },
  { from: 'LAST_ACK', to: 'END', event: event('rcv ACK of FIN', '收到对 FIN 的确认') },
  { from: 'TIME_WAIT', to: 'END', event: event('2MSL', '2MSL') },
];

/** The diagram as Mermaid text. Its transitions come in the order of {@link TRANSITIONS}. */
export function stateDiagramText(): string {
  const arrows = TRANSITIONS.map(({ from, to }) => `  ${from} --> ${to}`);
  return ['stateDiagram-v2', ...arrows, ''].join('\n');
}
