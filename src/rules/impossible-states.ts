import { rule } from './rule.js';
import { rewrite } from './text.js';
import { stateName } from '../tcp/state.js';

export const impossibleStates = rule({
  code: 'impossible-states',
  section: '3.6',
  title: { en: 'Two states that do not go together', 'zh-cn': '两端的状态不可能同时出现' },
  explanation: {
    en: `What one end has received the other has sent. An end in CLOSE-WAIT, CLOSING, LAST-ACK or TIME-WAIT has received a
FIN, so the other end has closed and is not in ESTABLISHED or CLOSE-WAIT. An end in FIN-WAIT-2 or TIME-WAIT has an
acknowledgment of its own FIN, so the other end has received that, and is in CLOSE-WAIT, CLOSING, LAST-ACK or TIME-WAIT,
or has no connection any more. An end in LAST-ACK has closed second, so the other end has closed first, and is in
FIN-WAIT-1, FIN-WAIT-2 or TIME-WAIT.`,
    'zh-cn': `一端收到的，必是另一端发送过的。处于 CLOSE-WAIT、CLOSING、LAST-ACK 或 TIME-WAIT 的一端已经收到 FIN，所以另一端已经关闭，不会处于 ESTABLISHED 或 CLOSE-WAIT。处于 FIN-WAIT-2 或 TIME-WAIT 的一端，其 FIN 已得到确认，所以另一端已经收到这个 FIN，处于 CLOSE-WAIT、CLOSING、LAST-ACK 或 TIME-WAIT，或者已经没有连接。处于 LAST-ACK 的一端是后关闭的，所以另一端先关闭，处于 FIN-WAIT-1、FIN-WAIT-2 或 TIME-WAIT。`,
  },
  examples: {
    bad: ['begin\nC: CLOSE_WAIT\nS: ESTABLISHED\nC -> DATA(1) -> S\nend'],
    good: ['begin\nC: CLOSE_WAIT\nS: FIN_WAIT_2\nC -> DATA(1) -> S\nend'],
  },
  message({ end, state: own, peer, peerState, why }, { say, state }) {
    switch (why) {
      case 'fin-unsent':
        return say({
          en: `${end} cannot be in ${state(own)} while ${peer} is in ${state(peerState)}: ${end} has received a FIN there, which ${peer} has not sent.`,
          'zh-cn': `${peer} 处于 ${state(peerState)} 时，${end} 不可能处于 ${state(own)}：${end} 处于该状态说明已收到 FIN，而 ${peer} 并没有发送。`,
        });
      case 'fin-not-received':
        return say({
          en: `${end} cannot be in ${state(own)} while ${peer} is in ${state(peerState)}: the FIN of ${end} is acknowledged there, and ${peer} has not received it.`,
          'zh-cn': `${peer} 处于 ${state(peerState)} 时，${end} 不可能处于 ${state(own)}：${end} 处于该状态说明其 FIN 已得到确认，而 ${peer} 并没有收到。`,
        });
      case 'closed-second':
        return say({
          en: `${end} cannot be in ${state(own)} while ${peer} is in ${state(peerState)}: ${end} has closed second there, so the FIN of ${peer} was first, and that of ${end} acknowledges it.`,
          'zh-cn': `${peer} 处于 ${state(peerState)} 时，${end} 不可能处于 ${state(own)}：${end} 处于该状态说明是 ${peer} 先关闭，其 FIN 已随 ${end} 的 FIN 得到确认。`,
        });
    }
  },
  short: (_, { say }) => say({ en: 'impossible beside the other', 'zh-cn': '与另一端的状态不符' }),
  fixes({ possible }, context) {
    return possible.map((state) => rewrite('state', stateName(state), context));
  },
});
