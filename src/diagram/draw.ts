/** From a trace to a drawing: who stands where, what changed, what is said. */
import {
  exprText,
  type CallStatement,
  type Expr,
  type SegmentStatement,
  type Statement,
} from '../exchange/script.js';
import { endNamed, NETWORK } from '../exchange/topology.js';
import { durationText } from '../exchange/duration.js';
import { roundTripsOf, type RoundTrip } from '../exchange/round-trips.js';
import { totalsOf } from '../exchange/totals.js';
import { stepTimesOf, waysOf, type Times } from '../exchange/times.js';
import type { EndKey, Found, SegmentStep, States, Step, Trace } from '../exchange/trace.js';
import { meantInWords } from '../rules/meant.js';
import { roundTripInWords } from '../rules/round-trip.js';
import { word, type WordingOptions } from '../rules/wording.js';
import { FLAGS } from '../tcp/segment.js';
import type { Seq } from '../tcp/seq.js';
import { stateName, type State } from '../tcp/state.js';
import type {
  DrawnState,
  Drawing,
  DrawnEnd,
  DrawnNumber,
  DrawnProblem,
  DrawnTimer,
  Participant,
  Passage,
  Row,
  RowPoint,
  RowState,
  SegmentRow,
} from './drawing.js';
import { drawTcbs } from './tcbs.js';
import { timersOf, type StepMoment } from '../exchange/timers.js';
import { totalsInWords } from './totals.js';
import { visible } from './visible.js';
import { whyOf } from './why.js';
import { wordsIn, type Words } from './words.js';

export interface DrawOptions extends WordingOptions {
  /** The line of the file on which the scenario's own text begins, and its last one. */
  readonly line: number;
  readonly endLine: number;
  /** Whether the variables of the ends are wanted, too. */
  readonly tcbs?: boolean;
}

/**
 * Draws one scenario. `faults` are all that were found in it, the rules' own included; what the writer chose to
 * ignore is not among them.
 */
export function draw(trace: Trace, faults: readonly Found[], options: DrawOptions): Drawing {
  return new Draughtsman(trace, options).draw(faults);
}

class Draughtsman {
  readonly #trace: Trace;
  readonly #options: DrawOptions;
  readonly #words: Words;
  /** The ends that have a name, from left to right. */
  readonly #columns: Trace['endpoints'];
  readonly #participants: Participant[] = [];
  readonly #ends: DrawnEnd[] = [];
  readonly #endOf = new Map<EndKey, number>();
  /** The lifeline of an unnamed peer, where there is one. */
  #network: number | undefined;
  readonly #columnOf = new Map<string, number>();
  readonly #rows: Row[] = [];
  /** The row that a statement is drawn as. */
  readonly #rowOfStatement = new Map<number, number>();
  readonly #rowOfStep = new Map<number, number>();
  #segments = 0;
  /** What has been sent above: a SYN+ACK repeats a SYN's number and yet is seen for the first time. */
  readonly #sent = new Set<string>();
  readonly #times: readonly (Times | undefined)[];
  readonly #trips: ReadonlyMap<number, RoundTrip>;
  readonly #ways: readonly (number | undefined)[];

  constructor(trace: Trace, options: DrawOptions) {
    this.#trace = trace;
    this.#options = options;
    this.#words = wordsIn(options.language);
    this.#columns = columnsOf(trace);
    this.#times = stepTimesOf(trace);
    this.#trips = options.tcbs ? roundTripsOf(trace, this.#times) : new Map<number, RoundTrip>();
    this.#ways = waysOf(trace.script);
    for (const { name, label, unchecked } of this.#columns) {
      this.#columnOf.set(name, this.#participants.length);
      this.#participants.push({ name: visible(name), label: visible(label ?? ''), stateless: unchecked });
    }
    this.#placeEnds();
    const segments = trace.steps.filter((step) => step.kind === 'segment');
    const named = segments.some(({ from, to }) => from === NETWORK || to === NETWORK);
    const alone = this.#participants.length < 2 && segments.length > 0;
    if (named || alone) {
      this.#network = this.#participants.length;
      this.#participants.push({ name: this.#words.unnamedPeer, label: '', stateless: true });
    }
  }

