/**
 * Steps through the pictures of a page, one row at a time: what has not happened yet is veiled, and what happens is said.
 * A page loads it as a module; a site imports it. Without it, pictures stay as they are.
 *
 * A picture says in `data-rows` how far down its first row begins and each row ends, in its description what happens in
 * them, and in `data-said` how many characters each row has of that. Sites make one blank of several, and of line ends.
 */

const WORDS = {
  en: { steps: 'Step through', first: 'First step', back: 'Back', on: 'Next', whole: 'Show all', of: ' of ' },
  zh: { steps: '逐步查看', first: '第一步', back: '上一步', on: '下一步', whole: '全部显示', of: ' / ' },
} as const;

/** What stands on the buttons, in a square of 16. */
const SIGNS = {
  first: 'M4 3v10M13 3v10L6 8z',
  back: 'M12 3v10L4 8z',
  on: 'M4 3v10L12 8z',
  whole: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
} as const;

const SVG = 'http://www.w3.org/2000/svg';

/** Fills the place behind each picture; a picture that has none gets one. */
function furnish(): void {
  for (const picture of document.querySelectorAll<SVGSVGElement>('svg.segno-figure[data-rows]')) {
    const next = picture.nextElementSibling;
    const there = next?.matches('div.segno-steps') === true ? next : undefined;
    if (there?.shadowRoot) continue;
    const bar = barOf(picture);
    if (!bar) continue;
    const place = there ?? element('div', { class: 'segno-steps' });
    // A framework that compares the page with what it has made finds nothing in it.
    const shadow = place.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [inSight()];
    shadow.append(bar);
    if (!there) picture.after(place);
  }
}

let sheet: CSSStyleSheet | undefined;

/** A picture wider than the page is moved about beneath its bar. */
function inSight(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(':host { display: block; position: sticky; left: 0 }');
  }
  return sheet;
}

/** What steps through a picture; undefined where it has no rows. */
function barOf(picture: SVGSVGElement): HTMLElement | undefined {
  const edges = (picture.dataset['rows'] ?? '').split(' ').map(Number);
  const sentences = sentencesOf(picture);
  const { width, height } = picture.viewBox.baseVal;
  const rows = edges.length - 1;
  if (rows < 1 || rows !== sentences.length || edges.some((y) => !(y >= 0 && y <= height))) return undefined;
  const words = picture.getAttribute('xml:lang')?.startsWith('zh') ? WORDS.zh : WORDS.en;
  const band = rectangle(width, 'var(--sg-ink)', 0.04);
  const edge = rectangle(3, 'var(--sg-ink)', 0.6);
  const veil = rectangle(width, 'var(--sg-ground)', 0.78);

  const place = element('span', { style: 'min-width: 5em; text-align: center' });
  const sentence = element('p', { role: 'status', style: 'margin: 0; flex: 1 1 100%; min-height: 1.5em' });
  /** The row that one stands at, from 0; undefined where all of the picture is shown. */
  let at: number | undefined;
  const stand = (row: number | undefined): void => {
    at = row;
    // Not before somebody steps: until then the picture is as the page has it.
    if (row !== undefined && !veil.isConnected) {
      picture.querySelector('rect')?.after(band, edge);
      picture.append(veil);
    }
    const [top, bottom] = [edges[row ?? rows] ?? 0, edges[(row ?? rows) + 1] ?? height];
    for (const mark of [band, edge]) {
      mark.setAttribute('y', String(top));
      mark.setAttribute('height', row === undefined ? '0' : String(bottom - top));
    }
    veil.setAttribute('y', String(bottom));
    veil.setAttribute('height', row === undefined ? '0' : String(height - bottom));
    place.textContent = row === undefined ? '' : `${row + 1}${words.of}${rows}`;
    sentence.textContent = row === undefined ? '' : (sentences[row] ?? '');
    for (const [button, can] of [
      [first, row !== 0],
      [back, row !== undefined && row > 0],
      [on, row === undefined || row < rows - 1],
      [whole, row !== undefined],
    ] as const) {
      button.setAttribute('aria-disabled', String(!can));
      button.style.opacity = can ? '1' : '0.45';
    }
  };
  const moves = {
    first: () => stand(0),
    back: () => stand(at === undefined ? undefined : Math.max(0, at - 1)),
    on: () => stand(at === undefined ? 0 : Math.min(rows - 1, at + 1)),
    whole: () => stand(undefined),
  };
  const first = button(SIGNS.first, words.first, moves.first);
  const back = button(SIGNS.back, words.back, moves.back);
  const on = button(SIGNS.on, words.on, moves.on);
  const whole = button(SIGNS.whole, words.whole, moves.whole);
  const bar = element('div', {
    role: 'group',
    'aria-label': `${words.steps}: ${picture.querySelector('title')?.textContent ?? ''}`,
    style:
      'display: flex; flex-wrap: wrap; gap: 0.25em 0.5em; align-items: center; ' +
      'margin: 0.25em 0 0; font-size: 0.875em; line-height: 1.5',
  });
  bar.append(first, back, on, whole, place, sentence);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: moves.back,
    ArrowRight: moves.on,
    Home: moves.first,
    Escape: moves.whole,
  };
  bar.addEventListener('keydown', (event) => {
    const move = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys[event.key];
    if (!move) return;
    event.preventDefault();
    // A site may go to its next page with the same keys.
    event.stopPropagation();
    move();
  });
  stand(undefined);
  return bar;
}

function sentencesOf(picture: SVGSVGElement): readonly string[] {
  const text = (picture.querySelector('desc')?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  let from = 0;
  return (picture.dataset['said'] ?? '').split(' ').map((length) => {
    const sentence = text.slice(from, from + Number(length));
    from += Number(length) + 1;
    return sentence;
  });
}

function element(tag: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function button(sign: string, name: string, press: () => void): HTMLElement {
  const made = element('button', {
    type: 'button',
    'aria-label': name,
    title: name,
    style:
      'display: inline-flex; align-items: center; justify-content: center; width: 32px; height: 32px; padding: 0; ' +
      'border: 1px solid currentColor; border-radius: 4px; background: none; color: inherit; cursor: pointer',
  });
  const icon = drawn('svg', { viewBox: '0 0 16 16', width: '16', height: '16', 'aria-hidden': 'true' });
  const path = { d: sign, fill: sign === SIGNS.whole ? 'none' : 'currentColor', stroke: 'currentColor' };
  icon.append(drawn('path', { ...path, 'stroke-width': '1.5', 'stroke-linejoin': 'round' }));
  made.append(icon);
  made.addEventListener('click', press);
  return made;
}

function rectangle(width: number, fill: string, opacity: number): SVGElement {
  const style = `fill: ${fill}; fill-opacity: ${opacity}; pointer-events: none`;
  return drawn('rect', { width: String(width), style });
}

function drawn(tag: 'svg' | 'path' | 'rect', attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Now, and whenever the page has got other pictures: sites go from page to page without loading. */
function start(): void {
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      furnish();
    });
  }).observe(document.body, { childList: true, subtree: true });
  furnish();
}

// A site that is built runs it without a page. A framework first wants to find the page as it was sent.
if (typeof document !== 'undefined') {
  if (document.readyState === 'complete') start();
  else window.addEventListener('load', start, { once: true });
}
