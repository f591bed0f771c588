/**
 * What runs in VS Code's own Markdown preview: it draws into the elements that the extension has put in place of the
 * blocks. Each drawing lives in a shadow tree, where no other style reaches it, and where it stays while VS Code brings
 * the page up to date around it.
 */
import look from '../../media/drawing.css';
import pageLook from '../../media/markdown.css';
import type { Drawing } from '../diagram/drawing.js';
import { HEADS } from '../diagram/heads.js';
import type { Tile } from '../diagram/picture.js';
import { problemsIn, problemsOf, type SaidProblem } from '../diagram/said.js';
import {
  BLOCK_CLASS,
  DRAWINGS_ATTRIBUTE,
  drawingsIn,
  KEY_ATTRIBUTE,
  KEY_CLASS,
  linePlace,
} from '../protocol/page.js';
import { button } from './button.js';
import { canvasMeasure } from './measure.js';
import { noticeElement, problemElements } from './problems.js';
import { hasContent, settle, type Settled } from './settle.js';
import { html } from './svg.js';
import { Whole } from './whole.js';
import { wordsFor, type Words } from './words.js';

/** How far from the visible part of the page rows are drawn, in pixels. */
const NEAR = 1200;

/** The widest that a drawing gets, in pixels, and how small it may be made before it scrolls. */
const WIDEST = 860;
const SMALLEST = 0.7;

let shared: readonly CSSStyleSheet[] | undefined;

function sheets(): CSSStyleSheet[] {
  shared ??= [look, pageLook].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return [...shared];
}

/** One block of the note. */
class Block {
  readonly #root: ShadowRoot;
  #settled: Settled | undefined;
  #text: string | undefined;
  #width = 0;
  /** Counts the drawings begun, so that one that is overtaken is dropped. */
  #begun = 0;
  #figures: readonly Figure[] = [];
  /** Which of its exchanges are to scale, counted from 0. */
  readonly #toScale = new Set<number>();

  constructor(private readonly element: HTMLElement) {
    this.#root = element.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = sheets();
    // Until it is drawn, the block is there as text.
    this.#root.append(document.createElement('slot'));
    new ResizeObserver(() => this.update()).observe(element);
  }

  update(): void {
    const text = this.element.getAttribute(DRAWINGS_ATTRIBUTE) ?? '';
    const width = Math.min(WIDEST, this.element.clientWidth);
    if (width === 0 || (text === this.#text && width === this.#width)) return;
    if (text !== this.#text) {
      const answer = drawingsIn(text);
      if (!answer) return;
      this.#settled = settle(this.#settled, answer);
    }
    this.#text = text;
    this.#width = width;
    void this.#draw(width);
  }

  async #draw(width: number): Promise<void> {
    const settled = this.#settled;
    if (!settled) return;
    const turn = ++this.#begun;
    const words = wordsFor(this.element.lang);
    try {
      const figures = figuresOf(settled, {
        width,
        words,
        toScale: this.#toScale,
        switchScale: (index) => this.#switchScale(index),
      });
      // What was there before is there again before it takes its place: nothing flashes.
      for (const [index, figure] of figures.entries()) await figure.prepare(this.#figures[index]);
      if (turn !== this.#begun) return;
      this.#figures = figures;
      this.#root.replaceChildren(
        ...(figures.length > 0 ? figures.map(({ element }) => element) : nothingOf(settled, words)),
      );
      this.drawNear();
    } catch (reason) {
      if (turn === this.#begun) this.#fail(reason, words);
    }
  }

  /** Draws one of its exchanges to scale, or not any more; its button keeps the keyboard. */
  #switchScale(index: number): void {
    if (!this.#toScale.delete(index)) this.#toScale.add(index);
    void this.#draw(this.#width).then(() => this.#figures[index]?.switch.focus({ preventScroll: true }));
  }

  /** Draws what is near the visible part of the page, and leaves out the rest of it. */
  drawNear(): void {
    for (const figure of this.#figures) {
      figure.drawNear().catch((reason: unknown) => {
        this.#fail(reason, wordsFor(this.element.lang));
      });
    }
  }

  #fail(reason: unknown, words: Words): void {
    const why = reason instanceof Error ? reason.message : String(reason);
    this.#figures = [];
    this.#root.replaceChildren(
      noticeElement('error', `${words.failed}: ${why}`),
      document.createElement('slot'),
    );
  }
}

/** How one exchange is looked at. */
interface Look {
  readonly width: number;
  readonly words: Words;
  readonly toScale: boolean;
  readonly switchScale: () => void;
}

/** One exchange: its title, what is wrong with it, its picture. */
class Figure {
  readonly element: HTMLElement;
  /** Has time go down the page, or not. */
  readonly switch: HTMLButtonElement;
  readonly #whole: Whole;
  readonly #frame: HTMLElement;