  draw(faults: readonly Found[]): Drawing {
    const trace = this.#trace;
    const byStatement = new Map<number, Found[]>();
    for (const found of faults) {
      const list = byStatement.get(found.place.statement);
      if (list) list.push(found);
      else byStatement.set(found.place.statement, [found]);
    }
    const problems = new Problems(trace, this.#options);
    let before: States | undefined;
    let begun = false;
    trace.steps.forEach((step, index) => {
      const statement = trace.script.statements[step.statement];
      if (!statement) return;
      const found = byStatement.get(step.statement) ?? [];
      byStatement.delete(step.statement);
      const line = this.#line(statement.line);
      const row = this.#row(step, statement, index, begun || found.length > 0, found.length > 0);
      if (row) {
        begun ||= row.kind === 'segment' || row.kind === 'call';
        const at = this.#rows.length;
        this.#rowOfStatement.set(step.statement, at);
        this.#rowOfStep.set(index, at);
        this.#rows.push({
          ...row,
          states: this.#states(before, step.states, this.#about(step, statement)),
          problems: problems.add(found, line, at),
          ...this.#why(step, index),
        });
      } else {
        problems.add(found, line, undefined);
      }
      before = step.states;
      if (step.kind === 'segment') this.#sent.add(sentAs(step));
    });
    // What no step stands for, such as a declaration of an endpoint.
    for (const [index, found] of byStatement) {
      problems.add(found, this.#line(trace.script.statements[index]?.line ?? 1), undefined);
    }
    this.#joinFlights();
    const timers = this.#timers();
    const totals = this.#options.tcbs ? totalsOf(trace, this.#times, this.#trips) : undefined;
    return {
      language: this.#options.language,
      title: visible(trace.script.title),
      line: this.#options.line,
      endLine: this.#options.endLine,
      participants: this.#participants,
      ends: this.#ends,
      initial: this.#initial(),
      rows: this.#rows,
      problems: problems.list,
      ...(timers.length === 0 ? {} : { timers }),
      ...(totals ? { totals: totalsInWords(totals, this.#options.language) } : {}),
      ...(this.#options.tcbs
        ? { tcbs: drawTcbs(trace, this.#endOf, this.#rowOfStep, this.#options.states) }
        : {}),
    };
  }

  #timeOf({ step, arrives }: StepMoment): number | undefined {
    const times = this.#times[step];
    return arrives ? times?.arrives : times?.at;
  }

  /** What ends wait for, with how long where that is known. */
  #timers(): DrawnTimer[] {
    const point = ({ step, arrives }: StepMoment): RowPoint | undefined => {
      const row = this.#rowOfStep.get(step);
      return row === undefined ? undefined : { row, arrives };
    };
    return timersOf(this.#trace, (moment) => this.#timeOf(moment)).flatMap((timer): DrawnTimer[] => {
      const [participant, from, to] = [this.#participant(timer.end), point(timer.from), point(timer.to)];
      if (participant === undefined || !from || !to) return [];
      const [since, until] = [this.#timeOf(timer.from), this.#timeOf(timer.to)];
      const known = since !== undefined && until !== undefined && until > since;
      const name = this.#words.timer[timer.kind];
      const text = known ? `${name} ${durationText(until - since)}` : name;
      return [{ kind: timer.kind, participant, from, to, text }];
    });
  }

  /** Why a step did what it did, and how a wrong one is played on, for who steps through the drawing. */
  #why(step: Step, index: number): Pick<Row, 'why' | 'goesOn' | 'measured'> {
    if (!this.#options.tcbs || (step.kind !== 'segment' && step.kind !== 'call')) return {};
    const { language } = this.#options;
    const why = whyOf(step, language);
    const goesOn = step.kind === 'segment' ? meantInWords(step, this.#trace, language) : undefined;
    const trip = this.#trips.get(index);
    return {
      ...(trip ? { measured: visible(roundTripInWords(trip, language)) } : {}),
      ...(why ? { why: { ...why, text: visible(why.text) } } : {}),
      ...(goesOn === undefined ? {} : { goesOn: visible(goesOn) }),
    };
  }

  #line(line: number): number {
    return this.#options.line + line - 1;
  }

  /** Gives every end of a connection its lifeline, and the peer's name where one alone would not tell. */
  #placeEnds(): void {
    const { initial, final } = this.#trace;
    const all = [...new Set([...Object.keys(initial), ...Object.keys(final)])].flatMap((key) => {
      const { name, peer = '' } = endNamed(key);
      const participant = this.#columnOf.get(name);
      return participant === undefined ? [] : [{ key, participant, peer }];
    });
    const counts = new Map<number, number>();
    for (const { participant } of all) counts.set(participant, (counts.get(participant) ?? 0) + 1);
    for (const { key, participant, peer } of all) {
      this.#endOf.set(key, this.#ends.length);
      this.#ends.push({ participant, peer: counts.get(participant) === 1 ? '' : visible(peer) });
    }
  }

  #participant(key: EndKey | null | undefined): number | undefined {
    if (!key) return undefined;
    if (key === NETWORK) return this.#network;
    const end = this.#endOf.get(key);
    if (end !== undefined) return this.#ends[end]?.participant;
    return this.#columnOf.get(endNamed(key).name);
  }

  #initial(): DrawnState[] {
    return Object.entries(this.#trace.initial).flatMap(([key, state]) => this.#state(key, state));
  }

  /** The state as it is drawn; nothing of an end that has none. */
  #state(key: EndKey, state: State | undefined): DrawnState[] {
    const end = this.#endOf.get(key);
    const drawn = end === undefined ? undefined : this.#ends[end];
    if (!state || end === undefined || !drawn) return [];
    if (this.#participants[drawn.participant]?.stateless) return [];
    return [{ end, state, name: stateName(state, this.#options.states) }];
  }

  /** The states that have changed, and those of the ends that a step is about. */
  #states(before: States | undefined, after: States, about: readonly EndKey[]): RowState[] {
    const { initial } = this.#trace;
    const then = (key: EndKey): State | undefined => (before ? before.get(key) : initial[key]);
    const shown = new Set([...about, ...(before ? after.changedSince(before) : after.keys())]);
    return [...shown]
      .flatMap((key): RowState[] => {
        const [was, is] = [then(key), after.get(key)];
        const changed = was !== undefined && was !== is;
        return changed || about.includes(key) ? this.#state(key, is).map((one) => ({ ...one, changed })) : [];
      })
      .sort((a, b) => a.end - b.end);
  }

  /** The ends whose states are shown at a step even when nothing changed. */
  #about(step: Step, statement: Statement): EndKey[] {
    if (step.kind === 'segment') return [step.from, step.to].filter((key) => key !== null);
    if (step.kind === 'call') return [step.end];
    if (statement.kind !== 'state' && statement.kind !== 'path') return [];
    const { name, peer } = statement.end;
    return [...this.#endOf.keys()].filter((key) => {
      const end = endNamed(key);
      return end.name === name && (peer === undefined || end.peer === undefined || end.peer === peer);
    });
  }

  #row(step: Step, statement: Statement, index: number, show: boolean, wrong: boolean): Row | undefined {
    const time = this.#times[index];
    const common = {
      ...(time ? { time } : {}),
      line: this.#line(statement.line),
      endLine: this.#line(statement.endLine),
      states: [],
      text: visible(statement.text ?? ''),
      problems: [],
    };
    switch (statement.kind) {
      case 'segment':
        return step.kind === 'segment' ? this.#segment(step, statement, index, common) : undefined;
      case 'call': {
        const participant = this.#participant(step.kind === 'call' ? step.end : statement.end.name);
        if (participant === undefined) return undefined;
        return { ...common, kind: 'call', participant, call: this.#call(statement) };
      }
      case 'state':
      case 'path': {
        const participant = this.#participant(statement.end.name);
        // A path is about the whole scenario: where it stands, nothing happens.
        const shown = common.text !== '' || (statement.kind === 'state' ? show : wrong);
        if (participant === undefined || !shown) return undefined;
        return { ...common, kind: 'state', participant };
      }
      case 'phase':
        return { ...common, kind: 'phase' };
      case 'note': {
        const over = statement.ends.flatMap((name) => this.#participant(name) ?? []);
        const all = over.length > 0 ? over : this.#participants.map((_, place) => place);
        return { ...common, kind: 'note', first: Math.min(...all), last: Math.max(...all) };
      }
      case 'endpoint':
      case 'timing':
        return undefined;
    }
  }

  #call(statement: CallStatement): string {
    const call = this.#words.call[statement.call];
    return statement.octets === undefined ? call : `${call} ${statement.octets}`;
  }

  #segment(
    step: SegmentStep,
    statement: SegmentStatement,
    index: number,
    common: Omit<Row, 'kind'>,
  ): SegmentRow | undefined {
    const ends = this.#endsOfSegment(step, statement);
    if (!ends) return undefined;
    const departed = step.departure === undefined ? undefined : this.#rowOfStep.get(step.departure);
    const departure = departed === undefined ? undefined : this.#rows[departed];
    const number = departure?.kind === 'segment' ? departure.number : ++this.#segments;
    return {
      ...common,
      kind: 'segment',
      number,
      from: ends.from,
      to: ends.to,
      ...this.#usual(step),
      passage: PASSAGES[step.fate],
      origin: step.origin,
      flags: this.#flags(step, statement),
      numbers: this.#numbers(step, statement),
      remarks: this.#remarks(step),
      fate: this.#fate(step, index),
    };
  }

  #usual({ statement }: SegmentStep): Pick<SegmentRow, 'usual'> {
    const usual = this.#ways[statement];
    return usual === undefined ? {} : { usual };
  }

