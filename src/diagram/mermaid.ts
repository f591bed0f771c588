/** The only place that knows Mermaid's syntax and its escaping. */
import type { Drawing, Row, SegmentRow } from './drawing.js';
import { timeColumn } from './time-words.js';
import { visible } from './visible.js';
import { wordsIn } from './words.js';

export interface MermaidOptions {
  /**
   * `base`: lifelines and arrows only, for the preview, which puts all words over them: what has the same arrows is one
   * text, and drawn once. `complete`: everything in words
   * that Mermaid draws by itself, the states as notes, for GitHub and others.
   */
  readonly flavour: 'base' | 'complete';
  /** Only these rows of the drawing, `from` up to but not including `to`. */
  readonly rows?: { readonly from: number; readonly to: number };
  /** Rows that are left out. */
  readonly without?: (row: number) => boolean;
}

/** The drawing as Mermaid text, ending in a line break. Nothing in a note can add a line or a statement to it. */
export function mermaidText(drawing: Drawing, options: MermaidOptions): string {
  const { from, to } = options.rows ?? { from: 0, to: drawing.rows.length };
  const lines = ['sequenceDiagram'];
  const complete = options.flavour === 'complete';
  if (complete && drawing.title !== '') lines.push(`title ${escapeMermaid(drawing.title)}`);
  drawing.participants.forEach((participant, index) => {
    lines.push(`participant p${index} as ${complete ? participantText(participant) : `p${index}`}`);
  });
  if (complete && from === 0) lines.push(...stateNotes(drawing, drawing.initial));
  const times = complete ? timeColumn(drawing) : [];
  for (const [index, row] of drawing.rows.slice(from, to).entries()) {
    if (options.without?.(from + index) === true) continue;
    if (complete) {
      lines.push(...completeRow(drawing, row, times[from + index] ?? ''));
    } else if (row.kind === 'segment') {
      lines.push(messageLine(row, ''));
    }
  }
  return `${lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join('\n')}\n`;
}

/** What stands on the arrow: flags and numbers, and what must be said besides. */
function segmentText(row: SegmentRow, language: Drawing['language'], time: string): string {
  const parts = [
    ...(time === '' ? [] : [`${time} ·`]),
    row.flags,
    ...row.numbers.map(({ name, value }) => (value === '' ? name : `${name}=${value}`)),
  ];
  const arrives = row.passage === 'arrival' ? wordsIn(language).arrives : '';
  const said = [...row.remarks, arrives, row.fate].filter((remark) => remark !== '');
  if (said.length > 0) parts.push(`(${said.join(', ')})`);
  if (row.text !== '') parts.push(`– ${row.text}`);
  return escapeMermaid(parts.join(' '));
}

const ARROWS: Readonly<Record<SegmentRow['passage'], string>> = {
  across: '->>',
  lost: '-x',
  departure: '-)',
  arrival: '-->>',
};

/** The open head is for what is never seen to arrive. */
function arrowOf(row: SegmentRow): string {
  return row.passage === 'departure' && row.other !== undefined ? '->>' : ARROWS[row.passage];
}

function messageLine(row: SegmentRow, text: string): string {
  // An empty message is a syntax error.
  return `p${row.from}${arrowOf(row)}p${row.to}: ${text === '' ? '–' : text}`;
}

function completeRow(drawing: Drawing, row: Row, time: string): string[] {
  const lines: string[] = [];
  switch (row.kind) {
    case 'segment':
      lines.push(messageLine(row, segmentText(row, drawing.language, time)));
      break;
    case 'call':
      lines.push(noteOver(row.participant, row.participant, timed(time, joined(row.call, row.text))));
      break;
    case 'state':
      if (row.text !== '') lines.push(noteOver(row.participant, row.participant, row.text));
      break;
    case 'phase':
      lines.push(noteOver(0, drawing.participants.length - 1, `== ${row.text} ==`));
      break;
    case 'note':
      lines.push(noteOver(row.first, row.last, row.text));
      break;
  }
  lines.push(
    ...stateNotes(
      drawing,
      row.states.filter((state) => state.changed || row.kind === 'state'),
    ),
  );
  const [first, last] =
    row.kind === 'segment' ? span(row.from, row.to) : [0, drawing.participants.length - 1];
  for (const index of row.problems) {
    const problem = drawing.problems[index];
    if (!problem || problem.severity === 'hint') continue;
    lines.push(
      noteOver(
        first,
        last,
        problem.deliberate
          ? joined(`✗ ${wordsIn(drawing.language).deliberate}`, problem.deliberate.why || problem.short)
          : `${problem.severity === 'information' ? 'ⓘ' : '⚠'} ${problem.short}`,
      ),
    );
  }
  return lines;
}

/** The states as the RFC's figures have them, one note across all the lifelines that they are about. */
function stateNotes(drawing: Drawing, states: Drawing['initial']): string[] {
  const stand = states.flatMap((state) => {
    const end = drawing.ends[state.end];
    return end ? [{ ...state, ...end }] : [];
  });
  if (stand.length === 0) return [];
  stand.sort((a, b) => a.participant - b.participant || a.end - b.end);
  const words = stand.map(({ participant, peer, name }) => {
    const owner = drawing.participants[participant]?.name ?? '';
    return `${owner}${peer === '' ? '' : `(${peer})`} ${name}`;
  });
  const places = stand.map(({ participant }) => participant);
  return [noteOver(Math.min(...places), Math.max(...places), words.join(' – '))];
}

function noteOver(first: number, last: number, text: string): string {
  const [left, right] = span(first, last);
  const over = left === right ? `p${left}` : `p${left},p${right}`;
  const escaped = escapeMermaid(text);
  return `Note over ${over}: ${escaped === '' ? '–' : escaped}`;
}

function span(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}

function timed(time: string, text: string): string {
  return time === '' ? text : `${time} · ${text}`;
}

function joined(head: string, text: string): string {
  return text === '' ? head : `${head}: ${text}`;
}

function participantText({ name, label }: { readonly name: string; readonly label: string }): string {
  return escapeMermaid(label === '' || label === name ? name : `${name} · ${label}`);
}

/**
 * One line of text as Mermaid shows it, letter for letter. Entities stand for what Mermaid would read as its own:
 * `;` ends a statement, `#` begins an entity, `$$` a formula, `%%` a comment or a directive, `<br/>` a line break,
 * braces a configuration, a backslash a line break again; the others are Markdown's, in case it is read as such.
 */
export function escapeMermaid(text: string): string {
  return (
    visible(text)
      .replaceAll(/[#;$%<>&{}[\]"`\\*~@^|]/g, (character) => `#${character.charCodeAt(0)};`)
      // `wrap:` and `nowrap:` at the start of a message are settings.
      .replace(/^:?((?:no)?wrap):/i, '$1#58;')
      .replace(/^:/, '#58;')
      // A line that begins with three dashes could be read as front matter.
      .replaceAll('---', '#45;#45;#45;')
      // Links are left as text by the strict security level; other renderers may make them live.
      .replaceAll(/(javascript|data|vbscript):/gi, '$1#58;')
  );
}