  constructor(
    drawing: Drawing,
    { width, words, toScale, switchScale }: Look,
    said: readonly SaidProblem[],
    /** Names of the places for the lines of the note, row by row; none where the rows stand on other lines by now. */
    places: readonly string[],
  ) {
    this.#whole = new Whole(drawing, width, canvasMeasure(), words, { toScale });
    this.switch = button('scale', toScale ? words.notToScale : words.toScale, switchScale);
    this.switch.setAttribute('aria-pressed', String(toScale));
    const { layout, element } = this.#whole;
    const natural = layout.width;
    const height = element.viewBox.baseVal.height;
    const share = (part: number) => `${(100 * part) / height}%`;
    this.#frame = html('div', { class: 'segno-frame' }, element);
    this.#frame.style.width = `${natural * Math.max(SMALLEST, Math.min(1, width / natural))}px`;
    places.forEach((name, row) => {
      const slot = html('slot', { name });
      slot.style.top = share(HEADS + (layout.tops[row] ?? 0));
      slot.style.height = share(layout.rows[row]?.height ?? 0);
      this.#frame.append(slot);
    });
    this.element = html(
      'figure',
      { class: 'segno-figure', lang: drawing.language },
      ...(drawing.title === '' ? [] : [html('figcaption', {}, drawing.title)]),
      this.switch,
      ...problemElements(said, words),
      html('div', { class: 'segno-scroll' }, this.#frame),
    );
  }

  /** Draws what `before` has drawn, or where there was nothing the beginning. */
  async prepare(before: Figure | undefined): Promise<void> {
    const tops = before ? before.#drawn() : [];
    const [from, to] = [Math.min(...tops), Math.max(...tops)];
    for (const tile of this.#whole.tiles) {
      const { top } = this.#whole.extentOf(tile);
      if (tile.first === 0 || (top >= from && top <= to)) await this.#whole.draw(tile);
    }
  }

  /** The tops of the tiles that are there. */
  #drawn(): number[] {
    const whole = this.#whole;
    return whole.tiles.filter((tile) => whole.isDrawn(tile)).map((tile) => whole.extentOf(tile).top);
  }

  async drawNear(): Promise<void> {
    for (const tile of this.#whole.tiles) if (this.#isNear(tile)) await this.#whole.draw(tile);
    // Only now, so that however far the page went there is always something.
    for (const tile of this.#whole.tiles) if (!this.#isNear(tile)) this.#whole.drop(tile);
  }

  #isNear(tile: Tile): boolean {
    const box = this.#whole.element.getBoundingClientRect();
    const scale = box.width / this.#whole.layout.width;
    const { top, bottom } = this.#whole.extentOf(tile);
    return box.top + bottom * scale > -NEAR && box.top + top * scale < window.innerHeight + NEAR;
  }
}

function figuresOf(
  { shown, problems }: Settled,
  {
    width,
    words,
    toScale,
    switchScale,
  }: Pick<Look, 'width' | 'words'> & {
    readonly toScale: ReadonlySet<number>;
    readonly switchScale: (index: number) => void;
  },
): Figure[] {
  const drawings = shown.map(({ drawing }) => drawing);
  const filled = shown.filter(({ drawing }) => hasContent(drawing));
  return filled.map((one, index) => {
    const { drawing } = one;
    const said = problemsOf(problemsIn(problems, drawings, drawing), one);
    const places = one.held ? [] : drawing.rows.map((_, row) => linePlace(index, row));
    const look = { width, words, toScale: toScale.has(index), switchScale: () => switchScale(index) };
    return new Figure(drawing, look, said, places);
  });
}

/** What is there where no exchange is: what is wrong, and the block as text. */
function nothingOf({ problems }: Settled, words: Words): Node[] {
  const said = problemElements(problemsOf(problems, undefined), words);
  const figure = html('figure', { class: 'segno-figure' }, ...said);
  return [figure, document.createElement('slot')];
}

const blocks = new WeakMap<HTMLElement, Block>();

/** The blocks that have the key of the page: those that the extension has written, not a note's own HTML. */
function ours(): HTMLElement[] {
  // Only an element: the tag `body` in a note lends its attributes to the body that is there.
  const key = document.querySelector(`div.${KEY_CLASS}`)?.getAttribute(KEY_ATTRIBUTE);
  const all = [...document.querySelectorAll<HTMLElement>(`div.${BLOCK_CLASS}`)];
  return all.filter((element) => key && element.getAttribute(KEY_ATTRIBUTE) === key);
}

function update(): void {
  for (const element of ours()) {
    let block = blocks.get(element);
    if (!block) {
      block = new Block(element);
      blocks.set(element, block);
    }
    block.update();
  }
}

/** One that scrolls is drawn as it comes. */
function drawNear(): void {
  for (const element of ours()) blocks.get(element)?.drawNear();
}

window.addEventListener('scroll', drawNear, { passive: true });
window.addEventListener('resize', drawNear, { passive: true });
// VS Code tells when it has brought the page up to date.
window.addEventListener('vscode.markdown.updateContent', update);
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', update);
else update();
