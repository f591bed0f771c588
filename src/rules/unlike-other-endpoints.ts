import { rule, type Finding } from './rule.js';
import type { Place, Statement } from '../exchange/script.js';

/** The names of ends that a statement uses, each with where it stands. */
function namesIn(statement: Statement, index: number): { name: string; place: Place }[] {
  switch (statement.kind) {
    case 'segment':
      return [
        ...(statement.from === undefined
          ? []
          : [{ name: statement.from, place: { statement: index, part: 'from' } as const }]),
        ...(statement.to === undefined
          ? []
          : [{ name: statement.to, place: { statement: index, part: 'to' } as const }]),
      ];
    case 'call':
    case 'state':
    case 'path':
      return [{ name: statement.end.name, place: { statement: index, part: 'end' } }];
    case 'endpoint':
    case 'note':
    case 'timing':
    case 'phase':
      return [];
  }
}

/**
 * Whether one name looks like a slip of the other: another case, or one letter left out, doubled, changed or swapped
 * inside. Names are often told apart by their last character or by digits (`HostA`, `C1`), so those never count.
 */
export function looksAlike(a: string, b: string): boolean {
  if (a === b || /\d/.test(a) || /\d/.test(b)) return false;
  if (a.toLowerCase() === b.toLowerCase()) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 3 || long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  let end = 0;
  while (end < short.length - start && short[short.length - 1 - end] === long[long.length - 1 - end]) end++;
  if (end === 0) return false;
  const left = short.slice(start, short.length - end);
  const right = long.slice(start, long.length - end);
  if (left.length + right.length <= 1 || (left.length === 1 && right.length === 1)) return true;
  return left.length === 2 && right === `${left[1] ?? ''}${left[0] ?? ''}`;
}

/** Among more names than that, so many are alike that it says nothing. */
const MOST_NAMES = 256;

export const unlikeOtherEndpoints = rule({
  code: 'unlike-other-endpoints',
  section: '',
  title: { en: 'An endpoint name that looks like a slip', 'zh-cn': '端点名称疑似笔误' },
  explanation: {
    en: `Endpoints need no declaration, so a slip in a name makes a new endpoint. This points out a name that only one statement uses and that differs from another name in one letter or in upper and lower case. If it is meant, declare it:
\`endpoint Sever\`.`,
    'zh-cn': `端点不需要声明，因此名称中的笔误会产生一个新端点。如果某个名称只在一条语句中出现，而且与另一个名称只差一个字母或大小写，这里就会指出来。如果确实是另一个端点，请声明它：\`endpoint Sever\`（\`端点 Sever\`）。`,
  },
  examples: {
    bad: [
      'begin\nClient -> FIN+ACK -> Server\nClient <- ACK <- Server\nClient <- FIN+ACK <- Server\nClient: TIME_WAIT\nclient: TIME_WAIT\nend',
    ],
    good: ['begin\nHostA -> FIN+ACK -> HostB\nHostA <- ACK <- HostB\nend'],
  },
  message: ({ name, like }, { say }) =>
    say({
      en: `Only this line names \`${name}\`: it should perhaps be \`${like}\`.`,
      'zh-cn': `只有这一行出现 \`${name}\`：也许应为 \`${like}\`。`,
    }),
  short: ({ like }, { say }) => say({ en: `perhaps ${like}`, 'zh-cn': `也许是 ${like}` }),
  fixes: ({ like }, { found }) => [
    { title: { en: `Change to ${like}`, 'zh-cn': `改为 ${like}` }, place: found.place, text: like },
  ],
  check(trace) {
    const { statements } = trace.script;
    const uses = new Map<string, Place[]>();
    for (const [index, statement] of statements.entries()) {
      for (const { name, place } of namesIn(statement, index)) {
        const places = uses.get(name);
        if (places) places.push(place);
        else uses.set(name, [place]);
      }
    }
    if (uses.size > MOST_NAMES) return [];
    const declared = new Set(
      statements.flatMap((statement) => (statement.kind === 'endpoint' ? [statement.name] : [])),
    );
    const often = [...uses].filter(([, places]) => places.length > 1).map(([name]) => name);
    return [...uses].flatMap(([name, [place, ...more]]): Finding<'unlike-other-endpoints'>[] => {
      const like = often.find((other) => looksAlike(name, other));
      if (place === undefined || more.length > 0 || declared.has(name) || like === undefined) return [];
      return [{ fault: { code: 'unlike-other-endpoints', name, like }, place, related: [] }];
    });
  },
});
