import { rule, type Finding } from './rule.js';
import { rewrite } from './text.js';
import type { End, Part, Statement } from '../exchange/script.js';
import { isSlipOf } from '../exchange/slip.js';
import { Topology } from '../exchange/topology.js';
import { stateName, type State } from '../tcp/state.js';

/** The ends that a statement speaks of, and where. */
function endsIn(statement: Statement): readonly { readonly end: End; readonly part: Part }[] {
  switch (statement.kind) {
    case 'segment': {
      // Who sends, and who receives, takes part.
      const { from, to, states } = statement;
      return states.filter(({ end: { name, peer } }) => peer !== undefined || (name !== from && name !== to));
    }
    case 'call':
      return [{ end: statement.end, part: 'end' }, ...statement.states];
    case 'state':
    case 'path':
      return [{ end: statement.end, part: 'end' }];
    default:
      return [];
  }
}

const written = ({ name, peer }: End): string => (peer === undefined ? name : `${name}(${peer})`);

export const unknownEnd = rule({
  code: 'unknown-end',
  section: '',
  title: { en: 'An end that is not in this exchange', 'zh-cn': '本场景中没有这一端' },
  explanation: {
    en: `States and calls can only be of ends that take part: those that send or receive something, have a line of their own, or
are declared with \`endpoint\`. A name that only states and calls use, and that looks like a slip of one that sends or
receives, is none. \`S(C)\` names the connection that S has with C; if S exchanges nothing with C, there is
no such connection.`,
    'zh-cn': `状态和调用只能属于参与交换的端点：收发过报文段的、自己占一行的，或用 \`endpoint\`（\`端点\`）声明过的。只在状态或调用中出现、又像是某个收发过报文段的端点之笔误的名称不算。\`S(C)\` 指 S 与 C 之间的连接；如果 S 与 C 没有任何往来，就没有这个连接。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN -> S\nC <- SYN+ACK <- S [Q: ESTABLISHED]\nC -> ACK -> S\nend',
      'begin\nServr: LISTEN\nClient -> SYN -> Server\nClient <- SYN+ACK <- Server\nClient -> ACK -> Server\nend',
      'begin\nC -> SYN -> S\nS(Q): SYN_RCVD\nC <- SYN+ACK <- S\nC -> ACK -> S\nend',
    ],
    good: ['begin\nC -> SYN -> S\nS(C): SYN_RCVD\nC <- SYN+ACK <- S [C: ESTABLISHED]\nC -> ACK -> S\nend'],
  },
  message: ({ end, known }, { say }) =>
    say({
      en: `There is no ${end} in this exchange: ${known.length === 0 ? 'nobody takes part in it' : `it is between ${known.join(', ')}`}.`,
      'zh-cn': `本场景中没有 ${end}：${known.length === 0 ? '没有端点参与' : `参与的是 ${known.join('、')}`}。`,
    }),
  short: ({ end }, { say }) => say({ en: `no ${end} here`, 'zh-cn': `没有 ${end}` }),
  fixes(fault, context) {
    const { statement, found, trace } = context;
    const { part, statement: index } = found.place;
    const meant = trace.endpoints.filter(({ name }) => isSlipOf(fault.end, name));
    if (part === 'end' && 'end' in statement && statement.end.peer !== undefined) {
      return [rewrite('end', statement.end.name, context)];
    }
    if (part === 'end') return meant.map(({ name }) => rewrite('end', name, context));
    // The end of which the state that is claimed would hold.
    const expected = 'states' in statement ? statement.states.find((one) => one.part === part) : undefined;
    const step = trace.steps.find((one) => one.statement === index);
    const all = [...(step?.states ?? [])];
    const holds = all.filter(([, state]) => expected?.state === state);
    const others = all.filter((one) => !holds.includes(one));
    const isMeant = ([end]: readonly [string, State]): boolean =>
      meant.some(({ name }) => end.startsWith(name));
    // Else the end whose name it nearly is, with its own state: both are wrong.
    return [...holds.filter(isMeant), ...holds.filter((one) => !isMeant(one)), ...others.filter(isMeant)].map(
      ([end, state]) => rewrite(part, `${end}: ${stateName(state)}`, context),
    );
  },
  check(trace) {
    let met: Topology | undefined;
    const topology = (): Topology => (met ??= new Topology(trace.script));
    const names = new Set(trace.endpoints.map(({ name }) => name));
    const isKnown = (end: End): boolean =>
      names.has(end.name) && (end.peer === undefined || topology().hasPeer(end));
    let known: readonly string[] | undefined;
    const told = new Set<string>();
    const isNews = (end: End): boolean => !told.has(written(end)) && told.add(written(end)).size > 0;
    return trace.script.statements.flatMap((statement, index) =>
      endsIn(statement)
        .filter(({ end }) => !isKnown(end) && isNews(end))
        .map(({ end, part }): Finding<'unknown-end'> => ({
          fault: {
            code: 'unknown-end',
            end: written(end),
            known: (known ??= [...names].flatMap((name) => topology().keys({ name }))),
          },
          place: { statement: index, part },
          related: [],
        })),
    );
  },
});
