/** The reader of Markdown tables in which each row is a segment. */
import { arrows } from '../arrows/arrows.js';
import { plain } from '../label/plain.js';
import { drawnLines, onlyState } from '../layout/text.js';
import type { Figure, FigureEvent, Reader, Source } from '../reader.js';
import { Words } from '../words.js';
import { cellsOf, type Row } from './cells.js';
import { columnsOf, ownersOf } from './columns.js';
import { goesAnyWay } from './directions.js';
import { EndsOfRows } from './ends.js';
import { eventsOf } from './segment.js';

export const table: Reader = {
  notation: 'table',
  finds: ({ kind, lines }) => kind === 'table' && lines.length >= 4,
  read(source) {
    const figure = figureOf(source);
    return figure ? [figure] : columnsIn(source).flatMap((column) => arrows.read(column));
  },
};

/** Each column alone, the others blanked: one may hold arrow lines. */
function columnsIn({ lines, ...source }: Source): readonly Source[] {
  const rows = lines.map((text, line) => (line < 2 ? [] : cellsOf(text)));
  const width = rows.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: width }, (_, column) => ({
    ...source,
    lines: rows.map((cells) => {
      const cell = cells[column];
      return cell ? ' '.repeat(cell.start) + cell.text : '';
    }),
  }));
}

function figureOf(source: Source): Figure | undefined {
  const lines = drawnLines(source.lines);
  const [head, , ...body] = lines.map((text, index): Row => ({ line: index + 1, cells: cellsOf(text) }));
  if (!head) return undefined;
  const columns = columnsOf(head, body);
  const ends = new EndsOfRows(head, body, columns);
  const sent = body.map((row) => ends.of(row));
  const { participants, directed } = ends;
  // A list of flags, of which some go both ways.
  if (directed >= 0 && body.some((row, index) => !sent[index] && goesAnyWay(row, directed))) return undefined;
  if (sent.filter((one) => one !== undefined).length < 2 || participants.length < 2) return undefined;
  const owners = ownersOf(
    columns.titles,
    participants.map(({ id }) => id),
  );
  const events = body.flatMap((row, index): FigureEvent[] => {
    const own = sent[index];
    return own ? eventsOf(row, own, columns, owners) : statesBetween(row, owners);
  });
  return { title: '', participants, events, line: 1, endLine: lines.length };
}

/** The states that a row tells in which nothing is sent. */
function statesBetween({ cells, line }: Row, owners: readonly (string | undefined)[]): FigureEvent[] {
  return cells.flatMap((cell, index): FigureEvent[] => {
    const end = owners[index];
    if (end === undefined || !onlyState(plain(cell.text).text)) return [];
    const words = Words.at(cell.text, line, cell.start + 1);
    return [{ kind: 'note', over: [end], words, range: words.whole }];
  });
}
