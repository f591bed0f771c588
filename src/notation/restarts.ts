/**
 * Figures in which the same ends open one connection after another. A figure names hosts, not ports: a SYN that is
 * answered by a SYN,ACK once more is another connection between them.
 */
import { pairOf, readLabels } from './exchange.js';
import type { Figure, FigureEvent, Message } from './reader.js';

/** The figures that a figure is made of: one for each time that its ends open a connection. */
export function apart(figure: Figure): readonly Figure[] {
  const { events } = figure;
  const messages = events.filter((event): event is Message => event.kind === 'message');
  const labels = readLabels(messages);
  /** The pairs whose last SYN has been answered. */
  const answered = new Set<string>();
  const cuts: number[] = [];
  events.forEach((event, index) => {
    if (event.kind !== 'message') return;
    const label = labels.get(event);
    const pair = pairOf(event);
    if (!label) return;
    const { flags } = label;
    if (flags.has('SYN') && !flags.has('ACK')) {
      const again = answered.delete(pair);
      if (again && (label.data || isAnswered(event, events, index))) cuts.push(headOf(events, index));
    } else if (flags.has('RST')) answered.delete(pair);
    else if (flags.has('SYN') && (event.fate ?? 'delivered') === 'delivered' && !label.lost)
      answered.add(pair);
  });

  /** Whether the next message between the two is a SYN,ACK of the other. */
  function isAnswered({ from, to }: Message, all: readonly FigureEvent[], index: number): boolean {
    const next = all
      .slice(index + 1)
      .find(
        (event): event is Message =>
          event.kind === 'message' &&
          (event.from === to || event.from === from) &&
          (event.to === to || event.to === from),
      );
    const flags = next && labels.get(next)?.flags;
    return next?.from === to && flags?.has('SYN') === true && flags.has('ACK');
  }

  if (cuts.length === 0) return [figure];
  return [0, ...cuts].map((from, part, all) => partOf(figure, from, all[part + 1] ?? events.length));
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
