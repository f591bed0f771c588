/** Other ways to write an exchange, none of which may change what is said of it. */
import { replay } from '../../src/exchange/replay.js';
import {
  COUNTERS,
  type Counter,
  type End,
  type ExpectedState,
  type Expr,
  type Script,
  type Statement,
} from '../../src/exchange/script.js';
import type { Seq } from '../../src/tcp/seq.js';
import { writeExpr } from '../../src/language/write.js';
import { expr } from '../exchange/build.js';

/** The script with every number changed by `change`, which is told whose stream it counts: `C>S`, what C sends to S. */
export function renumbered(script: Script, change: (expr: Expr, stream: string) => Expr): Script {
  const { address, peerOf } = addressesOf(script);
  const stream = (from: string | undefined, to: string | undefined): string =>
    `${address(from)}>${address(to)}`;
  return {
    ...script,
    statements: script.statements.map((statement): Statement => {
      if (statement.kind === 'state') {
        const { name, peer = peerOf(name) } = statement.end;
        const counters: Partial<Record<Counter, Expr>> = {};
        for (const counter of COUNTERS) {
          const number = statement.counters[counter];
          if (number === undefined) continue;
          if (counter === 'wnd' || counter === 'rwnd') counters[counter] = number;
          else counters[counter] = change(number, OWN.has(counter) ? stream(name, peer) : stream(peer, name));
        }
        return { ...statement, counters };
      }
      if (statement.kind !== 'segment') return statement;
      const from = statement.from ?? peerOf(statement.to);
      const to = statement.to ?? peerOf(statement.from);
      const { seq, ack, options } = statement;
      // The reset that refuses a SYN has the number 0, whatever its sender counts from.
      const refuses = statement.flags.has('RST') && statement.flags.has('ACK') && isZero(seq);
      const block = (sum: string): string => writeExpr(change(exprOf(sum), stream(to, from)));
      return {
        ...statement,
        ...(seq && !refuses ? { seq: change(seq, stream(from, to)) } : {}),
        ...(ack ? { ack: change(ack, stream(to, from)) } : {}),
        options: options.map(({ name, value }) =>
          name === 'sack' && value !== undefined
            ? { name, value: value.split('..').map(block).join('..') }
            : { name, ...(value === undefined ? {} : { value }) },
        ),
      };
    }),
  };
}

const OWN: ReadonlySet<Counter> = new Set(['snd', 'una', 'iss']);

const isZero = (expr: Expr | undefined): boolean => expr?.symbol === undefined && expr?.offset === 0;

function exprOf(sum: string): Expr {
  return /^\s*\d+\s*$/.test(sum) ? { offset: Number(sum) } : expr(sum.trim());
}

/** Who is who in a script, and who talks to one other only. */
function addressesOf({ statements }: Script): {
  readonly address: (name: string | undefined) => string;
  readonly peerOf: (name: string | undefined) => string | undefined;
} {
  const reused = new Map<string, string>();
  for (const one of statements) {
    if (one.kind === 'endpoint' && one.reuses !== undefined) reused.set(one.name, one.reuses);
  }
  const address = (name: string | undefined): string => {
    const before = name === undefined ? undefined : reused.get(name);
    return before === undefined ? (name ?? '...') : address(before);
  };
  const peers = new Map<string, Set<string>>();
  const meet = (one: string, other: string): unknown =>
    peers.set(one, (peers.get(one) ?? new Set()).add(other));
  for (const one of statements) {
    if (one.kind !== 'segment' || one.from === undefined || one.to === undefined) continue;
    meet(address(one.from), address(one.to));
    meet(address(one.to), address(one.from));
  }
  const all = [...named(statements)].map(address);
  const peerOf = (name: string | undefined): string | undefined => {
    const [peer, ...more] = peers.get(address(name)) ?? all.filter((one) => one !== address(name));
    return more.length === 0 ? peer : undefined;
  };
  return { address, peerOf };
}

function named(statements: readonly Statement[]): ReadonlySet<string> {
  const names = statements.flatMap((one) =>
    one.kind === 'segment' ? [one.from, one.to] : one.kind === 'state' ? [one.end.name] : [],
  );
  return new Set(names.filter((name) => name !== undefined));
}

/** The script with a constant added to all plain numbers of each stream; `by` is told one of these, too. */
export function shifted(script: Script, by: (stream: string, near: number) => number): Script {
  return renumbered(script, ({ symbol, offset }, stream) =>
    symbol === undefined ? { offset: (offset + by(stream, offset)) >>> 0 } : { symbol, offset },
  );
}

