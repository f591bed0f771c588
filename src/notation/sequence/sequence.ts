/**
 * The reader of sequence diagrams as PlantUML, WebSequenceDiagrams, js-sequence-diagrams and sequencediagram.org have
 * them: a statement a line, `A -> B: text`. They differ little enough to be read as one.
 */
import { Blocks } from '../blocks.js';
import type { Figure, Message, Participant, Reader, Source } from '../reader.js';
import type { Range } from '../range.js';
import { Words } from '../words.js';

const LANGUAGES = new Set([
  'plantuml',
  'puml',
  'pu',
  'iuml',
  'uml',
  'wsd',
  'websequence',
  'websequencediagrams',
  'sequence',
  'sequence-diagram',
  'sequencediagram',
  'js-sequence',
  'seq',
]);

export const sequence: Reader = {
  notation: 'sequence',
  finds: ({ language, lines }) =>
    LANGUAGES.has(language) || lines.some((line) => /^\s*@startuml\b/.test(line)),
  read: (source) => figures(source).map((one) => new SequenceFigure(one.lines, one.first).figure()),
};

/** A file may hold several diagrams. */
function figures({ lines }: Source): { lines: readonly string[]; first: number }[] {
  const starts = lines.flatMap((line, index) => (/^\s*@startuml\b/.test(line) ? [index] : []));
  if (starts.length === 0) return [{ lines, first: 0 }];
  return starts.map((first, index) => {
    const next = starts[index + 1] ?? lines.length;
    const end = lines.findIndex((line, at) => at > first && at < next && /^\s*@enduml\b/.test(line));
    return { lines: lines.slice(first, end < 0 ? next : end + 1), first };
  });
}

/** Nobody writes such a line. */
const LONGEST = 2_000;

const NAME = String.raw`(?:"[^"]*"|[^\s"<>:,;#()[\]-][^"<>:,;()[\]]*?)`;
const ARROW = String.raw`(?:(?:<<?|[xo]?\\\\?|[xo]|//?)?-+(?:\[[^\]]*\]|#\w+|(?:left|right|up|down)(?=-))?-*(?:\(\d+\))?(?:>>?[xo]?|[xo](?=\s|$)|x(?=[\p{Lu}"])|\\\\?|//?)?(?:\(\d+\))?)`;
const MESSAGE = new RegExp(
  `^(${NAME})\\s*(${ARROW})\\s*([+*!-]?)(${NAME})\\s*(?:(?:\\+\\+|--|\\*\\*|!!|#\\w+)\\s*)*(?::(.*))?$`,
  'u',
);
const DECLARED =
  /^(?:create\s+)?(?:r?participant|actor|ractor|boundary|control|entity|database|collections|queue|fontawesome\S*|materialdesignicons\S*)\s+(?:(?:"([^"]*)"|(\S.*?))\s+as\s+(?:"([^"]*)"|(\S+))|"([^"]*)"|(\S+(?:\s+(?!order|#|<<)\S+)*?))\s*(?:order\s+\d+)?\s*(?:<<.*>>)?\s*(?:#\S+)?$/iu;
