import { rule, type Wording } from './rule.js';
import { COUNTER_NAMES, rewrite } from './text.js';
import type { FaultData } from '../exchange/fault.js';
import { stateName } from '../tcp/state.js';

type Data = FaultData['impossible-counter'];

function why({ bound }: Data, { say, speak, state }: Wording): string {
  switch (bound.by) {
    case 'no-connection':
      return say({
        en: `in ${state(bound.state)} there is no connection`,
        'zh-cn': `处于 ${state(bound.state)} 时没有连接`,
      });
    case 'nothing-received':
      return say({
        en: `in ${state(bound.state)} nothing has come from the other end that could set it`,
        'zh-cn': `处于 ${state(bound.state)} 时，还没有收到对端的任何内容`,
      });
    case 'unsent':
      return say({
        en: `nothing from \`${speak(bound.limit)}\` on has been sent`,
        'zh-cn': `从 \`${speak(bound.limit)}\` 起的内容还没有发送`,
      });
    case 'own-syn':
      return say({
        en: `its SYN has been sent and acknowledged, which makes it \`${speak(bound.limit)}\` at least`,
        'zh-cn': `它的 SYN 已经发送并得到确认，所以至少是 \`${speak(bound.limit)}\``,
      });
    case 'peer-syn':
      return say({
        en: `what it has received takes its numbers, too, which makes it \`${speak(bound.limit)}\` at least`,
        'zh-cn': `已经收到的 SYN 或 FIN 也占用序号，所以至少是 \`${speak(bound.limit)}\``,
      });
    case 'acknowledged':
      return say({
        en: `in ${state(bound.state)} all that was sent is acknowledged, which makes it \`${speak(bound.limit)}\``,
        'zh-cn': `处于 ${state(bound.state)} 时，发送过的内容都已得到确认，所以应为 \`${speak(bound.limit)}\``,
      });
    case 'unacknowledged':
      return say({
        en: `in ${state(bound.state)} nothing that was sent is acknowledged, which makes it \`${speak(bound.limit)}\``,
        'zh-cn': `处于 ${state(bound.state)} 时，发送过的内容都还没有得到确认，所以应为 \`${speak(bound.limit)}\``,
      });
    case 'unreceived':
      return say({
        en: `${bound.peer} has received nothing from \`${speak(bound.limit)}\` on, and cannot have acknowledged it`,
        'zh-cn': `${bound.peer} 尚未收到从 \`${speak(bound.limit)}\` 起的内容，不可能已经确认`,
      });
    case 'peer-acknowledged':
      return say({
        en: `${bound.peer} has an acknowledgment of everything before \`${speak(bound.limit)}\``,
        'zh-cn': `${bound.peer} 在 \`${speak(bound.limit)}\` 之前的内容都已得到确认`,
      });
    case 'peer-unsent':
      return say({
        en: `${bound.peer} has sent nothing from \`${speak(bound.limit)}\` on`,
        'zh-cn': `${bound.peer} 还没有发送从 \`${speak(bound.limit)}\` 起的内容`,
      });
    case 'peer-received':
      return say({
        en: `${bound.peer} has received everything before \`${speak(bound.limit)}\``,
        'zh-cn': `${bound.peer} 已经收到 \`${speak(bound.limit)}\` 之前的全部内容`,
      });
    case 'peer-initial':
      return say({
        en: `the same number is \`${speak(bound.limit)}\` at ${bound.peer}`,
        'zh-cn': `同一个序号在 ${bound.peer} 处是 \`${speak(bound.limit)}\``,
      });
  }
}

export const impossibleCounter = rule({
  code: 'impossible-counter',
  section: '3.3.1',
  title: { en: 'A variable that cannot have this value', 'zh-cn': '变量不可能是这个值' },
  explanation: {
    en: `The variables that a state line gives must fit together: SND.UNA =< SND.NXT, since only what was sent can be
acknowledged, and SND.UNA =< RCV.NXT of the other end =< SND.NXT. A SYN or FIN that has been sent or received takes a
number, too; in FIN-WAIT-2 and TIME-WAIT everything is acknowledged. An end in CLOSED or LISTEN has no connection, and so none of the variables of one; in SYN-SENT nothing has
come from the other end yet, so there is no RCV.NXT.`,
    'zh-cn': `状态行给出的变量必须彼此相容：SND.UNA =< SND.NXT，因为只有发送过的内容才能被确认；SND.UNA =< 对端的 RCV.NXT =< SND.NXT。发送或收到的 SYN 和 FIN 也各占一个序号；处于 FIN-WAIT-2 和 TIME-WAIT 时，发送过的内容都已得到确认。处于 CLOSED 或 LISTEN 的一端没有连接，也就没有连接的这些变量；处于 SYN-SENT 时，还没有从对端收到任何内容，因此没有 RCV.NXT。`,
  },
  examples: {
    bad: [
      'begin\nS: ESTABLISHED(snd=301, una=400)\nS -> DATA(seq=301, len=10) -> C\nend',
      'begin\nC: ESTABLISHED(snd=100)\nS: ESTABLISHED(rcv=200)\nC -> DATA(seq=100, len=1) -> S\nend',
      'begin\nS: LISTEN(snd=5)\nC -> SYN -> S\nend',
    ],
    good: ['begin\nS: ESTABLISHED(snd=301, una=201)\nC -> ACK(ack=251) -> S\nC -> ACK(ack=301) -> S\nend'],
  },
  message(fault, wording) {
    const { end, counter } = fault;
    const name = COUNTER_NAMES[counter];
    const reason = why(fault, wording);
    return 'limit' in fault.bound
      ? wording.say({
          en: `${name} of ${end} cannot be \`${wording.speak(fault.written)}\`: ${reason}.`,
          'zh-cn': `${end} 的 ${name} 不可能是 \`${wording.speak(fault.written)}\`：${reason}。`,
        })
      : wording.say({
          en: `${end} has no ${name} here: ${reason}.`,
          'zh-cn': `${end} 此处没有 ${name}：${reason}。`,
        });
  },
  short: ({ counter }, { say }) => say({ en: `impossible ${counter}`, 'zh-cn': `${counter} 不可能是这个值` }),
  fixes({ counter, bound }, context) {
    if ('limit' in bound)
      return [rewrite(`counter.${counter}`, `${counter}=${context.trace.speak(bound.limit)}`, context)];
    const { statement } = context;
    if (statement.kind !== 'state') return [];
    const { name, peer } = statement.end;
    const end = peer === undefined ? name : `${name}(${peer})`;
    return [rewrite('whole', `${end}: ${stateName(statement.state)}`, context)];
  },
});
