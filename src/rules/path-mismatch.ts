import { rule } from './rule.js';
import { stateName } from '../tcp/state.js';

const ARROW = ' -> ';

export const pathMismatch = rule({
  code: 'path-mismatch',
  section: '3.3.2',
  title: { en: 'The end takes another path', 'zh-cn': '所写状态路径与实际不符' },
  explanation: {
    en: `\`S: CLOSED -> LISTEN -> …\` asserts every state that S goes through in the scenario, from the first to the last,
in order and without leaving one out. Segno compares it with the path that the lines of the scenario make it take.`,
    'zh-cn': `\`S: CLOSED -> LISTEN -> …\` 断言 S 在整个场景中从头到尾依次经过的全部状态，一个也不能少。Segno 把它与场景各行实际形成的路径进行比较。`,
  },
  examples: {
    bad: [
      'begin\nC: CLOSED -> SYN_SENT -> SYN_RCVD -> ESTABLISHED\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend',
    ],
    good: [
      'begin\nC: CLOSED -> SYN_SENT -> ESTABLISHED\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend',
    ],
  },
  message({ end, actual }, wording) {
    const path = actual.map((state) => wording.state(state)).join(ARROW);
    return wording.say({
      en: `${end} should go \`${path}\`: those are the states that this scenario takes it through.`,
      'zh-cn': `${end} 的路径应为 \`${path}\`：这是它在本场景中经过的状态。`,
    });
  },
  short: (_fault, { say }) => say({ en: 'takes another path', 'zh-cn': '实际路径不同' }),
  fixes({ end, actual }, { found }) {
    const path = actual.map((state) => stateName(state)).join(ARROW);
    return [
      {
        title: { en: `Change to ${path}`, 'zh-cn': `改为 ${path}` },
        place: { statement: found.place.statement, part: 'whole' },
        text: `${end}: ${path}`,
      },
    ];
  },
});
