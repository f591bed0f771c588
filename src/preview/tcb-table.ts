/** The TCBs of a few ends before and after a row, side by side. */
import { TCB_FIELDS } from '../diagram/drawing.js';
import type { EndMoment, EndStep } from './steps.js';
import { html } from './svg.js';
import type { Words } from './words.js';

const NONE = '–';

/**
 * One column an end, one row a variable. What changed is bold and has what it was before it, so that it can be told
 * without colour. `mark` puts an end's sign before its name.
 */
export function tcbTable(
  ends: readonly EndStep[],
  words: Words,
  mark: (index: number) => Node | string = () => '',
): HTMLTableElement {
  const head = ends.map(({ name }, index) =>
    html('th', { scope: 'col' }, mark(index), html('bdi', {}, name)),
  );
  const read = (field: number) => (moment: EndMoment) => moment.values[field] ?? '';
  const rows = [
    row(words.state, '', ends, words, ({ state }) => state?.name ?? ''),
    ...TCB_FIELDS.map((name, field) => row(name, words.variables[name], ends, words, read(field))),
  ];
  return html(
    'table',
    { class: 'segno-tcb' },
    html('thead', {}, html('tr', {}, html('td'), ...head)),
    html('tbody', {}, ...rows),
  );
}

function row(
  name: string,
  meaning: string,
  ends: readonly EndStep[],
  words: Words,
  read: (moment: EndMoment) => string,
): HTMLElement {
  const title = meaning === '' ? {} : { title: meaning };
  return html(
    'tr',
    {},
    html('th', { scope: 'row', ...title }, name),
    ...ends.map(({ before, after }) => cell(read(before), read(after), words)),
  );
}

function cell(before: string, after: string, words: Words): HTMLElement {
  const now = after === '' ? NONE : after;
  if (before === after)
    return html('td', { class: after === '' ? 'segno-none' : undefined }, html('bdi', {}, now));
  const was = before === '' ? NONE : before;
  return html(
    'td',
    { class: 'segno-changed' },
    html(
      'span',
      { class: 'segno-was' },
      html('span', { class: 'segno-heard' }, `${words.was} `),
      html('bdi', {}, was),
      ' → ',
    ),
    html('b', {}, html('bdi', {}, now)),
  );
}
