/** Looks for a reading in which nothing is wrong, for as long as that is worth it. */
import type { Bilingual } from '../../rules/rule.js';
import { bestReading } from '../../exchange/best-reading.js';
import { STEP } from '../../exchange/work.js';
import { isTravelling, journeysOf, type Doubts } from '../exchange/journey.js';
import type { Connection } from '../exchange/pair.js';
import type { Passing } from '../exchange/passing.js';
import { judged, type Reading, type Wrong } from './judge.js';
import { otherReadings } from './otherwise.js';
import { tellingOf, type Style } from './statements.js';
import { NOT_ALL_TRIED } from './words.js';

/** What may be done to find another reading, beyond playing the first (see `Work`). */
const MOST = 16_000 * STEP;
/** What working out the way of a segment counts, against playing it. */
const WAY = STEP / 8;
/** So many segments behind a problem tell whether another reading is right. */
const BEHIND = 8;

export class Search {
  /** Where each segment stands. */
  readonly #places: ReadonlyMap<Passing, number>;
  #left = MOST;

  constructor(
    private readonly connection: Connection,
    private readonly passings: readonly Passing[],
    private readonly remarks: readonly Bilingual[],
    private readonly style: Style,
  ) {
    this.#places = new Map(passings.map((passing, index) => [passing, index]));
  }

  /** The best reading that is found: its first problems fall away one after the other, as far as they do. */
  from(first: Reading): Reading {
    const best = bestReading<Reading, Wrong>(first, {
      wrongBehind: (reading, place) => this.#wrongBehind(reading, place),
      better: (reading, wrong, place) => this.#better(reading, wrong, place),
    });
    const isUnfinished = this.#left <= 0 && best.wrong.length > 0;
    return isUnfinished ? this.#read(best.doubts, best, [NOT_ALL_TRIED]) : best;
  }

  #wrongBehind(reading: Reading, behind: number): { wrong: Wrong; place: number } | undefined {
    for (const wrong of this.#left > 0 ? reading.wrong : []) {
      const place = this.#placeOf(reading, wrong);
      if (place > behind && place < Infinity) return { wrong, place };
    }
    return undefined;
  }

  /** Readings in which nothing is wrong up to a place, and no more than before behind it. */
  *#better(current: Reading, wrong: Wrong, place: number): Iterable<Reading> {
    const until = Math.min(this.passings.length, place + 1 + BEHIND);
    for (const doubts of otherReadings(current, wrong, this.passings.slice(0, place))) {
      if (this.#left <= 0) return;
      const tried = this.#read(doubts, current, [], until);
      if (tried.wrong.some((one) => this.#placeOf(tried, one) <= place)) continue;
      // What is put in must be possible itself.
      if (this.#elsewhere(tried) > this.#elsewhere(current)) continue;
      const full = this.#read(doubts, current);
      if (full.wrong.length <= current.wrong.length) yield full;
    }
  }

  #read(
    doubts: Doubts,
    other: Reading,
    more: readonly Bilingual[] = [],
    until = this.passings.length,
  ): Reading {
    const { connection, passings, remarks, style } = this;
    const events = journeysOf(passings.slice(0, until), doubts);
    const isWhole = until === passings.length;
    const telling = tellingOf(connection, events, isWhole ? [...remarks, ...more] : [], style);
    const reading = judged(telling, doubts, other);
    this.#left -= reading.replayed.spent + until * WAY;
    return reading;
  }

  /** The place of the segment that is wrong; Infinity where it is none of those that passed. */
  #placeOf({ telling }: Reading, { statement }: Wrong): number {
    const event = telling.events.get(statement);
    return (event && isTravelling(event) ? this.#places.get(event.passing) : undefined) ?? Infinity;
  }

  #elsewhere(reading: Reading): number {
    return reading.wrong.filter((one) => this.#placeOf(reading, one) === Infinity).length;
  }
}
