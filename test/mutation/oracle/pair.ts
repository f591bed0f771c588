/** The connections of a script, each between two ends: the lines that are about it, at the index that they have. */
import type { End, Script, Statement } from '../../../src/exchange/script.js';
import { Undecided } from './world.js';

export interface Pair {
  readonly names: readonly [string, string];
  readonly mode: Script['mode'];
  /** By index; undefined where a line is about others. */
  readonly statements: readonly (Statement | undefined)[];
  /** Whether the scenario begins with a SYN. */
  readonly opens: boolean;
  /** Ends that are no TCP. */
  readonly unchecked: ReadonlySet<string>;
  /** Whether a line has been left out that may say something of this connection. */
  readonly isWhole: boolean;
  peerOf(name: string): string;
}

/** @throws Undecided if it cannot be told which line is about which connection */
export function pairsOf(script: Script): readonly Pair[] {
  const unchecked = new Set<string>();
  const named = new Set<string>();
  const hubs = new Map<string, Set<string>>();
  const ends = new Set<string>();
  for (const statement of script.statements) {
    if (statement.kind === 'segment') {
      const { from, to, options } = statement;
      for (const name of [from, to]) if (name !== undefined) ends.add(name);
      if (options.some(({ name }) => name === 'tfo')) throw new Undecided('Fast Open');
      if (from !== undefined && to !== undefined) {
        hubs.set(from, (hubs.get(from) ?? new Set<string>()).add(to));
        hubs.set(to, (hubs.get(to) ?? new Set<string>()).add(from));
      }
    } else if (statement.kind === 'endpoint') {
      if (statement.reuses !== undefined) throw new Undecided('ends that are used again');
      if (statement.unchecked) unchecked.add(statement.name);
    } else if ('end' in statement) {
      named.add(statement.end.name);
      if (statement.end.peer !== undefined) named.add(statement.end.peer);
    }
  }
  // An end that only a state line names is no peer: what the other one sends goes to nobody.
  if (ends.size < 2 || [...named].some((name) => !ends.has(name))) throw new Undecided(`${ends.size} ends`);
  const first = script.statements.find(({ kind }) => kind === 'segment');
  const opens = first?.kind === 'segment' && first.flags.has('SYN');
  const couples = ends.size === 2 ? [[...ends]] : couplesOf(hubs);
  return couples.map(([one = '', other = '']) => {
    const lines =
      ends.size === 2 ? { statements: script.statements, isWhole: true } : about(one, other, script, hubs);
    return {
      names: [one, other],
      mode: script.mode,
      ...lines,
      opens,
      unchecked,
      peerOf: (name) => (name === one ? other : one),
    };
  });
}

function couplesOf(hubs: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  return [...hubs].flatMap(([name, peers]) =>
    [...peers].filter((peer) => name < peer).map((peer) => [name, peer]),
  );
}

/** What the lines say of the connection of these two. */
function about(
  one: string,
  other: string,
  script: Script,
  hubs: ReadonlyMap<string, ReadonlySet<string>>,
): Pick<Pair, 'statements' | 'isWhole'> {
  const names = [one, other];
  const peers = (name: string): number => hubs.get(name)?.size ?? 0;
  let isWhole = true;
  const isAbout = ({ name, peer }: End): boolean => {
    if (!names.includes(name)) return false;
    if (peer !== undefined) return names.includes(peer);
    if (peers(name) > 1) isWhole = false;
    return peers(name) === 1;
  };
  const begun = script.statements.findIndex(({ kind }) => kind === 'segment');
  const statements = script.statements.map((statement, index) => {
    if (statement.kind === 'segment') {
      const ends = [statement.from, statement.to].filter((end) => end !== undefined);
      if (ends.some((end) => !names.includes(end))) return undefined;
      if (ends.length < 2 && ends.some((end) => peers(end) > 1))
        throw new Undecided('a segment to or from one of several');
      return { ...statement, states: statement.states.filter(({ end }) => isAbout(end)) };
    }
    if (!('end' in statement)) return statement;
    // A host listens, and crashes, for all of its connections.
    const forAll = statement.kind === 'call' ? ['listen', 'crash'].includes(statement.call) : index < begun;
    if (forAll && statement.end.peer === undefined && names.includes(statement.end.name)) return statement;
    return isAbout(statement.end) ? statement : undefined;
  });
  return { statements, isWhole };
}
