/**
 * The reader of ladders: names over lifelines, and arrows between them. It goes by where things stand, give or take a
 * column or two, since wide characters and hasty hands shift them.
 */
import { strokesIn } from '../layout/strokes.js';
import { drawnLines, mayBeDrawn } from '../layout/text.js';
import type { Figure, FigureEvent, Reader } from '../reader.js';
import { Arrows } from './arrows.js';
import { headingOf, statesBehind } from './heading.js';
import { labelsBeside } from './labels.js';
import { Lifelines } from './lifelines.js';
import { Messages } from './messages.js';
import { ladders, type Part } from './parts.js';
import { remarks } from './remarks.js';
import { Row } from './row.js';

export const ladder: Reader = {
  notation: 'ladder',
  finds(source) {
    if (!mayBeDrawn(source)) return false;
    let rows = 0;
    for (const line of drawnLines(source.lines))
      if (strokesIn(line).some(({ head }) => head !== undefined) && ++rows === 2) return true;
    return false;
  },
  read(source) {
    const rows = drawnLines(source.lines).map((text, index) => new Row(text, index + 1));
    return ladders(rows).flatMap((part) => figureOf(part) ?? []);
  },
};

function figureOf(part: Part): Figure | undefined {
  const { rows, first, last } = part;
  if (first < 0 || last === first) return undefined;
  const heading = headingOf(part);
  if (!heading) return undefined;
  const lifelines = new Lifelines(heading.lifelines);
  leaveRemarks(rows, lifelines);
  const top = rows[heading.row] ?? rows[0];
  const bottom = rows[part.bottom];
  if (!top || !bottom) return undefined;
  const events = eventsOf(part, heading.row, lifelines);
  const used = new Set(events.flatMap((event) => (event.kind === 'message' ? [event.from, event.to] : [])));
  const participants = lifelines.all.map(({ participant }) => participant).filter(({ id }) => used.has(id));
  if (participants.length < 2) return undefined;
  return { title: '', participants, events, line: top.line, endLine: bottom.line };
}

/** Arrows beyond the lifelines belong to remarks: `SYN_SENT -> ESTABLISHED`. */
function leaveRemarks(rows: readonly Row[], { first, last }: Lifelines): void {
  const [from, to] = [first?.column ?? 0, last?.column ?? 0];
  for (const row of rows)
    row.arrows = row.isPath
      ? []
      : row.arrows.filter(({ start, end }) => row.column(start) < to && row.column(end) > from);
}

function eventsOf(part: Part, heading: number, lifelines: Lifelines): FigureEvent[] {
  const arrows = new Arrows(lifelines);
  const messages = new Messages(lifelines, arrows);
  const labels = labelsBeside(part, heading, lifelines, arrows);
  const events: FigureEvent[] = [];
  for (const [index, row] of part.rows.entries()) {
    if (index === heading) events.push(...statesBehind(row, lifelines));
    if (index <= heading && !row.hasArrow) continue;
    if (index > part.bottom) break;
    if (row.hasArrow) events.push(...messages.of(row, labels.of.get(index) ?? []));
    else if (!row.isBlank) events.push(...remarks(row, lifelines, labels.taken));
  }
  return events;
}
