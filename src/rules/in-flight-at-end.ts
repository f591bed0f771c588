import { inFlight } from './ends.js';
import { rule, type Finding } from './rule.js';

export const inFlightAtEnd = rule({
  code: 'in-flight-at-end',
  section: '',
  title: { en: 'Still in the network at the end', 'zh-cn': '场景结束时仍在网络中' },
  explanation: {
    en: `\`C -> SYN -> ...\` sends a segment that stays in the network until a line such as \`... -> SYN -> S\` lets it
arrive. Here no line does. That is fine if the story ends there; if the segment is lost, \`C -> SYN -x S\` says so.`,
    'zh-cn': `\`C -> SYN -> ...\` 发出的报文段一直留在网络中，直到像 \`... -> SYN -> S\` 这样的一行让它到达。这里没有这样的一行。如果故事到此为止，这没有问题；如果报文段丢失了，请写成 \`C -> SYN -x S\`。`,
  },
  examples: {
    bad: ['begin\nC: CLOSED\nS: CLOSED\nC -> SYN -> ...\nend'],
    good: ['begin\nC -> SYN -> ...\n... -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
  },
  message: (_fault, { say }) =>
    say({
      en: 'This segment is still in the network when the scenario ends.',
      'zh-cn': '场景结束时，这个报文段仍在网络中。',
    }),
  short: (_fault, { say }) => say({ en: 'never arrives', 'zh-cn': '没有到达' }),
  check: (trace) => {
    // The peer of an end that is alone is not shown, and so is nothing that reaches it.
    if (trace.endpoints.length < 2) return [];
    return trace.steps.filter(inFlight).flatMap((step): Finding<'in-flight-at-end'>[] =>
      step.from === null
        ? []
        : [
            {
              fault: { code: 'in-flight-at-end', end: step.from },
              place: { statement: step.statement, part: 'segment' },
              related: [],
            },
          ],
    );
  },
});
