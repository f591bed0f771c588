/**
 * Exchanges with one mistake of meaning in them, as people make it: not a character that is off, but a line that says
 * another thing. Where the oracle has no opinion (options, paths, misspelt names) the mistake is one by construction.
 */
import { namesIn } from '../../src/exchange/names.js';
import type {
  PathStatement,
  Script,
  SegmentStatement,
  StateStatement,
  Statement,
} from '../../src/exchange/script.js';
import type { State } from '../../src/tcp/state.js';
import type { Base } from './bases.js';

export const FAULTS = [
  'wrong end',
  'wrong fate',
  'wrong length',
  'both streams',
  'wrong claim',
  'wrong path',
  'wrong option',
  'wrong counter',
] as const;

export type FaultKind = (typeof FAULTS)[number];

export interface Faulty {
  readonly base: Base;
  readonly kind: FaultKind;
  readonly what: string;
  readonly script: Script;
  /** The line that was changed, 0-based. */
  readonly line: number;
  /** The last line on which it may be told: where the name that is meant stands first, if that is below. */
  readonly shows: number;
  /** Wrong whatever the oracle says, which does not look at such things. */
  readonly certain: boolean;
}

/** Where a line with another end's name is seen not to fit: on the next that has the right name, if it is the first. */
function showsAt(statements: readonly Statement[], was: Statement, changed: Statement, line: number): number {
  if (was.kind !== 'segment' || changed.kind !== 'segment') return line;
  const { from, to } = changed;
  const right = from === was.from ? was.to : was.from;
  if (from === was.from && to === was.to) return line;
  const first = statements.findIndex(
    (one, i) => i !== line && namesIn(one).some(({ name }) => name === right),
  );
  return Math.max(line, first);
}

type Made = readonly [kind: FaultKind, what: string, statement: Statement, certain?: boolean];

/** Everything of this kind that one line of a base can become. */
export function faults(base: Base): Faulty[] {
  const { statements } = base.script;
  const injects = statements.some((one) => one.kind === 'endpoint' && one.unchecked);
  const windowed = statements.some((one) => one.kind === 'segment' && one.win !== undefined);
  const begun = statements.findIndex(({ kind }) => kind === 'segment' || kind === 'call');
  const names = statements.flatMap((one) => (one.kind === 'segment' ? [one.from, one.to] : []));
  return statements.flatMap((statement, line) =>
    madeOf(statement, { names, begins: line < begun, injects, windowed }).map(
      ([kind, what, changed, certain = false]) => ({
        base,
        kind,
        what,
        script: { ...base.script, statements: statements.with(line, changed) },
        line,
        shows: showsAt(statements, statement, changed, line),
        certain,
      }),
    ),
  );
}

interface Around {
  /** Who sends or receives, once for each time it is written. */
  readonly names: readonly (string | undefined)[];
  /** The line says where an end begins. */
  readonly begins: boolean;
  /** Whether something in it is no TCP, and may write what it likes. */
  readonly injects: boolean;
  /** Whether windows are written, of which the oracle knows little: data may be shorter then, but not longer. */
  readonly windowed: boolean;
}

function madeOf(statement: Statement, around: Around): Made[] {
  switch (statement.kind) {
    case 'segment':
      return [
        ...ends(statement, around),
        ...fates(statement),
        ...lengths(statement, around),
        ...streams(statement),
        ...claims(statement),
        ...(around.injects ? [] : options(statement)),
      ];
    case 'path':
      return paths(statement);
    case 'state':
      return around.begins ? [] : counters(statement);
    default:
      return [];
  }
}

/** Another end of the exchange sends or receives the segment, or one that is misspelt. */
function ends(statement: SegmentStatement, { names }: Around): Made[] {
  const { from, to, origin } = statement;
  if (origin !== 'new' || from === undefined || to === undefined) return [];
  const others = [...new Set(names)].filter(
    (name): name is string => name !== undefined && name !== from && name !== to,
  );
  // Where nothing else names the end, or names are counted, nobody can tell which of the two is misspelt.
  const isClear = (name: string): boolean =>
    !/\d$/.test(name) && names.filter((one) => one === name).length > 2;
  const doubled = (name: string): string => `${name}${name.at(-1) ?? ''}`;
  return [
    ...others.slice(0, 1).flatMap((other): Made[] => [
      ['wrong end', `from ${other}`, { ...statement, from: other }],
      ['wrong end', `to ${other}`, { ...statement, to: other }],
    ]),
    ...[['from', from] as const, ['to', to] as const]
      .filter(([, name]) => isClear(name))
      .map(([part, name]): Made => [
        'wrong end',
        `${part} ${doubled(name)}`,
        { ...statement, [part]: doubled(name) },
        true,
      ]),
  ];
}

/** What arrives was lost, and what was lost arrives. */
function fates(statement: SegmentStatement): Made[] {
  const { fate, origin, from, to, flags, data } = statement;
  if (origin !== 'new' || from === undefined || to === undefined) return [];
  if (fate === 'lost') return [['wrong fate', 'delivered', { ...statement, fate: 'delivered' }]];
  const matters = data || flags.has('SYN') || flags.has('FIN');
  return fate === 'delivered' && matters ? [['wrong fate', 'lost', { ...statement, fate: 'lost' }]] : [];
}