const NOTE =
  /^(?:[hr]?note|state|ref|box|abox|rbox)\s+(?:(left|right)(?:\s+of\s+|\s*(?=:|$))|over\s+)([^:#]*?)\s*(?:#\w+\s*)?(?::(.*))?$/iu;

class SequenceFigure {
  readonly #participants = new Map<string, Participant>();
  readonly #blocks = new Blocks();
  #title = '';
  #last: Message | undefined;
  #broken: Figure['broken'];

  constructor(
    private readonly lines: readonly string[],
    private readonly first: number,
  ) {}

  figure(): Figure {
    for (let index = 0; index < this.lines.length; index++) index = this.#line(index);
    return {
      title: this.#title,
      participants: [...this.#participants.values()],
      events: this.#blocks.finish(),
      line: this.first + 1,
      endLine: this.first + this.lines.length,
      ...(this.#broken === undefined ? {} : { broken: this.#broken }),
    };
  }

  /** Reads the statement that begins on a line, and answers the last of its lines. */
  #line(index: number): number {
    const line = this.lines[index] ?? '';
    const text = line.trim();
    const number = this.first + index + 1;
    const start = line.length - line.trimStart().length;
    if (text === '' || text.length > LONGEST || /^(?:'|\/\/|#|@|!|skinparam|hide|autonumber)/.test(text)) {
      return text.startsWith("/'") ? this.#until(index, /'\//) : index;
    }
    if (text.startsWith("/'")) return this.#until(index, /'\//);
    const heading = /^==+\s*(.*?)\s*==+$/u.exec(text);
    if (heading) {
      const words = heading[1] ?? '';
      this.#blocks.push({
        kind: 'phase',
        words: Words.at(words, number, start + text.indexOf(words) + 1),
        range: this.#range(number, start, text.length),
      });
      return index;
    }
    const title = /^title\s*:?\s+(.+)$/iu.exec(text);
    if (title) {
      this.#title = (title[1] ?? '').trim();
      return index;
    }
    const note = NOTE.exec(text);
    if (note) return this.#note(note, index, number, start, text);
    if (this.#declare(text, number, start) || this.#block(text, number, start)) return index;
    if (this.#message(text, number, start)) return index;
    if (/\S\s*<?--?>|<-/u.test(text)) this.#broken ??= { line: number, why: WHY };
    return index;
  }

  #until(index: number, end: RegExp): number {
    const last = this.lines.findIndex((line, at) => at >= index && end.test(line));
    return last < 0 ? this.lines.length : last;
  }

  #declare(text: string, line: number, start: number): boolean {
    const match = DECLARED.exec(text);
    if (!match) return false;
    const [, quotedFirst, first, quotedSecond, second, quoted, bare] = match;
    const one = quotedFirst ?? first;
    const other = quotedSecond ?? second;
    // `participant "Label" as X`, or the other way round.
    const [id, label] =
      one === undefined || other === undefined
        ? [quoted ?? bare ?? '', undefined]
        : quotedSecond !== undefined
          ? [one, other]
          : [other, one];
    const shown = label ?? id;
    this.#participants.set(id, {
      id,
      ...(label === undefined ? {} : { label }),
      range: this.#range(line, start + text.indexOf(shown), shown.length),
    });
    return true;
  }

  #block(text: string, line: number, start: number): boolean {
    const match =
      /^(alt|opt|loop|par|break|critical|group|box|else|also|end)\b(?!\s*(?:-|<|:))\s*(.*)$/iu.exec(text);
    if (!match) return false;
    const keyword = (match[1] ?? '').toLowerCase();
    const title = (match[2] ?? '').replace(/^#\S+\s*/, '').trim();
    if (keyword === 'end') {
      // `end note` and the like close what is read as a whole.
      this.#blocks.end();
      return true;
    }
    if (keyword === 'else') this.#blocks.next();
    else if (keyword !== 'also') this.#blocks.begin(keyword);
    if (title !== '' && keyword !== 'box') {
      const at = start + text.lastIndexOf(title);
      this.#blocks.push({
        kind: 'phase',
        words: Words.at(title, line, at + 1),
        range: this.#range(line, start, text.length),
      });
    }
    return true;
  }

  #message(text: string, line: number, start: number): boolean {
    const match = MESSAGE.exec(text);
    if (!match) return false;
    const [, leftName = '', arrow = '', sign = '', rightName = '', label = ''] = match;
    const points = {
      left: arrow.startsWith('<'),
      right: /[>\\/x]+[xo]?(?:\(\d+\))?$/u.test(arrow) && !arrow.startsWith('<'),
    };
    if (!points.left && !points.right && !/^-+$/.test(arrow)) return false;
    // A line without a head is no message.
    if (!points.left && !points.right) return false;
    const left = this.#meet(leftName);
    const right = this.#meet(rightName);
    const range = this.#range(line, start, text.length);
    const leftRange = this.#range(line, start, leftName.length);
    const rightStart =
      start + text.indexOf(rightName, leftName.length + arrow.length) + (sign === '' ? 0 : 0);
    const rightRange = this.#range(line, rightStart, rightName.length);
    const words = Words.trimmed(label, line, start + text.length - label.length + 1);
    if (points.left && />/.test(arrow)) {
      this.#blocks.push({ kind: 'note', over: [left, right], words, range });
      return true;
    }
    const message: Message = {
      kind: 'message',
      from: points.left ? right : left,
      to: points.left ? left : right,
      ...(/x/i.test(arrow) ? { fate: 'lost' as const } : {}),
      label: words,
      range,
      fromRange: points.left ? rightRange : leftRange,
      toRange: points.left ? leftRange : rightRange,
    };
    this.#last = message;
    this.#blocks.push(message);
    return true;
  }

  #note(
    [, side, names = '', text]: RegExpExecArray,
    index: number,
    line: number,
    start: number,
    whole: string,
  ): number {
    let last = index;
    let words: Words;
    if (text === undefined) {
      // Words on lines of their own, up to `end note`.
      last = this.#until(index + 1, /^\s*(?:end\s*(?:[hr]?note|ref|box|state)\b|end\s*$)/iu);
      words = new Words(
        this.lines.slice(index + 1, last).map((each, i) => ({
          text: each.trim(),
          line: line + 1 + i,
          column: each.length - each.trimStart().length + 1,
        })),
      );
    } else {
      words = Words.trimmed(text, line, start + whole.length - text.length + 1);
    }
    const over = names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => this.#meet(name));
    this.#blocks.push({
      kind: 'note',
      over: over.length > 0 ? over : this.#beside(side),
      words,
      range: this.#range(line, start, whole.length),
    });
    return last;
  }

  /** `note left` stands at the left end of the last message. */
  #beside(side: string | undefined): readonly string[] {
    if (!this.#last) return [];
    const order = [...this.#participants.keys()];
    const ends = [this.#last.from, this.#last.to].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const end = side?.toLowerCase() === 'left' ? ends[0] : ends[1];
    return end === undefined ? [] : [end];
  }

  #meet(name: string): string {
    const id = /^"(.*)"$/u.exec(name.trim())?.[1] ?? name.trim();
    if (!this.#participants.has(id)) this.#participants.set(id, { id });
    return id;
  }

  #range(line: number, start: number, length: number): Range {
    return { line, column: start + 1, endLine: line, endColumn: start + length + 1 };
  }
}

const WHY = {
  en: 'this line is no statement of a sequence diagram',
  'zh-cn': '这一行不是时序图的语句',
};
