/** What is a drawing. Layout and Mermaid take it as it is: each index in it must point at something. */
import {
  TCB_FIELDS,
  type CallRow,
  type DrawnEnd,
  type DrawnNumber,
  type DrawnProblem,
  type DrawnReason,
  type DrawnState,
  type DrawnTcbs,
  type DrawnTimer,
  type Drawing,
  type FileProblem,
  type NoteRow,
  type Participant,
  type PhaseRow,
  type Row,
  type RowPoint,
  type RowState,
  type RowTime,
  type SegmentRow,
  type StateRow,
  type TcbChange,
  type TcbChanges,
} from '../diagram/drawing.js';
import { STATES, type State } from '../tcp/state.js';
import {
  count,
  list,
  object,
  once,
  one,
  only,
  optional,
  text,
  truth,
  tuple,
  variant,
  where,
  within,
  type Schema,
} from './schema.js';

/** More than that is no exchange that anybody reads, and would keep a page busy for minutes. */
const MOST_ROWS = 200_000;
const MOST_PARTICIPANTS = 10_000;

const severity = one(['error', 'warning', 'information', 'hint']);
const state = one(STATES);

const participant = object<Participant>({ name: text, label: text, stateless: truth });
const end = object<DrawnEnd>({ participant: count, peer: text });
const drawnState = object<DrawnState>({ end: count, state, name: text });
const rowState = object<RowState>({ end: count, state, name: text, changed: truth });

const reason = object<DrawnReason>({ text, section: text, href: optional(text) });

/** Microseconds; thirty years of them are more than any exchange takes. */
const moment = within(-1e15, 1e15);

const time = object<RowTime>({ at: moment, arrives: optional(moment) });

const point = object<RowPoint>({ row: count, arrives: truth });

const timer = object<DrawnTimer>({
  kind: one(['rto', 'persist', 'delayedAck', '2MSL', 'keepalive']),
  participant: count,
  from: point,
  to: point,
  text,
});

const anyRow = {
  time: optional(time),
  line: count,
  endLine: count,
  states: list(rowState),
  text,
  problems: list(count),
  why: optional(reason),
  measured: optional(text),
  goesOn: optional(text),
};

const row = variant<'kind', Row>('kind', {
  segment: object<SegmentRow>({
    ...anyRow,
    kind: only('segment'),
    number: count,
    from: count,
    to: count,
    passage: one(['across', 'lost', 'departure', 'arrival']),
    other: optional(count),
    origin: one(['new', 'repeat', 'dup', 'stale', 'forged']),
    flags: text,
    numbers: list(object<DrawnNumber>({ name: text, value: text })),
    remarks: list(text),
    usual: optional(moment),
    fate: text,
  }),
  call: object<CallRow>({ ...anyRow, kind: only('call'), participant: count, call: text }),
  state: object<StateRow>({ ...anyRow, kind: only('state'), participant: count }),
  phase: object<PhaseRow>({ ...anyRow, kind: only('phase') }),
  note: object<NoteRow>({ ...anyRow, kind: only('note'), first: count, last: count }),
});

const problem = object<DrawnProblem>({
  row: optional(count),
  line: count,
  severity,
  code: text,
  message: text,
  short: text,
  section: text,
  href: optional(text),
  deliberate: optional(object<{ readonly why: string }>({ why: text })),
});

const change: Schema<TcbChange> = tuple(count, count, text);

const tcbs = object<DrawnTcbs>({
  names: object<Readonly<Record<State, string>>>(
    Object.fromEntries(STATES.map((name) => [name, text])) as Readonly<Record<State, Schema<string>>>,
  ),
  initial: list(list(text)),
  changes: list(once(object<TcbChanges>({ row: count, before: list(change), after: list(change) }))),
});

export const drawing: Schema<Drawing> = where(
  object<Drawing>({
    language: one(['en', 'zh-cn']),
    title: text,
    line: count,
    endLine: count,
    participants: list(participant, MOST_PARTICIPANTS),
    ends: list(end),
    initial: list(drawnState),
    rows: list(once(row), MOST_ROWS),
    problems: list(problem),
    timers: optional(list(timer)),
    totals: optional(text),
    tcbs: optional(tcbs),
  }),
  holdsTogether,
);

export const fileProblem = object<FileProblem>({
  line: count,
  severity,
  code: text,
  message: text,
  broken: truth,
  unsaid: optional(only(true)),
});

/** Whether whatever it counts is there. */
function holdsTogether(drawing: Drawing): boolean {
  const { participants, ends, initial, rows, problems, timers = [], tcbs } = drawing;
  const isParticipant = (index: number) => index < participants.length;
  const isEnd = (index: number) => index < ends.length;
  const isRow = (index: number) => index < rows.length;
  const isChange = ([at, field]: TcbChange) => isEnd(at) && field < TCB_FIELDS.length;
  return (
    ends.every((one) => isParticipant(one.participant)) &&
    initial.every((one) => isEnd(one.end)) &&
    problems.every((one) => one.row === undefined || isRow(one.row)) &&
    timers.every((one) => isParticipant(one.participant) && isRow(one.from.row) && isRow(one.to.row)) &&
    rows.every(
      (one) =>
        one.states.every((at) => isEnd(at.end)) &&
        one.problems.every((index) => index < problems.length) &&
        participantsOf(one).every(isParticipant) &&
        (one.kind !== 'segment' || one.other === undefined || isRow(one.other)),
    ) &&
    (tcbs === undefined ||
      (tcbs.initial.length <= ends.length &&
        tcbs.changes.every(
          ({ row: at, before, after }) => isRow(at) && before.every(isChange) && after.every(isChange),
        )))
  );
}

/** The lifelines that a row names. */
function participantsOf(one: Row): readonly number[] {
  switch (one.kind) {
    case 'segment':
      return [one.from, one.to];
    case 'call':
    case 'state':
      return [one.participant];
    case 'note':
      return [one.first, one.last];
    case 'phase':
      return [];
  }
}
