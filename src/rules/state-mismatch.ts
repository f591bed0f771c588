import { rule } from './rule.js';
import { stateName, type State } from '../tcp/state.js';

/** The states in which a program may close a connection (§3.10.4). */
const CLOSABLE: ReadonlySet<State> = new Set(['LISTEN', 'SYN_SENT', 'SYN_RCVD', 'ESTABLISHED', 'CLOSE_WAIT']);

export const stateMismatch = rule({
  code: 'state-mismatch',
  section: '3.3.2',
  title: { en: 'The end is in another state', 'zh-cn': '所写状态与实际不符' },
  explanation: {
    en: `A state in brackets after a segment, or on a line of its own, is an assertion: at this point the end is in that
state. Segno follows both ends through the state machine of RFC 9293 and compares. States are those after the segment
has arrived, or, if it is lost or still under way, after it has left.`,
    'zh-cn': `写在报文段后面方括号里的状态，或单独成行的状态，都是断言：此刻这一端处于该状态。Segno 按 RFC 9293 的状态机跟踪两端并加以比较。状态指报文段到达之后的状态；如果报文段丢失或仍在途中，则指它发出之后的状态。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN -> S [SYN_SENT, ESTABLISHED]\nC <- SYN+ACK <- S\nC -> ACK -> S\nend',
      'begin\nC -> FIN -> S\nC: FIN_WAIT_2\nC <- ACK <- S\nend',
      'begin\nC -> SYN -> S [SYN_RCVD, SYN_SENT]\nC <- SYN+ACK <- S\nC -> ACK -> S\nend',
    ],
    good: [
      'begin\nC -> SYN -> S [SYN_SENT, SYN_RCVD]\nC <- SYN+ACK <- S [ESTABLISHED, SYN_RCVD]\nC -> ACK -> S\nend',
    ],
  },
  message: ({ end, written, actual, swapped }, wording) =>
    swapped
      ? wording.say({
          en: `The two states are the wrong way round: ${end} is in ${wording.state(actual)} here, and ${swapped.end} in ${wording.state(written)}.`,
          'zh-cn': `两个状态写反了：此处 ${end} 处于 ${wording.state(actual)}，${swapped.end} 处于 ${wording.state(written)}。`,
        })
      : wording.say({
          en: `${end} should be ${wording.state(actual)} here, not ${wording.state(written)}: that is where the lines so far have brought it.`,
          'zh-cn': `${end} 此处应为 ${wording.state(actual)}，而不是 ${wording.state(written)}：按照到此为止的各行，它处于这个状态。`,
        }),
  short: ({ end, actual }, wording) =>
    wording.say({
      en: `${end} is ${wording.state(actual)}`,
      'zh-cn': `${end} 处于 ${wording.state(actual)}`,
    }),
  fixes({ actual, written, swapped }, { found, statement }) {
    const name = stateName(actual);
    if (swapped) {
      const place = { statement: found.place.statement, part: swapped.part };
      return [
        {
          title: { en: 'Swap the states', 'zh-cn': '交换两个状态' },
          place: found.place,
          text: name,
          also: { place, text: stateName(written) },
        },
      ];
    }
    const right = {
      title: { en: `Change to ${name}`, 'zh-cn': `改为 ${name}` },
      place: found.place,
      text: name,
    };
    // netstat calls the state CLOSE, which is also what a program does.
    if (statement.kind !== 'state' || written !== 'CLOSED' || !CLOSABLE.has(actual)) return [right];
    const title = { en: 'Write the call `close`', 'zh-cn': '改写为调用 `close`' };
    return [right, { title, place: found.place, text: 'close' }];
  },
});
