/** Times that contradict themselves: what one end does stands in the order in which it does it. */
import type { Script, Statement } from './script.js';
import { timesOf } from './times.js';

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

/** What an end does at a time before that of what stands above it. */
export interface Backwards {
  readonly statement: number;
  readonly end: string;
  readonly at: number;
  /** What stands above and is later. */
  readonly later: { readonly statement: number; readonly at: number };
}

/** Where the times of one end go back from one line to another. */
export function backwardsIn(script: Pick<Script, 'statements'>): readonly Backwards[] {
  const times = timesOf(script);
  const acts = new Map<string, Act[]>();
  return script.statements.flatMap((statement, index): Backwards[] => {
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
    return [{ statement: index, end: name, at, later }];
  });
}
