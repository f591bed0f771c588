/** The variables of both ends from row to row, in words. */
import type { EndKey, Trace } from '../exchange/trace.js';
import type { Seq } from '../tcp/seq.js';
import { stateName, STATES, type State, type StateStyle } from '../tcp/state.js';
import type { Tcb } from '../tcp/tcb.js';
import { TCB_FIELDS, type DrawnTcbs, type TcbChange, type TcbChanges } from './drawing.js';

/** A variable as a number; undefined where it has no meaning or nobody has said it. */
type Variable = Seq | number | undefined;

/** Sequence numbers, which are spoken in symbols; the others are windows in octets. */
const SEQUENCE: ReadonlySet<number> = new Set([0, 1, 3, 5, 6]);

/** In the order of {@link TCB_FIELDS}. Without a connection there is no TCB, and before a SYN came no RCV.NXT. */
function variables(tcb: Tcb): readonly Variable[] {
  if (tcb.state === 'CLOSED' || tcb.state === 'LISTEN') return TCB_FIELDS.map(() => undefined);
  const received = tcb.state === 'SYN_SENT' ? undefined : tcb.rcv;
  return [tcb.una, tcb.nxt, tcb.wnd, received, tcb.rwnd, tcb.iss, tcb.irs];
}

/** The variables of a TCB as people read them, in the order of {@link TCB_FIELDS}; empty for none. */
export function tcbTexts(tcb: Tcb, trace: Trace): string[] {
  return variables(tcb).map((value, field) => said(value, field, trace));
}

function said(value: Variable, field: number, trace: Trace): string {
  if (value === undefined) return '';
  return SEQUENCE.has(field) ? trace.speak(value as Seq) : String(value);
}

/**
 * Follows all ends of a trace through the rows of its drawing. `endOf` gives an end's index in the drawing, `rowOf` the
 * row that a step is drawn as.
 */
export function drawTcbs(
  trace: Trace,
  endOf: ReadonlyMap<EndKey, number>,
  rowOf: ReadonlyMap<number, number>,
  style: StateStyle,
): DrawnTcbs {
  const names = Object.fromEntries(STATES.map((state) => [state, stateName(state, style)]));
  const now: (readonly Variable[])[] = [];
  const initial: (readonly string[])[] = [];
  const firsts = firstTcbs(trace);
  for (const [key, end] of endOf) {
    const first = firsts.get(key);
    now[end] = first ? variables(first) : TCB_FIELDS.map(() => undefined);
    initial[end] = (now[end] ?? []).map((value, field) => said(value, field, trace));
  }
  /** Brings the ends up to date and tells what that changes. */
  const change = (tcbs: Readonly<Record<EndKey, Tcb>>): TcbChange[] => {
    const changes: TcbChange[] = [];
    for (const [key, tcb] of Object.entries(tcbs)) {
      const end = endOf.get(key);
      if (end === undefined) continue;
      const next = variables(tcb);
      next.forEach((value, field) => {
        if (value !== now[end]?.[field]) changes.push([end, field, said(value, field, trace)]);
      });
      now[end] = next;
    }
    return changes;
  };
  const changes: TcbChanges[] = [];
  trace.steps.forEach((step, index) => {
    const row = rowOf.get(index);
    if (row === undefined || (step.kind !== 'segment' && step.kind !== 'call')) return;
    const before = change(step.before);
    const after = change(step.after);
    if (before.length + after.length > 0) changes.push({ row, before, after });
  });
  return { names: names as Record<State, string>, initial, changes };
}

/** The ends as the scenario first meets them. */
function firstTcbs(trace: Trace): ReadonlyMap<EndKey, Tcb> {
  const firsts = new Map<EndKey, Tcb>();
  for (const step of trace.steps) {
    if (step.kind !== 'segment' && step.kind !== 'call') continue;
    for (const [key, tcb] of Object.entries(step.before)) if (!firsts.has(key)) firsts.set(key, tcb);
  }
  return firsts;
}
