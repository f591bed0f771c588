/**
 * Figures that stand in no block of their own: arrow lines in the items of a list, in a quotation, or in a paragraph,
 * ladders whose author has forgotten the fence, output of tcpdump in the text. What belongs together is what one list,
 * one quotation or one section holds.
 */
import type Token from 'markdown-it/lib/token.mjs';
import type { Unfenced } from './markdown.js';

/** What may be an arrow; whether it is one, the readers say. */
const POINTS = /[-=─━═—–~.]>|<[-=─━═—–~.]|[→←⟶⟵⇒⇐➔➜►◄▶◀]|\S > \S|-{2,}\s?[xX×✗](?!\S)/u;

/** What makes text bold, or code. */
const MARKS = /\*{2,3}|(?<![\p{L}\d])__|__(?![\p{L}\d])|`+/gu;

/** The paragraphs of one list, one quotation or one section. */
class Group {
  readonly #lines = new Map<number, string>();
  /** Lines of lists in it that have no arrows: what they say is said of the line above. */
  readonly #asides = new Map<number, string>();
  #pointing = 0;

  get pointing(): number {
    return this.#pointing;
  }

  paragraph(first: number, texts: readonly string[]): void {
    const pointing = texts.filter((text) => POINTS.test(text)).length;
    this.#pointing += pointing;
    texts.forEach((text, index) => {
      const own = pointing > 0 && (pointing > 1 || POINTS.test(text));
      (own ? this.#lines : this.#asides).set(first + index, text);
    });
  }

  /** Takes in what a list inside says, if that is no figure itself; answers whether it has. */
  takes(inner: Group): boolean {
    if (inner.#pointing > 0) return false;
    for (const [line, text] of inner.#asides) this.#lines.set(line, text);
    return true;
  }

  /** Goes on with another section. */
  joins(next: Group): void {
    for (const [line, text] of next.#lines) this.#lines.set(line, text);
    this.#pointing += next.#pointing;
  }

  /** As one piece, in which everything else is blank; undefined where nothing points from one to another twice. */
  piece(): Unfenced | undefined {
    if (this.#pointing < 2) return undefined;
    const numbers = [...this.#lines.keys()].sort((a, b) => a - b);
    const [first = 0, last = first] = [numbers[0], numbers.at(-1)];
    const lines = Array.from(
      { length: last - first + 1 },
      (_, index) => this.#lines.get(first + index) ?? '',
    );
    return { kind: 'prose', first, lines };
  }
}

/** `1.`, `**Step 2**`, `第三次握手`: the number of a step, before what shows it. */
const STEP =
  /^\W*(?:(?:step|schritt|étape|paso|passo|шаг)\s*)?(?:(\d{1,2})(?:[.):、．：\s]|st|nd|rd|th|$)|第\s*([一二三四五六七八九]))/iu;

function stepOf(text: string): number | undefined {
  const [, digits, word] = STEP.exec(text) ?? [];
  if (digits !== undefined) return Number(digits);
  return word === undefined ? undefined : '一二三四五六七八九'.indexOf(word) + 1;
}

/** Collects the groups of a text from the tokens of its blocks. */
export class Prose {
  readonly #open: Group[] = [new Group()];
  /** The sections before the current one that show one step each. */
  #steps: Group | undefined;
  readonly #found: Unfenced[] = [];
  /** Fences that show one step each, by its number, and the number that was said last. */
  #fenced = new Group();
  #shown = 0;
  #step: number | undefined;
  #isParagraph = false;

  constructor(private readonly lines: readonly string[]) {}

  read({ type, map, content }: Token): void {
    switch (type) {
      case 'bullet_list_open':
      case 'ordered_list_open':
      case 'blockquote_open':
        this.#open.push(new Group());
        break;
      case 'bullet_list_close':
      case 'ordered_list_close': {
        const inner = this.#open.pop();
        if (inner && !(this.#open.length > 1 && this.#open.at(-1)?.takes(inner))) this.#put(inner);
        break;
      }
      case 'blockquote_close':
        this.#put(this.#open.pop());
        break;
      case 'heading_open':
      case 'hr':
        if (this.#open.length === 1) this.#section();
        break;
      case 'paragraph_open':
        this.#isParagraph = true;
        break;
      case 'paragraph_close':
        this.#isParagraph = false;
        break;
      case 'fence':
        if (map) this.#fence(map[0] + 1, content.replace(/\n$/, '').split('\n'));
        break;
      case 'inline':
        this.#step = stepOf(content);
        if (this.#isParagraph && map) this.#open.at(-1)?.paragraph(map[0], this.#placed(map[0], content));
        break;
    }
  }

  finish(): readonly Unfenced[] {
    this.#section();
    this.#steppedFences();
    this.#put(this.#steps);
    return this.#found.sort((a, b) => a.first - b.first);
  }

  /** A fence that shows one step: where the steps are counted, they are one figure. */
  #fence(first: number, texts: readonly string[]): void {
    const step = this.#step;
    this.#step = undefined;
    if (step === undefined || texts.filter((text) => POINTS.test(text)).length !== 1) return;
    if (step !== this.#shown + 1) this.#steppedFences();
    if (step !== this.#shown + 1) return;
    this.#shown = step;
    this.#fenced.paragraph(
      first,
      texts.map((text) => (POINTS.test(text) ? text : '')),
    );
  }

  #steppedFences(): void {
    this.#put(this.#fenced);
    this.#fenced = new Group();
    this.#shown = 0;
  }

  /** Ends a section. Where each shows one step, they are one figure. */
  #section(): void {
    const section = this.#open[0];
    if (!section || section.pointing === 0) return;
    this.#open[0] = new Group();
    if (section.pointing === 1 && this.#steps) this.#steps.joins(section);
    else {
      this.#put(this.#steps);
      this.#steps = section.pointing === 1 ? section : undefined;
      if (!this.#steps) this.#put(section);
    }
  }

  #put(group: Group | undefined): void {
    const piece = group?.piece();
    if (piece) this.#found.push(piece);
  }

  /** The lines of a paragraph in the columns in which they stand, without what stands before them, and without marks. */
  #placed(first: number, content: string): readonly string[] {
    return content.split('\n').map((text, index) => {
      const line = this.lines[first + index] ?? '';
      const own = text.trim();
      const start = own === '' ? 0 : Math.max(0, line.lastIndexOf(own));
      return ' '.repeat(start) + own.replaceAll(MARKS, (marks) => ' '.repeat(marks.length));
    });
  }
}
