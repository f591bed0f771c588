/** Scripts without a parser, for tests of the engine alone. */
import type {
  Call,
  CallStatement,
  Counter,
  Expr,
  Fate,
  PathStatement,
  Script,
  SegmentStatement,
  StateStatement,
  Statement,
} from '../../src/exchange/script.js';
import type { Flag, Option } from '../../src/tcp/segment.js';
import type { State } from '../../src/tcp/state.js';

export interface Arguments {
  seq?: number | string;
  ack?: number | string;
  len?: number;
  payload?: string;
  win?: number;
  options?: readonly Option[];
  origin?: SegmentStatement['origin'];
  /** Expected states of the sender and the receiver. */
  sender?: State;
  receiver?: State;
}

/** `x`, `x+1`, `x-1` or a number. */
export function expr(written: number | string): Expr {
  if (typeof written === 'number') return { offset: written };
  const found = /^(\w+?)([+-]\d+)?$/.exec(written);
  if (!found?.[1]) throw new Error(`not an expression: ${written}`);
  return { symbol: found[1], offset: Number(found[2] ?? 0) };
}

function segment(
  from: string | undefined,
  to: string | undefined,
  fate: Fate,
  flags: string,
  args: Arguments,
): SegmentStatement {
  const words = flags.split('+');
  const set = new Set(words.filter((word) => word !== 'DATA' && word !== '')) as Set<Flag>;
  if (args.ack !== undefined) set.add('ACK');
  const states = [
    ...(args.sender && from !== undefined
      ? [{ end: { name: from }, state: args.sender, part: 'states.0' as const }]
      : []),
    ...(args.receiver && to !== undefined
      ? [{ end: { name: to }, state: args.receiver, part: 'states.1' as const }]
      : []),
  ];
  return {
    kind: 'segment',
    line: 0,
    endLine: 0,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    arrow: 'right',
    fate,
    origin: args.origin ?? 'new',
    flags: set,
    data: words.includes('DATA') || args.len !== undefined,
    ...(args.seq === undefined ? {} : { seq: expr(args.seq) }),
    ...(args.ack === undefined ? {} : { ack: expr(args.ack) }),
    ...(args.len === undefined ? {} : { len: args.len }),
    ...(args.payload === undefined ? {} : { payload: args.payload }),
    ...(args.win === undefined ? {} : { win: args.win }),
    options: args.options ?? [],
    states,
  };
}

/** A segment that arrives at once. */
export function sends(from: string, to: string, flags: string, args: Arguments = {}): SegmentStatement {
  return segment(from, to, 'delivered', flags, args);
}

/** A segment that is lost. */
export function loses(from: string, to: string, flags: string, args: Arguments = {}): SegmentStatement {
  return segment(from, to, 'lost', flags, args);
}

/** A segment that leaves for the network. */
export function leaves(from: string, flags: string, args: Arguments = {}): SegmentStatement {
  return segment(from, undefined, 'sent', flags, args);
}

/** A segment that arrives from the network. */
export function arrives(to: string, flags: string, args: Arguments = {}): SegmentStatement {
  return segment(undefined, to, 'arrived', flags, args);
}

/** `stale C -> … -> S`, `forged C -> … -> S`, `dup … -> S`. */
export function injects(
  origin: 'stale' | 'forged' | 'dup',
  from: string | undefined,
  to: string,
  flags: string,
  args: Arguments = {},
): SegmentStatement {
  return segment(from, to, origin === 'forged' ? 'delivered' : 'arrived', flags, { ...args, origin });
}

export function calls(name: string, call: Call, octets?: number): CallStatement {
  const end = endOf(name);
  return {
    kind: 'call',
    line: 0,
    endLine: 0,
    end,
    call,
    states: [],
    ...(octets === undefined ? {} : { octets }),
  };
}

export function is(
  name: string,
  state: State,
  counters: Partial<Record<Counter, number | string>> = {},
): StateStatement {
  const written: Partial<Record<Counter, Expr>> = {};
  for (const [counter, value] of Object.entries(counters)) written[counter as Counter] = expr(value);
  return { kind: 'state', line: 0, endLine: 0, end: endOf(name), state, counters: written };
}

export function takes(name: string, ...path: State[]): PathStatement {
  return { kind: 'path', line: 0, endLine: 0, end: endOf(name), path };
}

function endOf(name: string): { name: string; peer?: string } {
  const found = /^(\w+)\((\w+)\)$/.exec(name);
  return found?.[1] && found[2] ? { name: found[1], peer: found[2] } : { name };
}

/** A script of these statements, one a line. */
export function script(...statements: Statement[]): Script {
  return {
    title: '',
    mode: 'notes',
    statements: statements.map((statement, i) => ({ ...statement, line: i + 1, endLine: i + 1 })),
  };
}

/** The same script in strict mode. */
export function strict(...statements: Statement[]): Script {
  return { ...script(...statements), mode: 'strict' };
}
