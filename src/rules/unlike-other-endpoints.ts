import { rule, type Finding } from './rule.js';
import { namesIn } from '../exchange/names.js';
import type { Place } from '../exchange/script.js';
import { isSlip, MOST_NAMES } from '../exchange/slip.js';

export const unlikeOtherEndpoints = rule({
  code: 'unlike-other-endpoints',
  section: '',
  title: { en: 'An endpoint name that looks like a slip', 'zh-cn': '端点名称疑似笔误' },
  explanation: {
    en: `Endpoints need no declaration, so a slip in a name makes a new endpoint. This points out a name that only one statement uses and that differs from another name in one letter or in upper and lower case. If it is meant, declare it:
\`endpoint Sever\`. It is an error where the segment fits the other end (\`wrong-end\`), or where the name sends and receives nothing at all
(\`unknown-end\`).`,
    'zh-cn': `端点不需要声明，因此名称中的笔误会产生一个新端点。如果某个名称只在一条语句中出现，而且与另一个名称只差一个字母或大小写，这里就会指出来。如果确实是另一个端点，请声明它：\`endpoint Sever\`（\`端点 Sever\`）。报文段与另一端相符时（\`wrong-end\`），或这个名称既不发送也不接收任何报文段时（\`unknown-end\`），则是错误。`,
  },
  examples: {
    bad: [
      'begin\nClient -> SYN -> Server\nClient <- SYN+ACK <- Server\nClient -> ACK -> Server\nclient -> SYN -x Server\nend',
    ],
    good: ['begin\nHostA -> FIN+ACK -> HostB\nHostA <- ACK <- HostB\nend'],
  },
  message: ({ name, like }, { say }) =>
    say({
      en: `Only this line names \`${name}\`: it should perhaps be \`${like}\`.`,
      'zh-cn': `只有这一行出现 \`${name}\`：也许应为 \`${like}\`。`,
    }),
  short: ({ like }, { say }) => say({ en: `perhaps ${like}`, 'zh-cn': `也许是 ${like}` }),
  check(trace) {
    const { statements } = trace.script;
    const uses = new Map<string, Place[]>();
    for (const [index, statement] of statements.entries()) {
      for (const { name, part } of namesIn(statement)) {
        const place: Place = { statement: index, part };
        const places = uses.get(name);
        if (places) places.push(place);
        else uses.set(name, [place]);
      }
    }
    if (uses.size > MOST_NAMES) return [];
    const declared = new Set(
      statements.flatMap((statement) => (statement.kind === 'endpoint' ? [statement.name] : [])),
    );
    // Whose name was taken for another is none of the ends.
    const ends = new Set(trace.endpoints.map(({ name }) => name));
    const often = [...uses].filter(([, places]) => places.length > 1).map(([name]) => name);
    return [...uses].flatMap(([name, [place, ...more]]): Finding<'unlike-other-endpoints'>[] => {
      const like = often.find((other) => isSlip(name, other));
      if (place === undefined || more.length > 0 || declared.has(name) || like === undefined) return [];
      if (!ends.has(name)) return [];
      return [{ fault: { code: 'unlike-other-endpoints', name, like }, place, related: [] }];
    });
  },
});
