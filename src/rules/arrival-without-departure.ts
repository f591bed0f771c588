import { departureOf, insertBefore } from './lines.js';
import { rule, type Fix, type FixContext } from './rule.js';
import { joined, rewriteNumber, takeOut } from './text.js';

export const arrivalWithoutDeparture = rule({
  code: 'arrival-without-departure',
  section: '',
  title: { en: 'Arrives without having been sent', 'zh-cn': '报文段没有发出就到达' },
  explanation: {
    en: `\`... -> SYN -> S\` says that a segment which was still in the network arrives now. So a line above has to send it
there (\`C -> SYN -> ...\`), in the same direction, with the same flags and numbers, and it can arrive once only.

Say where it comes from if it is not an ordinary arrival: \`dup\` for a second copy of a segment that had arrived,
\`stale\` for one from an earlier connection, \`forged\` for one that an attacker made.`,
    'zh-cn': `\`... -> SYN -> S\` 表示一个仍在网络中的报文段此刻到达。因此上文必须有一行把它发出（\`C -> SYN -> ...\`），方向、标志和编号都要相同，而且只能到达一次。

如果不是普通的到达，请写明来历：\`dup\`（\`重复\`）表示已到达过的报文段的又一份副本，\`stale\`（\`陈旧\`）表示来自早先的连接，\`forged\`（\`伪造\`）表示由攻击者伪造。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\n... -> DATA(seq=x+1, len=9) -> S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC -> DATA(seq=x+1, len=9) -> ...\n... -> DATA(seq=x+1, len=9) -> S\nend',
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\ndup ... -> SYN(seq=x) -> S\nend',
    ],
  },
  message({ flags, copy }, { say, figure }) {
    if (copy)
      return figure
        ? say({
            en: 'No such segment has arrived yet, so no copy of it can arrive.',
            'zh-cn': '这样的报文段从未到达，也就没有副本。',
          })
        : say({
            en: 'No such segment has arrived yet, so no copy of it can arrive: `dup` is for what had arrived already, `stale` for what an earlier connection sent.',
            'zh-cn':
              '这样的报文段从未到达，也就没有副本：`dup`（重复）用于已经到达过的报文段，`stale`（陈旧）用于早先连接的报文段。',
          });
    if (figure)
      return say({
        en: 'No such segment is under way: no line above sends it.',
        'zh-cn': '网络中没有这样的报文段：上文没有一行把它发出。',
      });
    return flags.length > 0
      ? say({
          en: `No such \`${joined(flags)}\` is in the network: a line above should send it to \`...\`, or this one should say \`dup\`, \`stale\` or \`forged\`.`,
          'zh-cn': `网络中没有这样的 \`${joined(flags)}\`：应在上文把它发往 \`...\`，或在此行注明 \`dup\`（重复）、\`stale\`（陈旧）或 \`forged\`（伪造）。`,
        })
      : say({
          en: 'No such segment is in the network: a line above should send it to `...`, or this one should say `dup`, `stale` or `forged`.',
          'zh-cn':
            '网络中没有这样的报文段：应在上文把它发往 `...`，或在此行注明 `dup`（重复）、`stale`（陈旧）或 `forged`（伪造）。',
        });
  },
  short: ({ copy }, { say }) =>
    copy
      ? say({ en: 'never arrived before', 'zh-cn': '此前从未到达' })
      : say({ en: 'was never sent', 'zh-cn': '从未发出' }),
  fixes({ copy }, context) {
    if (copy) return [...asItLeft(context), takeOut(context)];
    const line = departureOf(context);
    return [...asItLeft(context), ...(line === undefined ? [] : [insertBefore([line], context)])];
  },
});

/** The number of the segment that is in the network, where the arrival differs from it in no other way. */
function asItLeft(context: FixContext): readonly Fix[] {
  const { trace, statement, found } = context;
  const here = trace.steps.find((step) => step.statement === found.place.statement);
  if (statement.kind !== 'segment' || here?.kind !== 'segment') return [];
  const left = trace.steps.find(
    (step) =>
      step.kind === 'segment' &&
      step.statement < here.statement &&
      step.fate === 'sent' &&
      step.arrival === undefined &&
      step.to === here.to &&
      step.len === here.len &&
      joined(step.flags) === joined(here.flags),
  );
  if (left?.kind !== 'segment') return [];
  const seq = statement.seq && left.seq !== null && left.seq !== here.seq ? left.seq : undefined;
  const ack = statement.ack && left.ack !== null && left.ack !== here.ack ? left.ack : undefined;
  if (seq !== undefined && ack !== undefined) return [];
  if (seq !== undefined) return [rewriteNumber('seq', seq, context)];
  return ack === undefined ? [] : [rewriteNumber('ack', ack, context)];
}