  /** The two lifelines of a segment, also where one is only written as `...`. */
  #endsOfSegment(
    step: SegmentStep,
    statement: SegmentStatement,
  ): { readonly from: number; readonly to: number } | undefined {
    const other = this.#trace.steps[step.departure ?? step.arrival ?? -1];
    const twin = other?.kind === 'segment' ? other : undefined;
    const from = this.#participant(step.from ?? statement.from ?? twin?.from);
    const to = this.#participant(step.to ?? statement.to ?? twin?.to);
    if (from !== undefined && to !== undefined) return from === to ? undefined : { from, to };
    const known = from ?? to;
    if (known === undefined) return undefined;
    const unknown = this.#peer(known, from === undefined ? step.to : step.from, statement);
    if (unknown === undefined) return undefined;
    return from === undefined ? { from: unknown, to: known } : { from: known, to: unknown };
  }

  /** Whom an end speaks with when only `...` is written: its connection's peer, else the neighbour on that side. */
  #peer(known: number, key: EndKey | null, statement: SegmentStatement): number | undefined {
    const named = key ? endNamed(key).peer : undefined;
    const byName = named === undefined ? undefined : this.#participant(named);
    if (byName !== undefined && byName !== known) return byName;
    const rightwards = (statement.from === undefined) === (statement.arrow === 'left');
    const neighbours = rightwards ? [known + 1, known - 1] : [known - 1, known + 1];
    return neighbours.find((index) => this.#participants[index] !== undefined);
  }

  /** The flags as they were written, which a reader looks for; what shorthand implies is on the wire only. */
  #flags(step: SegmentStep, statement: SegmentStatement): string {
    const flags: string[] = FLAGS.filter((flag) => statement.flags.has(flag));
    if (statement.data || step.len > 0) flags.push('DATA');
    return flags.length > 0 ? flags.join('+') : this.#words.noFlags;
  }

  /** The numbers as they were written, right or wrong; what was left out is filled in where the note lets it be told. */
  #numbers(step: SegmentStep, statement: SegmentStatement): DrawnNumber[] {
    const numbers: DrawnNumber[] = [];
    const add = (name: string, value: string) => numbers.push({ name: visible(name), value: visible(value) });
    const number = (name: string, written: Expr | undefined, filledIn: Seq) => {
      if (written) add(name, exprText(written));
      else if (this.#trace.known(filledIn)) add(name, this.#trace.speak(filledIn));
    };
    if (step.seq !== null) number('seq', statement.seq, step.seq);
    if (step.ack !== null && statement.flags.has('ACK')) number('ack', statement.ack, step.ack);
    if (step.len > 0 && !step.lenAssumed) add('len', String(step.len));
    if (statement.win !== undefined) add('win', String(statement.win));
    if (statement.up !== undefined) add('up', String(statement.up));
    for (const { name, value } of statement.options) add(name, value ?? '');
    return numbers;
  }

  #remarks(step: SegmentStep): string[] {
    const remarks: string[] = [];
    const said = step.origin === 'repeat' && !this.#sent.has(sentAs(step)) ? 'new' : step.origin;
    if (said !== 'new') remarks.push(this.#words.origin[said]);
    if (step.outcome === 'discarded') remarks.push(this.#words.discarded);
    return remarks;
  }

  #fate(step: SegmentStep, index: number): string {
    if (step.fate === 'lost') return this.#words.lost;
    const arrives = step.arrival !== undefined && step.arrival > index;
    return step.fate === 'sent' && !arrives ? this.#words.inFlight : '';
  }

  /** Ties the two rows of each segment that was under way. */
  #joinFlights(): void {
    this.#trace.steps.forEach((step, index) => {
      // A copy comes by a way of its own, on which nobody saw it leave.
      if (step.kind !== 'segment' || step.departure === undefined || step.origin === 'dup') return;
      const arrival = this.#rowOfStep.get(index);
      const departure = this.#rowOfStep.get(step.departure);
      if (arrival === undefined || departure === undefined) return;
      this.#tie(arrival, departure);
      this.#tie(departure, arrival);
    });
  }

  #tie(at: number, other: number): void {
    const row = this.#rows[at];
    if (row?.kind !== 'segment') return;
    this.#rows[at] = { ...row, other };
  }
}

