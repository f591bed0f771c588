/**
 * What runs in VS Code's own Markdown preview: it draws into the elements that the extension has put in place of the
 * blocks. Each drawing lives in a shadow tree, where no other style reaches it, and where it stays while VS Code brings
 * the page up to date around it.
 */
import look from '../../media/drawing.css';
import { problemsIn, problemsOf } from '../diagram/said.js';
import { isDrawingsAnswer } from '../server/messages.js';
import { canvasMeasure } from './measure.js';
import { noticeElement, problemElements } from './problems.js';
import { settle, type Settled } from './settle.js';
import { html } from './svg.js';
import { drawWhole } from './whole.js';
import { wordsFor, type Words } from './words.js';

/** The widest that a drawing gets, in pixels, and how small it may be made before it scrolls. */
const WIDEST = 860;
const SMALLEST = 0.7;

const pageLook = `
  :host { display: block; margin: 0 0 16px; }
  .segno-figure { margin: 0; color: var(--segno-ink); font: 13px/1.4 var(--vscode-font-family, system-ui, sans-serif); }
  .segno-figure + .segno-figure { margin-top: 16px; }
  .segno-figure figcaption { padding: 2px 0 6px; font-weight: 600; overflow-wrap: anywhere; }
  .segno-figure .segno-problem { margin-bottom: 4px; }
  .segno-scroll { overflow-x: auto; }
  .segno-whole { display: block; height: auto; }
`;

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

  constructor(private readonly element: HTMLElement) {
    this.#root = element.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = sheets();
    // Until it is drawn, the block is there as text.
    this.#root.append(document.createElement('slot'));
    new ResizeObserver(() => this.update()).observe(element);
  }

  update(): void {
    const text = this.element.dataset['segno'] ?? '';
    const width = Math.min(WIDEST, this.element.clientWidth);
    if (width === 0 || (text === this.#text && width === this.#width)) return;
    if (text !== this.#text) {
      const answer: unknown = parsed(text);
      if (!isDrawingsAnswer(answer)) return;
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
    let content: readonly Node[];
    try {
      content = await contentOf(settled, width, words);
    } catch (reason) {
      const why = reason instanceof Error ? reason.message : String(reason);
      content = [noticeElement('error', `${words.failed}: ${why}`), document.createElement('slot')];
    }
    if (turn === this.#begun) this.#root.replaceChildren(...content);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function contentOf(settled: Settled, width: number, words: Words): Promise<readonly Node[]> {
  const { shown, problems } = settled;
  const lang = words === wordsFor('zh-cn') ? 'zh-cn' : 'en';
  const figure = (...parts: readonly Node[]) => html('figure', { class: 'segno-figure', lang }, ...parts);
  if (shown.length === 0) {
    const said = problemElements(problemsOf(problems, undefined), words);
    return [figure(...said), document.createElement('slot')];
  }
  const measure = canvasMeasure();
  const drawings = shown.map(({ drawing }) => drawing);
  const figures: HTMLElement[] = [];
  for (const one of shown) {
    const { drawing } = one;
    const own = problemsIn(problems, drawings, drawing);
    const picture = await drawWhole(drawing, width, measure, words);
    const natural = picture.viewBox.baseVal.width;
    picture.style.width = `${natural * Math.max(SMALLEST, Math.min(1, width / natural))}px`;
    figures.push(
      figure(
        ...(drawing.title === '' ? [] : [html('figcaption', {}, drawing.title)]),
        ...problemElements(problemsOf(own, one), words),
        html('div', { class: 'segno-scroll' }, picture),
      ),
    );
  }
  return figures;
}

const blocks = new WeakMap<HTMLElement, Block>();

function update(): void {
  for (const element of document.querySelectorAll<HTMLElement>('.segno-block[data-segno]')) {
    let block = blocks.get(element);
    if (!block) {
      block = new Block(element);
      blocks.set(element, block);
    }
    block.update();
  }
}

// VS Code tells when it has brought the page up to date.
window.addEventListener('vscode.markdown.updateContent', update);
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', update);
else update();