function lengths(statement: SegmentStatement, { windowed }: Around): Made[] {
  const { len, payload, origin } = statement;
  if (origin !== 'new' || len === undefined || len === 0 || payload !== undefined) return [];
  const tried = [...(windowed ? [] : [len * 10]), Math.floor(len / 2)].filter(
    (one) => one > 0 && one !== len && one < 60_000,
  );
  return tried.map((one) => ['wrong length', `len ${one} for ${len}`, { ...statement, len: one }]);
}

/** Both numbers of a segment belong to somewhere else in the connection. */
function streams(statement: SegmentStatement): Made[] {
  const { seq, ack, flags, origin } = statement;
  if (!seq || !ack || flags.has('SYN') || flags.has('RST') || origin !== 'new') return [];
  return [[7000, 400] as const, [-300, -5000] as const].map(([own, peer]) => [
    'both streams',
    `seq ${own}, ack ${peer}`,
    {
      ...statement,
      seq: { ...seq, offset: moved(seq.symbol, seq.offset, own) },
      ack: { ...ack, offset: moved(ack.symbol, ack.offset, peer) },
    },
  ]);
}

function moved(symbol: string | undefined, offset: number, by: number): number {
  return symbol === undefined ? (offset + by) >>> 0 : offset + by;
}

/** The states in each other's place; or one that comes next. */
function claims(statement: SegmentStatement): Made[] {
  const [first, second] = statement.states;
  // The oracle follows the line's own connection.
  if (statement.states.some(({ end }) => end.name !== statement.from && end.name !== statement.to)) return [];
  const made: Made[] = [];
  if (first && second && first.state !== second.state) {
    const states = [
      { ...first, state: second.state },
      { ...second, state: first.state },
    ];
    made.push(['wrong claim', 'states swapped', { ...statement, states }]);
  }
  for (const [i, expected] of statement.states.entries()) {
    const next = NEXT[expected.state];
    if (next === undefined) continue;
    const states = statement.states.with(i, { ...expected, state: next });
    made.push(['wrong claim', `${next} for ${expected.state}`, { ...statement, states }]);
  }
  return made;
}

const NEXT: Readonly<Partial<Record<State, State>>> = {
  SYN_SENT: 'ESTABLISHED',
  SYN_RCVD: 'ESTABLISHED',
  ESTABLISHED: 'CLOSE_WAIT',
  FIN_WAIT_1: 'FIN_WAIT_2',
  FIN_WAIT_2: 'TIME_WAIT',
  CLOSE_WAIT: 'LAST_ACK',
};

/** One state of the path left out or put in. */
function paths(statement: PathStatement): Made[] {
  const { path } = statement;
  return path.flatMap((state, i): Made[] => {
    const before = path[i - 1];
    if (before === undefined) return [];
    const less = path.toSpliced(i, 1);
    // What one segment passes through, and the end of TIME-WAIT, may be left out: only the replay knows which it is.
    const optional =
      state === 'ESTABLISHED' || state === 'FIN_WAIT_2' || (state === 'CLOSED' && i === path.length - 1);
    return [
      ...(less.length > 1 && !optional
        ? [['wrong path', `without ${state}`, { ...statement, path: less }, true] as const]
        : []),
      ['wrong path', `${state} twice`, { ...statement, path: path.toSpliced(i, 0, state) }, true],
    ];
  });
}

/** What no field holds, no option says, or no end has agreed to. */
function options(statement: SegmentStatement): Made[] {
  const { origin, flags, from, to } = statement;
  if (origin !== 'new' || from === undefined || to === undefined) return [];
  const rest = (name: string): SegmentStatement['options'] =>
    statement.options.filter((one) => one.name !== name);
  const put = (name: string, value: string): Statement => ({
    ...statement,
    options: [...rest(name), { name, value }],
  });
  const made: Made[] = [['wrong option', 'win=70000', { ...statement, win: 70_000 }, true]];
  if (flags.has('SYN')) {
    made.push(['wrong option', 'mss=70000', put('mss', '70000'), true]);
    made.push(['wrong option', 'wscale=20', put('wscale', '20'), true]);
    made.push(['wrong option', 'wscale=x', put('wscale', 'x'), true]);
  } else if (!flags.has('RST')) {
    made.push(['wrong option', 'mss=1460', put('mss', '1460'), true]);
  }
  return made;
}

function counters(statement: StateStatement): Made[] {
  return (['snd', 'una', 'rcv'] as const).flatMap((counter): Made[] => {
    const expr = statement.counters[counter];
    if (!expr) return [];
    const changed = { ...expr, offset: moved(expr.symbol, expr.offset, 1000) };
    return [
      [
        'wrong counter',
        `${counter} + 1000`,
        { ...statement, counters: { ...statement.counters, [counter]: changed } },
      ],
    ];
  });
}
