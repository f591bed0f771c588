/** What goes over the wire in an exchange, in plain numbers. */
import type { Expr, Fate } from '../../exchange/script.js';
import { Topology } from '../../exchange/topology.js';
import type { EndKey, SegmentStep, Trace } from '../../exchange/trace.js';
import { sackBlocks } from '../../exchange/sack.js';
import { FLAGS, type Option } from '../../tcp/segment.js';
import type { Seq } from '../../tcp/seq.js';
import { ACK, BITS, RST, SYN } from '../packet/tcp.js';
import { clockOf } from './clock.js';

/** What is announced where the note does not say. */
const USUAL_WINDOW = 65_535;

export interface Segment {
  /** The index of its step in the trace. */
  readonly step: number;
  /** Names of ends, or `...` for a peer that has none. */
  readonly from: string;
  readonly to: string;
  readonly fate: Fate;
  readonly origin: SegmentStep['origin'];
  /** Whether it had left in an earlier step, so that this one is only its arrival. */
  readonly hadLeft: boolean;
  /** Microseconds since the first step. */
  readonly time: number;
  readonly bits: number;
  readonly seq: number;
  /** Zero without the ACK flag. */
  readonly ack: number;
  readonly len: number;
  readonly win: number;
  /** Whether the window is in the note, rather than the usual one. */
  readonly winWritten: boolean;
  readonly up: number;
  /** With numbers in place of symbols. */
  readonly options: readonly Option[];
  /** One character an octet, where the note says what the data is. */
  readonly payload: string | undefined;
}

export function segmentsOf(trace: Trace): readonly Segment[] {
  const clock = clockOf(trace);
  const topology = new Topology(trace.script);
  // What is wrong goes out as it is written, not as it was meant.
  const written = (expr: Expr | undefined): Seq | undefined => expr && trace.resolve(expr);
  return trace.steps.flatMap((step, index): Segment[] => {
    if (step.kind !== 'segment') return [];
    const statement = trace.script.statements[step.statement];
    if (statement?.kind !== 'segment') return [];
    const ends = topology.ends(statement, step.statement);
    const blocks = sackBlocks(statement, (expr) => trace.resolve(expr)).map((block) => ({
      name: 'sack',
      value: `${block.from}..${block.to}`,
    }));
    return [
      {
        step: index,
        from: statement.from ?? nameOf(step.from) ?? ends.from,
        to: statement.to ?? nameOf(step.to) ?? ends.to,
        fate: step.fate,
        origin: step.origin,
        hadLeft: step.fate === 'arrived' && step.departure !== undefined && step.origin !== 'dup',
        time: clock[index] ?? 0,
        bits: FLAGS.reduce((bits, flag) => bits | (step.flags.includes(flag) ? BITS[flag] : 0), 0),
        seq: written(statement.seq) ?? step.seq ?? 0,
        ack: (step.flags.includes('ACK') ? written(statement.ack) : undefined) ?? step.ack ?? 0,
        len: step.len,
        win: step.win ?? USUAL_WINDOW,
        winWritten: step.win !== null,
        up: statement.up ?? 0,
        options: [...statement.options.filter(({ name }) => name !== 'sack'), ...blocks],
        payload: statement.payload,
      },
    ];
  });
}

/** The ends that open a connection; where nobody is seen to, the first. */
export function openingEnds(trace: Trace, segments: readonly Segment[]): ReadonlySet<string> {
  const opened = new Set<string>();
  const opening = new Set<string>();
  for (const { from, to, bits } of segments) {
    if ((bits & (SYN | ACK | RST)) !== SYN) continue;
    if (!opened.has(from)) opening.add(from);
    opened.add(to);
  }
  const [first] = trace.endpoints;
  return opening.size > 0 || !first ? opening : new Set([first.name]);
}

/** `S` of `S(C1)`. */
function nameOf(key: EndKey | null): string | undefined {
  return key?.replace(/\(.*$/su, '');
}