/** The script with every arrow drawn the other way round. */
export function mirrored(script: Script): Script {
  return {
    ...script,
    statements: script.statements.map((statement): Statement =>
      statement.kind === 'segment'
        ? { ...statement, arrow: statement.arrow === 'right' ? 'left' : 'right' }
        : statement,
    ),
  };
}

/** The script with other names for its ends. */
export function renamed(script: Script, name: (old: string) => string): Script {
  const end = ({ name: own, peer }: End): End => ({
    name: name(own),
    ...(peer === undefined ? {} : { peer: name(peer) }),
  });
  const states = (all: readonly ExpectedState[]): ExpectedState[] =>
    all.map((state) => ({ ...state, end: end(state.end) }));
  return {
    ...script,
    statements: script.statements.map((statement): Statement => {
      switch (statement.kind) {
        case 'segment':
          return {
            ...statement,
            ...(statement.from === undefined ? {} : { from: name(statement.from) }),
            ...(statement.to === undefined ? {} : { to: name(statement.to) }),
            states: states(statement.states),
          };
        case 'call':
          return { ...statement, end: end(statement.end), states: states(statement.states) };
        case 'state':
        case 'path':
          return { ...statement, end: end(statement.end) };
        case 'endpoint':
          return {
            ...statement,
            name: name(statement.name),
            ...(statement.reuses === undefined ? {} : { reuses: name(statement.reuses) }),
          };
        case 'note':
        case 'timing':
          return { ...statement, ends: statement.ends.map(name) };
        case 'phase':
          return statement;
      }
    }),
  };
}

/** The script with every number that the engine has inferred, up to the first line that is wrong. */
export function filledIn(script: Script): Script {
  const trace = replay(script);
  // What lies beyond a mistake has been guessed, and what is guessed may be guessed otherwise with more numbers.
  const wrong = Math.min(...trace.faults.map(({ place }) => place.statement), script.statements.length);
  const steps = new Map(trace.steps.map((step) => [step.statement, step]));
  const unchecked = trace.endpoints.filter((end) => end.unchecked);
  const injectors = new Set<string | undefined>(unchecked.map(({ name }) => name));
  return {
    ...script,
    statements: script.statements.map((statement, index): Statement => {
      const step = steps.get(index);
      if (statement.kind !== 'segment' || step?.kind !== 'segment' || index >= wrong) return statement;
      // An attacker who names no number means the right one, but a new symbol could be any.
      if (statement.origin !== 'new' || injectors.has(statement.from)) return statement;
      const { seq, ack } = statement;
      return {
        ...statement,
        ...(seq === undefined && step.seq !== null ? { seq: numberOf(trace.speak(step.seq)) } : {}),
        ...(ack === undefined && step.ack !== null ? { ack: numberOf(trace.speak(step.ack)) } : {}),
      };
    }),
  };
}

function numberOf(spoken: string): Expr {
  return /^\d+$/.test(spoken) ? { offset: Number(spoken) } : expr(spoken);
}

/** The script without some of the numbers that would be inferred. */
export function leftOut(script: Script, which: number): Script {
  const wire = numbersOf(script);
  let left = script;
  for (const [index, statement] of script.statements.entries()) {
    if (statement.kind !== 'segment' || statement.origin !== 'new') continue;
    for (const [bit, field] of (['seq', 'ack'] as const).entries()) {
      if (((which >> ((2 * index + bit) % 30)) & 1) === 0) continue;
      const shorter = without(left, index, field);
      if (numbersOf(shorter) === wire) left = shorter;
    }
  }
  return left;
}

function without(script: Script, index: number, field: 'seq' | 'ack'): Script {
  const statement = script.statements[index];
  if (statement?.kind !== 'segment') return script;
  const { [field]: _gone, ...rest } = statement;
  return { ...script, statements: script.statements.with(index, rest) };
}

/** The numbers of every segment, as they are spoken, and the states that it leaves. */
function numbersOf(script: Script): string {
  const trace = replay(script);
  const spoken = (number: Seq | null): string => (number === null ? '' : trace.speak(number));
  return trace.steps
    .map((step) => {
      const states = [...step.states].map(([end, state]) => `${end} ${state}`).join();
      return step.kind === 'segment'
        ? `${spoken(step.seq)} ${spoken(step.ack)} ${step.len} ${states}`
        : states;
    })
    .join('\n');
}
