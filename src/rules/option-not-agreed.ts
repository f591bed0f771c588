import { rule, type Finding } from './rule.js';
import { removeOption } from './text.js';
import { happenings, offers } from './wire.js';

/** Options that an answer carries only if the SYN did, and those that later segments carry only if the peer's SYN did. */
const ON_SYN_ACK: readonly string[] = ['wscale', 'ts', 'tfo'];
const LATER: ReadonlyMap<string, string> = new Map([
  ['sack', 'sackok'],
  ['ts', 'ts'],
]);

export const optionNotAgreed = rule({
  code: 'option-not-agreed',
  section: '3.2.1',
  title: { en: 'An option that was not agreed on', 'zh-cn': '未经协商的选项' },
  explanation: {
    en: `Some options are agreed on when the connection opens. A SYN+ACK carries a window scale, timestamps or a Fast Open
cookie only if the SYN did (RFC 7323 §2.2 and §3.2, RFC 7413 §4). Later segments carry timestamps only if both SYNs
did, and SACK blocks only if the peer's SYN carried \`sackok\` (RFC 2018 §4).

In ordinary notes a SYN without any options says nothing about them, and nothing is concluded from it.`,
    'zh-cn': `有些选项在建立连接时协商。只有当 SYN 带有窗口扩大、时间戳或 Fast Open cookie 时，SYN+ACK 才能带上它们（RFC 7323 §2.2、§3.2，RFC 7413 §4）。此后的报文段只有在双方的 SYN 都带时间戳时才带时间戳，只有在对端的 SYN 带有 \`sackok\` 时才带 SACK 块（RFC 2018 §4）。

普通笔记里，没有写任何选项的 SYN 不说明什么，Segno 也不据此下结论。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(mss=1460) -> S\nC <- SYN+ACK(mss=1460, wscale=7) <- S\nC -> ACK -> S\nend',
      'begin\nmode strict\nC -> SYN(seq=x, ts=1/0) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK(seq=x+1, ack=y+1, ts=2/0) -> S\nend',
    ],
    good: [
      'begin\nC -> SYN(mss=1460, wscale=2) -> S\nC <- SYN+ACK(mss=1460, wscale=7) <- S\nC -> ACK -> S\nend',
    ],
  },
  message: ({ end, option, on }, { say }) =>
    on === 'syn-ack'
      ? say({
          en: `The SYN+ACK of ${end} should carry no \`${option}\`: the SYN that it answers does not offer it.`,
          'zh-cn': `${end} 的 SYN+ACK 不应带 \`${option}\`：它所应答的 SYN 没有提出该选项。`,
        })
      : say({
          en: `This segment of ${end} should carry no \`${option}\`: the SYN of its peer did not offer it.`,
          'zh-cn': `${end} 的这个报文段不应带 \`${option}\`：对端的 SYN 没有提出该选项。`,
        }),
  short: ({ option }, { say }) => say({ en: `${option} was not agreed on`, 'zh-cn': `${option} 未经协商` }),
  fixes: ({ option }, context) => [removeOption(option, context)],
  check(trace) {
    const found: Finding<'option-not-agreed'>[] = [];
    const told = new Set<string>();
    for (const { kind, step, written, life, said, heard } of happenings(trace)) {
      if (kind !== 'sent' || step.flags.includes('RST')) continue;
      const syn = step.flags.includes('SYN');
      if (syn && step.ack === null) continue;
      for (const { name } of written.options) {
        const offer = syn ? (ON_SYN_ACK.includes(name) ? name : undefined) : LATER.get(name);
        if (offer === undefined || offers(heard, offer, trace) !== false) continue;
        // Where both ends open, the SYN+ACK repeats the end's own SYN (§3.10.7.3), which an excerpt may not show.
        const own = said.filter(({ flags }) => !flags.has('ACK'));
        const isUnseen = own.length === 0 && step.before[life.end]?.opened === 'active';
        if (syn && (isUnseen || own.some(({ options }) => options.some((one) => one.name === name))))
          continue;
        // Where a note writes some options only, the one that it never speaks of may be among those left out.
        const spoken = syn || trace.script.mode === 'strict' || offers(said, offer, trace) === true;
        const key = `${life.end} ${name}`;
        if (!spoken || told.has(key)) continue;
        told.add(key);
        found.push({
          fault: { code: 'option-not-agreed', end: life.end, option: name, on: syn ? 'syn-ack' : 'later' },
          place: { statement: step.statement, part: `option.${name}` },
          related: [],
        });
      }
    }
    return found;
  },
});
