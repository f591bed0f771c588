/**
 * Options for the segments of a walk, as two conforming ends would write them: timestamps from clocks that run on, and
 * SACK blocks of what has arrived, repeats first (RFC 2018, RFC 2883, RFC 7323). Written without the engine.
 */
import type { SegmentStatement, Statement } from '../../src/exchange/script.js';
import type { Option } from '../../src/tcp/segment.js';
import { MSS } from './walk.js';

const mod = (n: number): number => n >>> 0;
const diff = (a: number, b: number): number => (a - b) | 0;

interface Range {
  readonly from: number;
  readonly to: number;
}

interface End {
  clock: number;
  /** TS.Recent, and the acknowledgment sent last. */
  recent: number | undefined;
  acked: number | undefined;
  readonly arrived: Range[];
  /** What arrived last, if all of it had arrived before. */
  repeated: Range | undefined;
}

interface OnWire {
  readonly statement: SegmentStatement;
  readonly from: string;
  readonly val: number;
}

/** The statements of a walk of C and S, each segment with options. */
export function withOptions(statements: readonly Statement[], random: () => number): readonly Statement[] {
  const newEnd = (): End => ({
    clock: mod(2 ** 32 - Math.floor(random() * 50)),
    recent: undefined,
    acked: undefined,
    arrived: [],
    repeated: undefined,
  });
  const ends: Readonly<Record<string, End>> = { C: newEnd(), S: newEnd() };
  const network: OnWire[] = [];
  const past: OnWire[] = [];
  return statements.map((statement) => {
    if (statement.kind !== 'segment') return statement;
    const name = statement.from ?? (statement.to === 'C' ? 'S' : 'C');
    const to = ends[name === 'C' ? 'S' : 'C'];
    const from = ends[name];
    if (!from || !to) return statement;
    if (statement.fate === 'arrived') {
      const flight = take(statement.origin === 'dup' ? past : network, statement, statement.origin === 'dup');
      if (flight) {
        hear(to, flight.statement, flight.val);
        past.push(flight);
      }
      return statement;
    }
    from.clock = mod(from.clock + Math.floor(random() * 3));
    const onWire = { statement, from: name, val: from.clock };
    const options = optionsOf(from, statement);
    if (statement.ack) from.acked = statement.ack.offset;
    if (statement.fate === 'sent') network.push(onWire);
    if (statement.fate === 'delivered') {
      hear(to, statement, from.clock);
      past.push(onWire);
    }
    return { ...statement, options };
  });
}

/** The oldest segment that looks like what arrives. */
function take(from: OnWire[], arriving: SegmentStatement, keep: boolean): OnWire | undefined {
  const index = from.findIndex(
    ({ statement, from: sender }) =>
      (sender === 'C' ? 'S' : 'C') === arriving.to &&
      [...statement.flags].sort().join() === [...arriving.flags].sort().join() &&
      statement.seq?.offset === arriving.seq?.offset &&
      statement.ack?.offset === arriving.ack?.offset &&
      statement.len === arriving.len,
  );
  return keep ? from[index] : from.splice(index, index < 0 ? 0 : 1)[0];
}

function octets({ flags, len = 0 }: SegmentStatement): number {
  return len + (flags.has('SYN') ? 1 : 0) + (flags.has('FIN') ? 1 : 0);
}

function hear(end: End, statement: SegmentStatement, val: number): void {
  const from = statement.seq?.offset ?? 0;
  const range = { from, to: mod(from + octets(statement)) };
  const inOrder = end.acked === undefined || diff(from, end.acked) <= 0;
  if (inOrder && (end.recent === undefined || diff(val, end.recent) >= 0)) end.recent = val;
  const before = union(end.arrived);
  const again = before.some((one) => diff(one.from, range.from) <= 0 && diff(one.to, range.to) >= 0);
  end.repeated = again && range.from !== range.to ? range : undefined;
  if (range.from !== range.to) end.arrived.push(range);
}

function optionsOf(end: End, { flags, ack }: SegmentStatement): readonly Option[] {
  const stamps = { name: 'ts', value: `${end.clock}/${ack ? (end.recent ?? 0) : 0}` };
  if (flags.has('SYN')) {
    return [{ name: 'mss', value: String(MSS) }, { name: 'sackok' }, { name: 'wscale', value: '7' }, stamps];
  }
  const edge = ack?.offset ?? 0;
  const beyond = union(end.arrived).filter(({ from }) => diff(from, edge) > 0);
  const { repeated } = end;
  const first = repeated && diff(repeated.to, edge) <= 0 ? [repeated] : [];
  end.repeated = undefined;
  const blocks = [...first, ...beyond].slice(0, 3);
  return [stamps, ...blocks.map(({ from, to }) => ({ name: 'sack', value: `${from}..${to}` }))];
}

/** Ranges that touch are one. */
function union(ranges: readonly Range[]): readonly Range[] {
  const joined: Range[] = [];
  for (const range of [...ranges].sort((a, b) => diff(a.from, b.from))) {
    const last = joined.at(-1);
    if (last && diff(range.from, last.to) <= 0) {
      joined[joined.length - 1] = { from: last.from, to: diff(range.to, last.to) > 0 ? range.to : last.to };
    } else {
      joined.push(range);
    }
  }
  return joined;
}
