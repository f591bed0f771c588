/**
 * When things happen: the times that are written, and those that follow from the delays. In microseconds since the
 * beginning of the exchange, which is the first time on the clock where times are those of a clock.
 */
import type { Instant, Script, Statement, Timing, TimingStatement } from './script.js';
import type { Trace } from './trace.js';

/** When a statement happens: when its segment leaves, or arrives where it was under way, and when that then arrives. */
export interface Times {
  readonly at: number;
  readonly arrives?: number;
}

const DAY = 24 * 3600 * 1e6;

/** How long things usually take, as far as the lines above say it. */
export class Timings {
  readonly #durations = new Map<string, number>();

  add({ timing, ends, duration }: TimingStatement): void {
    this.#durations.set(keyOf(timing, ends), duration);
  }

  /** From one end to another: as is written for this way, for the way back, for all. */
  delay(from: string, to: string): number | undefined {
    return this.#of('delay', [from, to]) ?? this.#of('delay', [to, from]) ?? this.#of('delay', []);
  }

  /** What an end has of its own, or has like all others. */
  of(timing: Exclude<Timing, 'delay'>, end: string): number | undefined {
    return this.#of(timing, [end]) ?? this.#of(timing, []);
  }

  #of(timing: Timing, ends: readonly string[]): number | undefined {
    return this.#durations.get(keyOf(timing, ends));
  }
}

function keyOf(timing: Timing, ends: readonly string[]): string {
  return [timing, ...ends].join(' ');
}

/** Turns times as they are written into numbers, from one line to the next. */
class Clock {
  #first: number | undefined;
  #last = 0;
  #day = 0;

  /** @param before what a time counts from that is after another */
  read({ since, at }: Instant, before: number): number {
    if (since === 'beginning') return at;
    if (since === 'before') return before + at;
    // On the clock, what is long before the line above is on the next day.
    if (this.#first !== undefined && at + this.#day < this.#last - DAY / 2) this.#day += DAY;
    this.#last = at + this.#day;
    this.#first ??= this.#last;
    return this.#last - this.#first;
  }
}

/** The times of each statement, by its index; undefined where nothing says when it happens. */
export function timesOf({ statements }: Pick<Script, 'statements'>): readonly (Times | undefined)[] {
  const clock = new Clock();
  const timings = new Timings();
  let before = 0;
  return statements.map((statement): Times | undefined => {
    if (statement.kind === 'timing') timings.add(statement);
    if (!statement.moment) return undefined;
    const at = clock.read(statement.moment.at, before);
    before = at;
    const arrives = statement.moment.arrives
      ? clock.read(statement.moment.arrives, at)
      : arrivalBy(statement, at, timings);
    return { at, ...(arrives === undefined ? {} : { arrives }) };
  });
}

/** The times of each step, by its index: an arrival that its line tells of has the time at which it arrives. */
export function stepTimesOf({
  script,
  steps,
}: Pick<Trace, 'script' | 'steps'>): readonly (Times | undefined)[] {
  const times = timesOf(script);
  return steps.map((step) => {
    const own = times[step.statement];
    const half = step.kind === 'segment' && step.fate === 'arrived' && own?.arrives !== undefined;
    return half ? { at: own.arrives } : own;
  });
}

function arrivalBy(statement: Statement, at: number, timings: Timings): number | undefined {
  if (statement.kind !== 'segment' || statement.fate !== 'delivered') return undefined;
  const { from, to } = statement;
  const delay = from === undefined || to === undefined ? undefined : timings.delay(from, to);
  return delay === undefined ? undefined : at + delay;
}

/** How long the segment of each statement is usually on its way, by the statement's index. */
export function waysOf({ statements }: Pick<Script, 'statements'>): readonly (number | undefined)[] {
  const timings = new Timings();
  return statements.map((statement) => {
    if (statement.kind === 'timing') timings.add(statement);
    if (statement.kind !== 'segment' || statement.from === undefined || statement.to === undefined)
      return undefined;
    return timings.delay(statement.from, statement.to);
  });
}
