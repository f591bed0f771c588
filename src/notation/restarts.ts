/**
 * Figures in which the same ends open one connection after another. A figure names hosts, not ports: a SYN that is
 * answered by a SYN,ACK once more is another connection between them.
 */
import { MOST_MESSAGES, pairOf, readLabels } from './exchange.js';
import type { Figure, FigureEvent, Message } from './reader.js';

/** The figures that a figure is made of: one for each time that its ends open a connection. */
export function apart(figure: Figure): readonly Figure[] {
  const { events } = figure;
  const messages = events.filter((event): event is Message => event.kind === 'message');
  // Two openings take three messages at least that speak of SYN.
  if (messages.length > MOST_MESSAGES || messages.filter(speaksOfSyn).length < 3) return [figure];
  const cuts = cutsIn(events, messages);
  if (cuts.length === 0) return [figure];
  return [0, ...cuts].map((from, part, all) => partOf(figure, from, all[part + 1] ?? events.length));
}

function speaksOfSyn({ said, label }: Message): boolean {
  return said ? said.flags.has('SYN') : /syn/iu.test(label.text);
}

/** Where another connection begins: places of events. */
function cutsIn(events: readonly FigureEvent[], messages: readonly Message[]): number[] {
  const labels = readLabels(messages);
  const flagged = messages.filter((message) => (labels.get(message)?.flags.size ?? 0) > 0);
  const next = followers(flagged);
  const lasts = new Map(flagged.map((message) => [pairOf(message), message]));
  /** The pairs whose last SYN has been answered, and those that have begun and not yet ended. */
  const answered = new Set<string>();
  const running = new Set<string>();
  const cuts: number[] = [];
  events.forEach((event, index) => {
    const label = event.kind === 'message' ? labels.get(event) : undefined;
    if (event.kind !== 'message' || !label || label.flags.size === 0) return;
    const { flags } = label;
    const pair = pairOf(event);
    if (flags.has('SYN') && !flags.has('ACK')) {
      const reply = next.get(event);
      const opens = reply?.from === event.to && labels.get(reply)?.flags.has('SYN') === true;
      // Where others go on, their connections would be cut in two.
      const alone = running.size === 0 || (running.size === 1 && running.has(pair));
      if (answered.delete(pair) && (opens || label.data) && alone) cuts.push(headOf(events, index));
    } else if (flags.has('RST')) answered.delete(pair);
    else if (flags.has('SYN') && (event.fate ?? 'delivered') === 'delivered' && !label.lost)
      answered.add(pair);
    if (lasts.get(pair) === event) running.delete(pair);
    else running.add(pair);
  });
  return cuts;
}

/** The message after each between the same ends. */
function followers(messages: readonly Message[]): ReadonlyMap<Message, Message> {
  const last = new Map<string, Message>();
  const next = new Map<Message, Message>();
  for (const message of messages) {
    const before = last.get(pairOf(message));
    if (before) next.set(before, message);
    last.set(pairOf(message), message);
  }
  return next;
}

/** Where what leads to a message begins: notes and headings before it. */
function headOf(events: readonly FigureEvent[], index: number): number {
  let head = index;
  while (head > 0 && (events[head - 1]?.kind === 'note' || events[head - 1]?.kind === 'phase')) head--;
  return head;
}

function partOf(figure: Figure, from: number, to: number): Figure {
  const lineOf = (index: number): number | undefined => {
    const event = figure.events[index];
    return event && 'range' in event ? event.range.line : undefined;
  };
  const line = from === 0 ? figure.line : (lineOf(from) ?? figure.line);
  const next = lineOf(to);
  return {
    ...figure,
    line,
    endLine: next === undefined ? figure.endLine : next - 1,
    events: figure.events.slice(from, to),
    // Where a later part begins its ends have been named already.
    participants: figure.participants.map(({ range, ...participant }) =>
      range && range.line >= line ? { ...participant, range } : participant,
    ),
  };
}
