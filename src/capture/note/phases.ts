/** The parts of an exchange that a reader looks for. */
import { FIN, RST, SYN } from '../packet/tcp.js';
import { has, type Side } from '../exchange/passing.js';
import { isTravelling, type Event } from '../exchange/journey.js';

export type Phase = 'opening' | 'request' | 'response' | 'data' | 'closing';

/** An exchange that goes to and fro more often than that is told as data. */
const MOST_TURNS = 6;

/** The phase that begins with an event, by its index. Empty where there is only one. */
export function phasesOf(events: readonly Event[]): ReadonlyMap<number, Phase> {
  const starts: { at: number; phase: Phase }[] = [];
  let speaker: Side | undefined;
  let now: Phase | undefined;
  const begin = (at: number, phase: Phase): void => {
    if (now !== phase || phase === 'request' || phase === 'response') starts.push({ at, phase });
    now = phase;
  };
  for (const [at, event] of events.entries()) {
    if (!isTravelling(event) || event.fate === 'arrived') continue;
    const { passing } = event;
    if (has(passing, FIN | RST)) {
      // A FIN with the last of the data belongs to what it ends.
      if (passing.len === 0 || now === undefined) begin(at, 'closing');
      else now = 'closing';
      if (now === 'closing') break;
    }
    if (has(passing, SYN)) {
      if (now === undefined) begin(at, 'opening');
    } else if (passing.len > 0 && passing.from !== speaker) {
      begin(at, passing.from === 'C' ? 'request' : 'response');
      speaker = passing.from;
    }
  }
  const turns = starts.filter(({ phase }) => phase === 'request' || phase === 'response');
  const [first] = turns;
  const told =
    turns.length > MOST_TURNS && first
      ? starts.flatMap((one) =>
          one === first ? [{ at: one.at, phase: 'data' as const }] : turns.includes(one) ? [] : [one],
        )
      : starts;
  return told.length < 2 ? new Map() : new Map(told.map(({ at, phase }) => [at, phase]));
}
