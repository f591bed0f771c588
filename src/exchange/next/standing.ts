/** Where both ends of a connection stand at the end of a script. */
import { call, isCallToNothing } from '../../tcp/call.js';
import type { Flag } from '../../tcp/segment.js';
import { seq, type Seq } from '../../tcp/seq.js';
import { isSynchronized } from '../../tcp/state.js';
import type { Tcb } from '../../tcp/tcb.js';
import { REPAIRS } from '../repairs/index.js';
import type { Repair } from '../repairs/repair.js';
import { written } from '../repairs/written.js';
import { replayPart } from '../replay.js';
import { CALLS, type Call, type Script } from '../script.js';
import type { EndKey, Trace } from '../trace.js';
import { optional, segmentBelow } from './line.js';

/** Both ends of a connection at the end of a script. */
export interface Standing {
  readonly own: Tcb;
  /** Undefined where the peer is not shown. */
  readonly peer: Tcb | undefined;
  readonly trace: Trace;
  /** The initial number that the sender would choose. */
  readonly iss: Seq;
  /** What the replay calls the two ends. */
  readonly keys: readonly [own: EndKey, peer: EndKey | undefined];
}

/** What was replayed of a script, as long as somebody holds it: one question about it asks for both directions. */
const replayed = new WeakMap<Script, Trace>();
const standings = new WeakMap<Script, Map<string, Standing>>();

/** The trace of a script, perhaps with a segment behind it that was lost. */
export function traceOf(script: Script): Trace {
  const [standing] = standings.get(script)?.values() ?? [];
  const trace = standing?.trace ?? replayed.get(script) ?? replayPart(script);
  replayed.set(script, trace);
  return trace;
}

/** Where the ends of the connection between `from` and `to` stand, seen from `from`. */
export function standingOf(script: Script, from: string, to: string | undefined): Standing | undefined {
  const opening = opens(script);
  const known = standings.get(script) ?? new Map<string, Standing>();
  standings.set(script, known);
  const same = known.get(`${from} ${to ?? ''}`);
  const other = opening || to === undefined ? undefined : known.get(`${to} ${from}`);
  if (same) return same;
  if (other?.peer && other.keys[1] !== undefined) {
    return { ...other, own: other.peer, peer: other.own, keys: [other.keys[1], other.keys[0]] };
  }
  const standing = probed(script, from, to, opening);
  if (standing) known.set(`${from} ${to ?? ''}`, standing);
  return standing;
}

/** Asks the replay where both ends stand, by a segment that is lost. */
function probed(
  script: Script,
  from: string,
  to: string | undefined,
  opening: boolean,
): Standing | undefined {
  const probe = segmentBelow(script, {
    from,
    ...optional('to', to),
    arrow: 'right',
    fate: to === undefined ? 'sent' : 'lost',
    flags: new Set<Flag>([opening ? 'SYN' : 'ACK']),
    data: false,
    // Whatever is wrong with it, the lines above mean what they say.
    expect: {},
  });
  const statements = [...script.statements, probe];
  const trace = replayPart({ ...script, statements }, above(script.statements.length));
  const step = trace.steps.at(-1);
  if (step?.kind !== 'segment' || step.from === null) return undefined;
  const own = step.before[step.from];
  const peer = step.to === null ? undefined : step.before[step.to];
  return own && { own, peer, trace, iss: step.seq ?? seq(0), keys: [step.from, step.to ?? undefined] };
}

/** The repairs of the lines above one that asks: that one was written by nobody, so it leaves as it is, whatever may. */
function above(line: number): readonly Repair[] {
  return REPAIRS.map((repair) =>
    repair === written
      ? repair
      : { ...repair, tries: (mistake) => (mistake.index < line ? repair.tries(mistake) : []) },
  );
}

/** Whether a script without segments is about to open a connection rather than to use one. */
function opens({ statements }: Script): boolean {
  return statements.every((one) => {
    if (one.kind === 'segment') return false;
    if (one.kind === 'state') return !isSynchronized(one.state);
    return one.kind !== 'call' || one.call === 'listen' || one.call === 'connect';
  });
}

/** The TCB of an end at the end of the script. */
export function tcbOf(script: Script, name: string, peer: string | undefined): Tcb | undefined {
  return standingOf(script, name, peer)?.own;
}

/** What the program or the host at an end can do now. */
export function possibleCalls(script: Script, name: string, peer: string | undefined): Call[] {
  const own = standingOf(script, name, peer)?.own;
  if (!own) return [];
  const context = { iss: () => seq(0), cause: 0, octets: undefined };
  return CALLS.filter((one) => !isCallToNothing(own, one) && call(own, one, context).length > 0);
}
