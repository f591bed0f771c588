/** Walking through an exchange: where one can stand, and what both ends are there. Pure. */
import { TCB_FIELDS, type Drawing, type DrawnState } from '../diagram/drawing.js';

/** Before the first row: nothing has happened yet. */
export const START = -1;

/** What happens at an end, as a step of its own; notes, phases and asserted states happen to nobody. */
export function eventRows({ rows }: Drawing): number[] {
  return rows.flatMap(({ kind }, index) => (kind === 'segment' || kind === 'call' ? [index] : []));
}

/** The event at a row or the last one above it; {@link START} where there is none. */
export function eventAt(drawing: Drawing, row: number): number {
  return eventRows(drawing).findLast((event) => event <= row) ?? START;
}

/** The last row that belongs to what has happened: notes on an event stand below it. */
export function lastRowOf({ rows }: Drawing, event: number): number {
  let last = event;
  while (event !== START && rows[last + 1]?.kind === 'note') last++;
  return last;
}

/** What is known of an end at one moment. */
export interface EndMoment {
  /** Undefined for an end that the scenario has not come to. */
  readonly state: Omit<DrawnState, 'end'> | undefined;
  /** In the order of TCB_FIELDS; empty for none. */
  readonly values: readonly string[];
}

/** An end before and after a row. */
export interface EndStep {
  /** Index in the drawing's ends. */
  readonly end: number;
  /** `C`, or `S(C1)` where an end has several connections. */
  readonly name: string;
  readonly before: EndMoment;
  readonly after: EndMoment;
}

/** All ends before and after a row. Before {@link START} is what it is after. */
export function endsAt(drawing: Drawing, row: number): EndStep[] {
  const { ends, initial, rows, tcbs } = drawing;
  const states = ends.map((_, end): EndMoment['state'] => initial.find((one) => one.end === end));
  const values = ends.map((_, end) => [...(tcbs?.initial[end] ?? TCB_FIELDS.map(() => ''))]);
  const moments = () => ends.map((_, end) => ({ state: states[end], values: [...(values[end] ?? [])] }));
  const follow = (index: number) => {
    for (const state of rows[index]?.states ?? []) states[state.end] = state;
  };
  const set = (changes: readonly (readonly [number, number, string])[] | undefined) => {
    for (const [end, field, value] of changes ?? []) {
      const tcb = values[end];
      if (tcb) tcb[field] = value;
    }
  };
  let next = 0;
  const changes = tcbs?.changes ?? [];
  for (; (changes[next]?.row ?? Infinity) < row; next++) {
    set(changes[next]?.before);
    set(changes[next]?.after);
  }
  for (let index = 0; index < row; index++) follow(index);
  const here = changes[next]?.row === row ? changes[next] : undefined;
  set(here?.before);
  const before = moments();
  set(here?.after);
  follow(row);
  const after = moments();
  const none: EndMoment = { state: undefined, values: [] };
  return ends.map((_, end) => ({
    end,
    name: endName(drawing, end),
    before: before[end] ?? none,
    after: after[end] ?? none,
  }));
}

function endName({ ends, participants }: Drawing, end: number): string {
  const { participant = -1, peer = '' } = ends[end] ?? {};
  const name = participants[participant]?.name ?? '';
  return peer === '' ? name : `${name}(${peer})`;
}

/** The ends that a row is about: both of its connection as far as they have a TCB, from left to right. */
export function pairAt(drawing: Drawing, row: number): number[] {
  const about = ownPair(drawing, row);
  if (about.length !== 1 || drawing.rows[row]?.kind === 'segment') {
    return about.length > 0 ? about : nearestPair(drawing, row, () => true);
  }
  // A call is at one end: the other is its peer in the nearest segment.
  const pair = nearestPair(drawing, row, (ends) => ends.includes(about[0] ?? -1));
  return pair.length > 0 ? pair : about;
}

function ownPair({ rows, ends }: Drawing, index: number): number[] {
  const row = rows[index];
  if (!row) return [];
  const at = (participant: number) =>
    row.states.find(({ end }) => ends[end]?.participant === participant)?.end ?? [];
  if (row.kind === 'segment') return [row.from, row.to].flatMap(at).sort((a, b) => sideOf(ends, a, b));
  return row.kind === 'call' ? [row.participant].flatMap(at) : [];
}

function sideOf(ends: Drawing['ends'], a: number, b: number): number {
  return (ends[a]?.participant ?? 0) - (ends[b]?.participant ?? 0);
}

/** The pair of the segment nearest to a row, the ones above it first. */
function nearestPair(drawing: Drawing, row: number, fits: (ends: readonly number[]) => boolean): number[] {
  const { rows } = drawing;
  const order = [
    ...rows
      .map((_, index) => index)
      .filter((index) => index < row)
      .reverse(),
    ...rows.map((_, index) => index).filter((index) => index > row),
  ];
  for (const index of order) {
    if (rows[index]?.kind !== 'segment') continue;
    const ends = ownPair(drawing, index);
    if (ends.length > 0 && fits(ends)) return ends;
  }
  return drawing.ends.length === 0 ? [] : drawing.ends.slice(0, 2).map((_, end) => end);
}

/** The states that an end has been in up to and with a row, repetitions left out. */
export function pathOf({ initial, rows }: Drawing, end: number, row: number): DrawnState['state'][] {
  const path = initial.filter((one) => one.end === end).map(({ state }) => state);
  for (const { states } of rows.slice(0, row + 1)) {
    const now = states.find((one) => one.end === end);
    if (now && now.state !== path.at(-1)) path.push(now.state);
  }
  return path;
}
