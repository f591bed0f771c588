/** The reader of Mermaid's sequence diagrams. */
import { Blocks } from '../blocks.js';
import type { Figure, FigureEvent, Message, Participant, Reader, Source } from '../reader.js';
import type { Range } from '../range.js';
import { Words } from '../words.js';
import type { Message as MessageNode, Remark, Statement } from './generated/ast.js';
import { statementsOf, type Placed } from './statements.js';

export const mermaid: Reader = {
  notation: 'mermaid',
  finds({ language, lines }) {
    return (
      ['mermaid', 'mmd', ''].includes(language) && lines.some((line) => /^\s*sequenceDiagram\b/.test(line))
    );
  },
  read(source) {
    return [new MermaidFigure(source).figure()];
  },
};

class MermaidFigure {
  readonly #participants = new Map<string, Participant>();
  readonly #blocks = new Blocks();
  #title = '';
  #broken: Figure['broken'];

  constructor(private readonly source: Source) {}

  figure(): Figure {
    for (const placed of statementsOf(this.source.lines)) {
      if (placed.statement) this.#statement(placed.statement, placed);
      else if (/[-<=][->=]/.test(placed.text)) this.#broken ??= { line: placed.line, why: WHY };
    }
    return {
      title: this.#title,
      participants: [...this.#participants.values()],
      events: this.#blocks.finish(),
      line: 1,
      endLine: this.source.lines.length,
      ...(this.#broken === undefined ? {} : { broken: this.#broken }),
    };
  }

  #statement(statement: Statement, placed: Placed): void {
    switch (statement.$type) {
      case 'Declaration': {
        const id = statement.id.trim();
        const label = statement.label?.trim();
        this.#participants.set(id, {
          id,
          ...(label ? { label } : {}),
          range: rangeIn(
            placed,
            statement.label ? placed.text.lastIndexOf(statement.label) : placed.text.indexOf(id),
            (label ?? id).length,
          ),
        });
        break;
      }
      case 'Message':
        this.#message(statement, placed);
        break;
      case 'Remark':
        this.#remark(statement, placed);
        break;
      case 'Opening':
        this.#begin(statement.keyword.toLowerCase(), placed, statement.title);
        break;
      case 'Alternative':
        this.#next(statement.keyword.toLowerCase(), placed, statement.title);
        break;
      case 'Ending':
        this.#blocks.end();
        break;
      case 'Heading':
        this.#title = (statement.text ?? '').replace(/^:\s*/, '').trim();
        break;
    }
  }

  #meet(name: string): string {
    const id = name.trim();
    if (!this.#participants.has(id)) this.#participants.set(id, { id });
    return id;
  }

  #push(event: FigureEvent): void {
    this.#blocks.push(event);
  }

  #message(node: MessageNode, placed: Placed): void {
    const [left, right] = [this.#meet(node.from), this.#meet(node.to)];
    const label = wordsOf(node.text, placed);
    const range = rangeIn(placed, 0, placed.text.length);
    const { arrow } = node;
    if (arrow.startsWith('<<')) {
      this.#push({ kind: 'note', over: [left, right], words: label, range });
      return;
    }
    const leftRange = rangeIn(placed, 0, left.length);
    const rightStart = placed.text.indexOf(right, node.from.length + arrow.length);
    const rightRange = rangeIn(placed, rightStart, right.length);
    // The head of an arrow of halves may be at its beginning.
    const turned = /^(?:[\\/]\||\\\\|\/\/)-/.test(arrow);
    const message: Message = {
      kind: 'message',
      from: turned ? right : left,
      to: turned ? left : right,
      ...(/x$/i.test(arrow) ? { fate: 'lost' as const } : {}),
      label,
      range,
      fromRange: turned ? rightRange : leftRange,
      toRange: turned ? leftRange : rightRange,
    };
    this.#push(message);
  }

  #remark({ ends, text }: Remark, placed: Placed): void {
    const over = ends.map((end) => this.#meet(end));
    this.#push({
      kind: 'note',
      over: [...new Set(over)],
      words: wordsOf(text, placed),
      range: rangeIn(placed, 0, placed.text.length),
    });
  }

  #begin(keyword: string, placed: Placed, title: string | undefined): void {
    this.#blocks.begin(keyword);
    if (keyword !== 'rect' && keyword !== 'box') this.#phase(placed, title);
  }

  #next(keyword: string, placed: Placed, title: string | undefined): void {
    if (keyword !== 'and') this.#blocks.next();
    this.#phase(placed, title);
  }

  #phase(placed: Placed, title: string | undefined): void {
    const text = title?.trim() ?? '';
    if (text === '') return;
    const words = Words.at(text, placed.line, placed.column + placed.text.lastIndexOf(text));
    this.#push({ kind: 'phase', words, range: rangeIn(placed, 0, placed.text.length) });
  }
}

const WHY = {
  en: 'this line is no statement of a Mermaid sequence diagram',
  'zh-cn': '这一行不是 Mermaid 时序图的语句',
};

/** The words behind a colon. */
function wordsOf(text: string, placed: Placed): Words {
  const start = placed.text.length - text.length;
  const colon = /^:(?:(?:no)?wrap:)?/i.exec(text)?.[0].length ?? 0;
  return Words.trimmed(text.slice(colon), placed.line, placed.column + start + colon);
}

function rangeIn({ line, column }: Placed, start: number, length: number): Range {
  const from = column + Math.max(0, start);
  return { line, column: from, endLine: line, endColumn: from + length };
}
