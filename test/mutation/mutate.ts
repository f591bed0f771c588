/** Exchanges in which one thing has been changed. */
import {
  COUNTERS,
  type Expr,
  type Script,
  type SegmentStatement,
  type StateStatement,
  type Statement,
} from '../../src/exchange/script.js';
import { STATES, type State } from '../../src/tcp/state.js';
import type { Flag } from '../../src/tcp/segment.js';
import type { Base } from './bases.js';

export const KINDS = ['number', 'flags', 'end', 'order', 'left out', 'doubled', 'state'] as const;

export type Kind = (typeof KINDS)[number];

export interface Mutant {
  readonly base: Base;
  readonly kind: Kind;
  /** What was done: `ack + 1`, `FIN for ACK`. */
  readonly what: string;
  readonly script: Script;
  /** The lines that were changed, 0-based in the mutant. */
  readonly changed: readonly number[];
}

/** Everything that one change can make of a base. */
export function mutants(base: Base): Mutant[] {
  const { statements } = base.script;
  const begun = statements.findIndex(({ kind }) => kind === 'segment' || kind === 'call');
  return statements.flatMap((statement, index) => [
    ...changes(statement, index < begun).map(([kind, what, changed]) => ({
      base,
      kind,
      what,
      script: { ...base.script, statements: statements.with(index, changed) },
      changed: [index],
    })),
    // The lines that only say where the ends begin are no part of the exchange.
    ...(index < begun ? [] : moves(base, index)),
  ]);
}

function moves(base: Base, index: number): Mutant[] {
  const { statements } = base.script;
  const [statement, next] = [statements[index], statements[index + 1]];
  if (!statement || statement.kind === 'endpoint') return [];
  const mutant = (kind: Kind, changed: readonly number[], moved: readonly Statement[]): Mutant => ({
    base,
    kind,
    what: kind,
    script: { ...base.script, statements: moved },
    changed,
  });
  const before = statements.slice(0, index);
  const after = statements.slice(index + 1);
  return [
    mutant('left out', [index], [...before, ...after]),
    mutant('doubled', [index, index + 1], [...before, statement, statement, ...after]),
    ...(next === undefined
      ? []
      : [mutant('order', [index, index + 1], [...before, next, statement, ...after.slice(1)])]),
  ];
}

type Change = readonly [Kind, string, Statement];

function changes(statement: Statement, begins: boolean): Change[] {
  switch (statement.kind) {
    case 'segment':
      return [...numbers(statement), ...flags(statement), ...turned(statement), ...brackets(statement)];
    case 'state':
      return [...counters(statement, begins), ...named(statement, begins)];
    case 'path':
      return statement.path.flatMap((state, i) =>
        others(state).map((other): Change => {
          return ['state', `${other} for ${state}`, { ...statement, path: statement.path.with(i, other) }];
        }),
      );
    case 'call':
      return brackets(statement);
    default:
      return [];
  }
}

/** States in which an end may begin without more being said. */
const PLAIN: readonly State[] = ['CLOSED', 'LISTEN', 'ESTABLISHED'];

const BY = [1, -1] as const;
const signed = (by: number): string => (by > 0 ? '+ 1' : '- 1');

function moved(expr: Expr, by: number): Expr {
  return { ...expr, offset: expr.symbol === undefined ? (expr.offset + by) >>> 0 : expr.offset + by };
}

function numbers(statement: SegmentStatement): Change[] {
  const { seq, ack, len, payload } = statement;
  return BY.flatMap((by): Change[] => [
    ...(seq ? [['number', `seq ${signed(by)}`, { ...statement, seq: moved(seq, by) }] as const] : []),
    ...(ack ? [['number', `ack ${signed(by)}`, { ...statement, ack: moved(ack, by) }] as const] : []),
    ...(len !== undefined && len + by > 0 && payload === undefined
      ? [['number', `len ${signed(by)}`, { ...statement, len: len + by }] as const]
      : []),
  ]);
}

function counters(statement: StateStatement, begins: boolean): Change[] {
  if (begins && !PLAIN.includes(statement.state)) return [];
  return COUNTERS.flatMap((counter) =>
    BY.flatMap((by): Change[] => {
      const expr = statement.counters[counter];
      // Windows have slack; and what had been acknowledged before the first line shows in no line of its own.
      if (!expr || counter === 'wnd' || counter === 'rwnd' || (begins && counter === 'una')) return [];
      // SND.NXT before SND.UNA is a mistake that no line below need show.
      if (begins && counter === 'snd' && by < 0 && statement.counters.una) return [];
      const changed = { ...statement.counters, [counter]: moved(expr, by) };
      return [['number', `${counter} ${signed(by)}`, { ...statement, counters: changed }]];
    }),
  );
}

const TRIED: readonly Flag[] = ['SYN', 'FIN', 'RST', 'ACK', 'PSH'];

function flags(statement: SegmentStatement): Change[] {
  const found: Change[] = [];
  const put = (what: string, changed: SegmentStatement): void => {
    // Nothing at all between two arrows is no segment.
    if (changed.flags.size > 0 || changed.data || changed.seq) found.push(['flags', what, changed]);
  };
  const { ack: _ack, ...withoutAck } = statement;
  const { len: _len, payload: _payload, ...withoutData } = statement;
  for (const flag of TRIED) {
    const set = new Set(statement.flags);
    if (set.delete(flag))
      put(`${flag} removed`, { ...(flag === 'ACK' ? withoutAck : statement), flags: set });
    else put(`${flag} added`, { ...statement, flags: set.add(flag) });
  }
  for (const flag of ['SYN', 'FIN', 'RST'] as const) {
    if (!statement.flags.has(flag)) continue;
    for (const other of ['SYN', 'FIN', 'RST'] as const) {
      if (other === flag) continue;
      const set = new Set(statement.flags);
      set.delete(flag);
      put(`${other} for ${flag}`, { ...statement, flags: set.add(other) });
    }
  }
  if (statement.data) put('DATA removed', { ...withoutData, data: false });
  else put('DATA added', { ...statement, data: true, len: 10 });
  return found;
}

function turned(statement: SegmentStatement): Change[] {
  const { from, to, ...rest } = statement;
  const states = statement.states.map((expected, i) => ({ ...expected, part: `states.${i}` as const }));
  const changed: SegmentStatement = {
    ...rest,
    ...(to === undefined ? {} : { from: to }),
    ...(from === undefined ? {} : { to: from }),
    fate: statement.fate === 'sent' ? 'arrived' : statement.fate === 'arrived' ? 'sent' : statement.fate,
    states,
  };
  return statement.origin === 'new' ? [['end', 'turned round', changed]] : [];
}

const others = (state: State): State[] => STATES.filter((other) => other !== state);

function brackets(statement: Extract<Statement, { kind: 'segment' | 'call' }>): Change[] {
  return statement.states.flatMap((expected, i) =>
    others(expected.state).map((state): Change => {
      const states = statement.states.with(i, { ...expected, state });
      return ['state', `${state} for ${expected.state}`, { ...statement, states }];
    }),
  );
}

function named(statement: StateStatement, begins: boolean): Change[] {
  if (begins && !PLAIN.includes(statement.state)) return [];
  const tried = others(statement.state).filter((state) => !begins || PLAIN.includes(state));
  return tried.map((state): Change => {
    // An end without a connection has none of its variables.
    const { counters } = statement;
    const kept = begins && (state === 'CLOSED' || state === 'LISTEN') ? {} : counters;
    return ['state', `${state} for ${statement.state}`, { ...statement, state, counters: kept }];
  });
}
