/** From a figure to the script of the TCP exchange in it, if there is one. */
import type { Script } from '../exchange/script.js';
import { answersAlone, connectionsIn, pairOf } from './connections.js';
import { readLabels } from './labels.js';
import { Names } from './names.js';
import type { Figure, FigureEvent, Message, Notation } from './reader.js';
import { SourceMap } from './source-map.js';
import { Writer } from './writer.js';

/** One way through a figure. Lines count from the figure's first. */
export interface Way {
  readonly script: Script;
  readonly map: SourceMap;
  /** Whether it is only asked whether what follows may be right: a part that may not happen is left out. */
  readonly asked: boolean;
}

/** A TCP exchange in another notation. */
export interface FigureExchange {
  readonly notation: Notation;
  readonly line: number;
  readonly endLine: number;
  /** The first is the figure as it stands; others take another branch. */
  readonly ways: readonly [Way, ...Way[]];
  /** As in {@link Figure}. */
  readonly counted: readonly number[];
}

/** At most so many messages: beyond them nobody has drawn the figure by hand. */
export const MOST_MESSAGES = 5_000;

/**
 * The exchange in a figure, or undefined where it is not surely one; where somebody has told that it is one, each pair of
 * ends has a connection.
 */
export function exchangeOf(
  figure: Figure,
  notation: Notation,
  known: 'seen' | 'told' = 'seen',
): FigureExchange | undefined {
  const messages = messagesIn(figure.events);
  if (messages.length < 2 || messages.length > MOST_MESSAGES) return undefined;
  const labels = readLabels(messages);
  const connections = known === 'told' ? new Set(messages.map(pairOf)) : connectionsIn(messages, labels);
  if (connections.size === 0) return undefined;
  const answers = answersAlone(messages, labels);
  const names = new Names(figure.participants, messages, (message) => connections.has(pairOf(message)));
  const make = (choose: Choose, asked: boolean): Way => {
    const writer = new Writer(figure, names, labels, connections, answers);
    for (const event of chosen(figure.events, choose)) {
      if (event.kind === 'stop') break;
      writer.write(event);
    }
    const { statements, mapped } = writer;
    const script: Script = { title: figure.title, mode: 'notes', figure: true, statements };
    return { script, map: new SourceMap(mapped), asked };
  };
  const drawn = make((branches) => branches[0] ?? [], false);
  const { most, optional } = branchesIn(figure.events);
  const others: Way[] = [];
  const seen = new Set(linesOf(drawn));
  for (let index = 1; index < most; index++) {
    const way = make((branches) => branches[Math.min(index, branches.length - 1)] ?? [], false);
    const adds = linesOf(way).some((line) => !seen.has(line));
    for (const line of linesOf(way)) seen.add(line);
    others.push({ ...way, asked: !adds });
  }
  if (optional) others.push(make((branches, may) => (may ? [] : (branches[0] ?? [])), true));
  const { line, endLine, counted = [] } = figure;
  return { notation, line, endLine, ways: [drawn, ...others], counted };
}

/** The lines of a way on which there are segments. */
function linesOf({ script }: Way): number[] {
  return script.statements.filter(({ kind }) => kind === 'segment').map(({ line }) => line);
}

type Choose = (branches: readonly (readonly FigureEvent[])[], optional: boolean) => readonly FigureEvent[];

/** The events of one way through a figure. */
function* chosen(
  events: readonly FigureEvent[],
  choose: Choose,
): Iterable<Exclude<FigureEvent, { kind: 'branches' }>> {
  for (const event of events) {
    if (event.kind === 'branches') yield* chosen(choose(event.branches, event.optional), choose);
    else yield event;
  }
}

function branchesIn(events: readonly FigureEvent[]): { most: number; optional: boolean } {
  let most = 1;
  let optional = false;
  for (const event of events) {
    if (event.kind !== 'branches') continue;
    most = Math.max(most, event.branches.length);
    optional ||= event.optional;
    for (const branch of event.branches) {
      const within = branchesIn(branch);
      most = Math.max(most, within.most);
      optional ||= within.optional;
    }
  }
  return { most: Math.min(most, MOST_BRANCHES), optional };
}

const MOST_BRANCHES = 8;

function messagesIn(events: readonly FigureEvent[]): Message[] {
  return events.flatMap((event) => {
    if (event.kind === 'branches') return event.branches.flatMap(messagesIn);
    return event.kind === 'message' ? [event] : [];
  });
}
