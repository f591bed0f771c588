import { durationText } from '../exchange/duration.js';
import type { Script, Statement } from '../exchange/script.js';
import { timesOf } from '../exchange/times.js';
import { rule, type Finding } from './rule.js';

/** Who does something in a statement, and in which of its connections; no peer where that is open. */
function actorOf(statement: Statement): { readonly name: string; readonly peer?: string } | undefined {
  switch (statement.kind) {
    case 'segment': {
      // What an attacker sends in its name, the end knows nothing of.
      if (statement.origin === 'forged') return undefined;
      const [name, peer] =
        statement.fate === 'arrived' ? [statement.to, statement.from] : [statement.from, statement.to];
      return name === undefined ? undefined : { name, ...(peer === undefined ? {} : { peer }) };
    }
    case 'call':
      return statement.end;
    default:
      return undefined;
  }
}

interface Act {
  readonly peer: string | undefined;
  readonly at: number;
  readonly statement: number;
}

/** The latest thing above that is later than this one, and happens at the same end of the same connection. */
function laterAbove(acts: readonly Act[], peer: string | undefined, at: number): Act | undefined {
  const own = acts.filter((act) => act.peer === peer || act.peer === undefined || peer === undefined);
  return own.filter((act) => act.at > at).sort((a, b) => b.at - a.at)[0];
}

function findIn(script: Script): Finding<'time-goes-back'>[] {
  const times = timesOf(script);
  const acts = new Map<string, Act[]>();
  return script.statements.flatMap((statement, index): Finding<'time-goes-back'>[] => {
    const actor = actorOf(statement);
    const at = times[index]?.at;
    if (!actor || at === undefined) return [];
    const { name, peer } = actor;
    const above = acts.get(name) ?? [];
    const later = laterAbove(above, peer, at);
    if (!later) {
      acts.set(name, [...above.filter((act) => act.peer !== peer), { peer, at, statement: index }]);
      return [];
    }
    return [
      {
        fault: { code: 'time-goes-back', end: name, at, before: later.at },
        place: { statement: index, part: 'moment' },
        related: [{ place: { statement: later.statement, part: 'moment' }, note: 'caused-here' }],
      },
    ];
  });
}

export const timeGoesBack = rule({
  code: 'time-goes-back',
  section: '',
  title: { en: 'Time goes back', 'zh-cn': '时间倒退' },
  explanation: {
    en: `What one end does stands in the order in which it does it, so its times never go back from one line to the next.
What two ends do at the same time may stand in either order.`,
    'zh-cn': `一端所做的事按发生的顺序书写，因此它的时间不会逐行倒退。两端同时做的事，先写哪一个都可以。`,
  },
  examples: {
    bad: [
      'begin\n@40ms C -> DATA(seq=x, len=1)+ACK -> S\n@20ms C -> DATA(seq=x+1, len=1)+ACK -> S\nC <- ACK <- S\nend',
    ],
    good: [
      'begin\n@20ms C -> DATA(seq=x, len=1)+ACK -> S\n@40ms C -> DATA(seq=x+1, len=1)+ACK -> S\nC <- ACK <- S\nend',
      'begin\n@40ms C -> DATA+ACK -> S\n@20ms C <- DATA+ACK <- S\nend',
    ],
  },
  message: ({ end, at, before }, { say }) =>
    say({
      en: `At ${durationText(at)}, ${end} has already done what stands above at ${durationText(before)}: the times of one end never go back.`,
      'zh-cn': `这一行是 ${durationText(at)}，而上面 ${end} 在 ${durationText(before)} 已经做了别的事：同一端的时间不会倒退。`,
    }),
  short: (_fault, { say }) => say({ en: 'time goes back', 'zh-cn': '时间倒退' }),
  related: (_note, { say }) =>
    say({ en: 'This is later, and stands above.', 'zh-cn': '这一行较晚，却写在上面。' }),
  check: (trace) => (trace.script.figure ? [] : findIn(trace.script)),
});
