import { connections, endsReliably, inFlight, lastChanges } from './ends.js';
import { rule, type Finding } from './rule.js';
import { isSynchronized, type State } from '../tcp/state.js';

/** Whether an end in this state believes in a connection that an end without one knows nothing of. */
const believes = (state: State) => isSynchronized(state) && state !== 'TIME_WAIT';

export const halfOpenAtEnd = rule({
  code: 'half-open-at-end',
  section: '3.5.1',
  title: { en: 'The connection is left half-open', 'zh-cn': '场景结束时连接处于半开状态' },
  explanation: {
    en: `A connection is half-open when one end no longer has it and the other does not know. It stays that way until the
other end sends something and is answered with a reset. Notes may well stop there; this only says what is left.`,
    'zh-cn': `一端已经没有这个连接，而另一端并不知道，这就是半开连接。它会一直保持下去，直到另一端发送报文段并得到 RST 回应。笔记完全可以停在这里；此处只是说明还留下了什么。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nS: crash\nend'],
    good: [
      'begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nS: crash\nC -> DATA(5) -> S\nC <- RST <- S\nend',
    ],
  },
  message: ({ end, state, peer, peerState }, wording) =>
    wording.say({
      en: `The scenario ends half-open: ${end} is still in ${wording.state(state)}, while ${peer} is in ${wording.state(peerState)}.`,
      'zh-cn': `场景结束时连接处于半开状态：${end} 仍处于 ${wording.state(state)}，而 ${peer} 处于 ${wording.state(peerState)}。`,
    }),
  short: (_fault, { say }) => say({ en: 'half-open from here', 'zh-cn': '此后处于半开状态' }),
  check(trace) {
    if (!endsReliably(trace) || trace.steps.some(inFlight)) return [];
    let changes: ReturnType<typeof lastChanges> | undefined;
    return connections(trace).flatMap((pair): Finding<'half-open-at-end'>[] => {
      const [end, peer] = pair.toSorted((a, b) => rank(trace.final[b]) - rank(trace.final[a]));
      const state = end === undefined ? undefined : trace.final[end];
      const peerState = peer === undefined ? undefined : trace.final[peer];
      if (end === undefined || peer === undefined || state === undefined || peerState === undefined)
        return [];
      if (!believes(state) || (peerState !== 'CLOSED' && peerState !== 'LISTEN')) return [];
      // It is half-open from the step on that took the peer's connection away.
      const last = (changes ??= lastChanges(trace)).get(peer);
      if (!last) return [];
      return [
        {
          fault: { code: 'half-open-at-end', end, state, peer, peerState },
          place: { statement: last.statement, part: 'whole' },
          related: [],
        },
      ];
    });
  },
});

function rank(state: State | undefined): number {
  return state !== undefined && believes(state) ? 1 : 0;
}