/** What is the same where a segment is sent again. */
function sentAs({ from, seq, flags }: SegmentStep): string {
  return `${from} ${seq} ${flags.join()}`;
}

/**
 * The ends as they stand from left to right: those that are declared in their order, then those of the segments as these
 * are written, then the others. What an end does before it speaks does not decide where it stands.
 */
function columnsOf({ script, endpoints }: Trace): Trace['endpoints'] {
  const declared = script.statements.flatMap((one) => (one.kind === 'endpoint' ? one.name : []));
  const written = script.statements.flatMap((one) => {
    if (one.kind !== 'segment') return [];
    return one.arrow === 'right' ? [one.from, one.to] : [one.to, one.from];
  });
  const names = [...new Set([...declared, ...written, ...endpoints.map(({ name }) => name)])];
  const byName = new Map<string | undefined, Trace['endpoints'][number]>(
    endpoints.map((endpoint) => [endpoint.name, endpoint]),
  );
  return names.flatMap((name) => byName.get(name) ?? []);
}

const PASSAGES: Readonly<Record<SegmentStatement['fate'], Passage>> = {
  delivered: 'across',
  lost: 'lost',
  sent: 'departure',
  arrived: 'arrival',
};

/** Collects problems while rows are drawn. */
class Problems {
  readonly list: DrawnProblem[] = [];

  constructor(
    private readonly trace: Trace,
    private readonly options: DrawOptions,
  ) {}

  /** Adds what was found at one statement and returns its indices. */
  add(found: readonly Found[], line: number, row: number | undefined): number[] {
    return found.map((one) => {
      const { code, severity, message, short, section, href } = word(one, this.trace, this.options);
      this.list.push({
        ...(row === undefined ? {} : { row }),
        line,
        severity,
        code,
        message: visible(message),
        short: visible(short),
        section,
        ...(href === undefined ? {} : { href }),
        ...(one.expected ? { deliberate: { why: visible(one.expected.why ?? '') } } : {}),
      });
      return this.list.length - 1;
    });
  }
}
