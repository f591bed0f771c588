/**
 * The reader of exchanges whose ends are unsaid: chains (`SYN → SYN-ACK → ACK`), lists and sentences that name the
 * segments alone. Anything may look like that, so it reads only what somebody asks to be read, and is none of the
 * readers that look through files.
 */
import { exchangeOf, type Way } from '../exchange.js';
import type { Figure, FigureEvent } from '../reader.js';
import { Words } from '../words.js';
import type { Side } from './sides.js';
import { sendersOf } from './senders.js';
import { other, stepsIn, type Step, type Steps } from './steps.js';

/** Of more than that nobody writes a list by hand, and finding out who sends takes its time. */
export const MOST_STEPS = 60;

/** How many segments a text tells of. */
export function segmentsIn(lines: readonly string[]): number {
  return stepsIn(lines).steps.length;
}

/**
 * The exchange that a text tells of, with the ends that it leaves unsaid; undefined where it tells of fewer than two
 * segments, or of more than {@link MOST_STEPS}. `wrong` counts what is wrong with a script. `known` are the ends
 * of the exchange in which the text stands, if it stands in one.
 */
export function endlessExchange(
  lines: readonly string[],
  wrong: (way: Way) => number,
  known?: Two,
): Way | undefined {
  const found = stepsIn(lines);
  const { steps } = found;
  if (steps.length < 2 || steps.length > MOST_STEPS) return undefined;
  const names = known ?? namesOf(found);
  const wayOf = (senders: readonly Side[]): Way | undefined =>
    exchangeOf(figureOf(steps, senders, names), 'arrows', 'told')?.ways[0];
  const senders = sendersOf(steps, (some) => {
    const way = wayOf(some);
    return way ? wrong(way) : 0;
  });
  return wayOf(senders);
}

export type Two = readonly [string, string];

function namesOf({ steps, called: [one, another] }: Steps): Two {
  const chosen = one ?? another;
  if (chosen === undefined)
    return steps.some(({ label }) => label.flags.has('SYN')) ? ['C', 'S'] : ['A', 'B'];
  const [client, server]: Two = /\p{Script=Han}/u.test(chosen) ? ['客户端', '服务器'] : ['Client', 'Server'];
  return [one ?? client, another ?? server];
}

function figureOf(steps: readonly Step[], senders: readonly Side[], names: Two): Figure {
  const events = senders.flatMap((from, index): FigureEvent[] => {
    const step = steps[index];
    if (!step) return [];
    const line = index + 1;
    const range = { line, column: 1, endLine: line, endColumn: 1 };
    const label = Words.at(step.label.text, line, 1);
    return [
      { kind: 'message', from: names[from], to: names[other(from)], label, said: step.label, range },
      ...step.states.map(({ side, state }): FigureEvent => ({
        kind: 'note',
        over: [names[side]],
        words: Words.at(state.replace('_', '-'), line, 1),
        range,
      })),
    ];
  });
  return {
    title: '',
    participants: names.map((id) => ({ id })),
    events,
    line: 1,
    endLine: steps.length,
  };
}
