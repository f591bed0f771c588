/** What is written in a drawing, how wide it is, and how it breaks into lines. */
import type { CallRow, Drawing, DrawnState, Row, SegmentRow } from './drawing.js';
import type { Measure, Piece, Remark, TextLine } from './places.js';
import { wrapEvenly } from './wrap.js';

const CHIP_PADDING = 16;

export class Lettering {
  constructor(
    private readonly drawing: Drawing,
    readonly measure: Measure,
  ) {}

  /** A state, with the peer's name where the lifeline has several connections. */
  chipText({ end, name }: Pick<DrawnState, 'end' | 'name'>): string {
    const peer = this.drawing.ends[end]?.peer ?? '';
    return peer === '' ? name : `${peer} · ${name}`;
  }

  chipWidth(text: string): number {
    return Math.ceil(this.measure(text, 'chip')) + CHIP_PADDING;
  }

  lineWidth(line: TextLine): number {
    const blank = this.measure(' ', 'number');
    return line.reduce((width, { text, face }) => width + this.measure(text, face) + blank, -blank);
  }

  widest(lines: readonly TextLine[]): number {
    return Math.max(0, ...lines.map((line) => this.lineWidth(line)));
  }

  /** Breaks a label between its pieces where it is wider than `width`. */
  wrapLine(pieces: TextLine, width: number): TextLine[] {
    const lines: Piece[][] = [];
    for (const piece of pieces) {
      const line = lines.at(-1);
      if (line && this.lineWidth([...line, piece]) <= width) line.push(piece);
      else lines.push([piece]);
    }
    return lines;
  }

  wrapText(text: string, width: number): string[] {
    return wrapEvenly(text, 'small', width, this.measure);
  }

  widestText(lines: readonly string[]): number {
    return Math.max(0, ...lines.map((line) => this.measure(line, 'small')));
  }

  /** What is said of a row beside it: what is wrong in a few words, and what the writer says. */
  remarks(row: Row): Remark[] {
    const remarks: Remark[] = [];
    for (const index of row.problems) {
      const problem = this.drawing.problems[index];
      if (!problem || problem.severity === 'hint') continue;
      if (problem.deliberate) {
        const why = problem.deliberate.why || problem.short;
        remarks.push({ text: `✗ ${why}`, tone: 'deliberate', problem: index });
      } else {
        const sign = problem.severity === 'information' ? 'ⓘ' : '⚠';
        remarks.push({ text: `${sign} ${problem.short}`, tone: problem.severity, problem: index });
      }
    }
    // Phases and notes are the writer's words already, and a call has them behind it.
    const own = row.kind === 'segment' || row.kind === 'state';
    if (own && row.text !== '') remarks.push({ text: row.text, tone: 'text' });
    return remarks;
  }

  /** The remarks in lines of that width. Only the first line of one leads to its problem. */
  wrapRemarks(row: Row, width: number): Remark[] {
    return this.remarks(row).flatMap((remark) =>
      this.wrapText(remark.text, width).map((text, line) =>
        line === 0 ? { ...remark, text } : { text, tone: remark.tone },
      ),
    );
  }
}

/** What stands on an arrow. */
export function labelOf(row: SegmentRow): TextLine {
  return [
    { text: row.flags, face: 'flags' },
    ...row.numbers.map(({ name, value }): Piece => ({
      text: value === '' ? name : `${name}=${value}`,
      face: 'number',
    })),
    ...(row.remarks.length > 0 ? [{ text: row.remarks.join(' · '), face: 'small' } as const] : []),
  ];
}

/** A call with the words that the writer put behind it. */
export function callText(row: CallRow): string {
  return row.text === '' ? row.call : `${row.call}: ${row.text}`;
}
