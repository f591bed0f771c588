/**
 * Figures in which the same ends open one connection after another. A figure names hosts, not ports: a SYN that is
 * answered by a SYN,ACK once more is another connection between them.
 */
import { pairOf } from './connections.js';
import { MOST_MESSAGES } from './exchange.js';
import { readLabels } from './labels.js';
import type { Figure, FigureEvent, Message } from './reader.js';

/**
 * The figures that a figure is made of: one for ends that have nothing to do with the others, as where two are drawn side
 * by side, and one for each time that its ends open a connection.
 */
export function apart(figure: Figure): readonly Figure[] {
  return sideBySide(figure).flatMap(connectionByConnection);
}

/** The figures of ends that reach one another by messages with flags, if there are several such groups. */
function sideBySide(figure: Figure): readonly Figure[] {
  const groups: Set<string>[] = [];
  for (const event of figure.events) {
    // What may go in several ways is not taken apart.
    if (event.kind === 'branches') return [figure];
    if (event.kind !== 'message' || !speaksOfFlags(event)) continue;
    const [one, other] = groups.filter((group) => group.has(event.from) || group.has(event.to));
    if (one && other) {
      for (const id of other) one.add(id);
      groups.splice(groups.indexOf(other), 1);
    } else if (one) one.add(event.from).add(event.to);
    else groups.push(new Set([event.from, event.to]));
  }
  if (groups.length < 2) return [figure];
  return groups.map((group, index) => {
    const concerns = (event: FigureEvent): boolean => {
      const ends = endsOf(event);
      if (ends.some((id) => group.has(id))) return true;
      return index === 0 && !groups.some((other) => ends.some((id) => other.has(id)));
    };
    return partOf(figure, figure.events.filter(concerns));
  });
}

function endsOf(event: FigureEvent): readonly string[] {
  if (event.kind === 'message') return [event.from, event.to];
  return event.kind === 'note' ? event.over : [];
}

function speaksOfFlags({ said, label }: Message): boolean {
  return said ? said.flags.size > 0 : /SYN|ACK|FIN|RST/iu.test(label.text);
}

function connectionByConnection(figure: Figure): readonly Figure[] {
  const { events } = figure;
  const messages = events.filter((event): event is Message => event.kind === 'message');
  // Two openings take three messages at least that speak of SYN, and a story behind another a reset.
  const mayRestart = messages.filter(speaksOfSyn).length >= 3 || messages.some(speaksOfReset);
  if (messages.length > MOST_MESSAGES || !mayRestart) return [figure];
  const { cuts, asides } = restartsIn(events, messages);
  const parts = [0, ...cuts].map((from, part, all) => events.slice(from, all[part + 1] ?? events.length));
  const taken = new Set(asides.flat());
  const rest = parts.map((part) => part.filter((event) => event.kind !== 'message' || !taken.has(event)));
  if (rest.length + asides.length === 1) return [figure];
  const cutAt = rest.map((part) => partOf(figure, part));
  return [
    // Up to where the next begins.
    ...cutAt.map((part, index) => ({ ...part, endLine: (cutAt[index + 1]?.line ?? part.endLine + 1) - 1 })),
    ...asides.map((part) => partOf(figure, part)),
  ];
}

function speaksOfSyn({ said, label }: Message): boolean {
  return said ? said.flags.has('SYN') : /syn/iu.test(label.text);
}

function speaksOfReset({ said, label }: Message): boolean {
  return said ? said.flags.has('RST') : /rst|\[R/iu.test(label.text);
}

/**
 * Where another connection begins: places of events at which the figure is cut, and what goes on between two ends while
 * others go on, too, whose connections would be cut in two.
 */
function restartsIn(
  events: readonly FigureEvent[],
  messages: readonly Message[],
): { readonly cuts: readonly number[]; readonly asides: readonly (readonly Message[])[] } {
  const labels = readLabels(messages);
  const flagged = messages.filter((message) => (labels.get(message)?.flags.size ?? 0) > 0);
  const next = followers(flagged);
  const lasts = new Map(flagged.map((message) => [pairOf(message), message]));
  /** The pairs whose last SYN has been answered, and those that have begun and not yet ended. */
  const answered = new Set<string>();
  /** Those of which a SYN has been seen, and of the others those that have been reset. */
  const asked = new Set<string>();
  const reset = new Set<string>();
  const running = new Set<string>();
  /** The resets that were the last to be sent. */
  const over = new Map<string, Message>();
  const cuts: number[] = [];
  const asides: Message[][] = [];
  /** The one of these that a pair is in. */
  const current = new Map<string, Message[]>();
  events.forEach((event, index) => {
    if (event.kind !== 'message') return;
    const label = labels.get(event);
    const pair = pairOf(event);
    const begin = (alone: boolean): void => {
      if (alone) {
        cuts.push(headOf(events, index));
        current.delete(pair);
      } else {
        const aside: Message[] = [];
        asides.push(aside);
        current.set(pair, aside);
      }
    };
    if (label && label.flags.size > 0) {
      const { flags } = label;
      const alone = running.size === 0 || (running.size === 1 && running.has(pair));
      if (!flags.has('SYN') && isTurned(events, index, over.get(pair))) {
        answered.delete(pair);
        begin(alone);
      }
      if (flags.has('SYN') && !flags.has('ACK')) {
        asked.add(pair);
        const reply = next.get(event);
        const opens = reply?.from === event.to && labels.get(reply)?.flags.has('SYN') === true;
        if (answered.delete(pair) && (opens || label.data)) begin(alone);
      } else if (flags.has('RST')) {
        answered.delete(pair);
        if (!asked.has(pair)) reset.add(pair);
      } else if (flags.has('SYN') && reset.delete(pair)) begin(alone);
      else if (flags.has('SYN') && (event.fate ?? 'delivered') === 'delivered' && !label.lost)
        answered.add(pair);
      if (flags.has('RST')) over.set(pair, event);
      else over.delete(pair);
      if (lasts.get(pair) === event) running.delete(pair);
      else running.add(pair);
    }
    current.get(pair)?.push(event);
  });
  return { cuts, asides };
}

/**
 * Whether something is said on a line of its own between a reset and the message at a place, which is from the same end:
 * another story begins there.
 */
function isTurned(events: readonly FigureEvent[], index: number, reset: Message | undefined): boolean {
  const message = events[index];
  if (!reset || message?.kind !== 'message' || message.from !== reset.from) return false;
  return events
    .slice(headOf(events, index), index)
    .some(
      (one) =>
        'range' in one && one.range.line > reset.range.endLine && one.range.endLine < message.range.line,
    );
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

/** The figure with some of its events only. */
function partOf(figure: Figure, events: readonly FigureEvent[]): Figure {
  const ranges = events.flatMap((event) => ('range' in event ? [event.range] : []));
  const isFirst = events[0] === figure.events[0];
  const isLast = events.at(-1) === figure.events.at(-1);
  const line = isFirst ? figure.line : Math.min(figure.endLine, ...ranges.map((range) => range.line));
  return {
    ...figure,
    line,
    endLine: isLast ? figure.endLine : Math.max(line, ...ranges.map((range) => range.endLine)),
    events,
    // Where a later part begins its ends have been named already.
    participants: figure.participants.map(({ range, ...participant }) =>
      range && range.line >= line ? { ...participant, range } : participant,
    ),
  };
}
