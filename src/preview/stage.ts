/** The scrolling part of the preview: sticky participants, the drawing in tiles, what is marked in it, and its keys. */
import type { Drawing } from '../diagram/drawing.js';
import { drawHeads, HEADS } from '../diagram/heads.js';
import { layOut } from '../diagram/layout.js';
import type { Layout, Measure, View } from '../diagram/places.js';
import { Beyond } from './beyond.js';
import type { Area } from './hover-card.js';
import { stageAction, type StageAction } from './keys.js';
import { HEADS_ROW, markHeads, Marks, type Found, type Moment } from './marks.js';
import { OWN_MENU } from './own-menu.js';
import { panByDragging } from './pan.js';
import { followRows } from './rows.js';
import { Ruler, type RulerEvents } from './ruler.js';
import { Runs, type Run } from './runs.js';
import { html, pictureOf } from './svg.js';
import { Tiles } from './tiles.js';
import { STRETCH } from './timing.js';
import { Walk, type Walked } from './walk.js';
import type { Words } from './words.js';

export interface StageEvents extends RulerEvents {
  /** A row was chosen by click or key. */
  readonly choose: (row: number) => void;
  /** A problem's mark was chosen. */
  readonly problem: (problem: number) => void;
  readonly zoomed: (zoom: number | undefined) => void;
  /** Time takes so many times as much of the page as it would by itself. */
  readonly stretched: (stretch: number) => void;
  readonly scrolled: (place: Scrolled) => void;
  readonly failed: (reason: string) => void;
}

/** How far something is scrolled, in pixels. */
export interface Scrolled {
  readonly top: number;
  readonly left: number;
}

/** A row, and how far below the top of the view it stands, in pixels. */
interface Anchor {
  readonly row: number;
  readonly offset: number;
}

/** Smallest scale at which the drawing fits itself into a panel; below it the panel scrolls, at the other. */
const LEAST_FIT = 0.75;
const SCROLLED = 0.9;
/** What a short exchange is enlarged to where the panel has room for all of it. Steps: it seldom changes as one writes. */
const ENLARGED = [1.4, 1.2];
/** Longer ones are not tried. */
const SHORT = 40;
/** Time takes so many times as much of the page at most, and as little at least. */
const MOST_STRETCH = 16;

export class Stage {
  readonly element: HTMLElement;
  readonly #heads = html('div', { class: 'segno-heads' });
  readonly #canvas = html('div', { class: 'segno-canvas' });
  readonly #marks = new Marks();
  #drawing: Drawing | undefined;
  #layout: Layout | undefined;
  #laidOutFor = '';
  readonly #tiles: Tiles;
  /** A factor, or undefined: fit to the panel's width. */
  #zoom: number | undefined;
  /** Where to scroll once that is possible. */
  #wanted: Scrolled | undefined;
  readonly #runs = new Runs();
  #dense = false;
  #toScale = false;
  #stretch = 1;
  readonly #ruler: Ruler;
  /** How much the drawing is enlarged where it fits itself into the panel. */
  #enlarged = 1;
  readonly #beyond: Beyond;
  readonly #walk: Walk;
  #headsKey = '';

  constructor(
    private readonly measure: Measure,
    private readonly words: Words,
    private readonly events: StageEvents,
  ) {
    this.element = html(
      'div',
      { class: 'segno-stage', role: 'region', tabindex: 0, ...OWN_MENU },
      html('div', { class: 'segno-paper' }, this.#heads, this.#canvas),
    );
    this.#ruler = new Ruler({
      measured: events.measured,
      measuring: (on) => {
        this.element.classList.toggle('segno-measuring', on);
        events.measuring(on);
      },
    });
    this.#tiles = new Tiles(this.#canvas, {
      filled: (host) => {
        this.#marks.showHere(host);
        this.#marks.showFound(host);
        this.#marks.light(host);
      },
      busy: (busy) => this.element.setAttribute('aria-busy', String(busy)),
      failed: events.failed,
    });
    this.#emptyCanvas();
    this.#beyond = new Beyond(this.element);
    this.#walk = new Walk(this.#walked());
    this.element.addEventListener(
      'scroll',
      () => {
        this.#drawNear();
        this.#tellBeyond();
        // A panel that is going away or has no size yet stands at its top, which nobody has scrolled to.
        if (this.element.clientHeight === 0 || this.#wanted !== undefined) return;
        events.scrolled({ top: this.element.scrollTop, left: this.element.scrollLeft });
      },
      { passive: true },
    );
    new ResizeObserver(() => this.#resize()).observe(this.element);
    panByDragging(this.element);
    this.element.addEventListener('click', (event) => this.#click(event));
    this.element.addEventListener('pointermove', ({ clientY }) => this.#ruler.point(this.#heightAt(clientY)));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener(
      'wheel',
      (event) => {
        if (event.altKey && this.#toScale) {
          event.preventDefault();
          this.setStretch(this.#stretch * Math.exp(-event.deltaY / 300), event.clientY);
          return;
        }
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.setZoom(this.scale * Math.exp(-event.deltaY / 300), { x: event.clientX, y: event.clientY });
      },
      { passive: false },
    );
  }

  /** What the keyboard walks through. */
  #walked(): Walked {
    return {
      rows: () => this.#layout?.rows ?? [],
      steps: () => this.#marks.moment !== undefined,
      runAt: (row) => this.#runs.at(row, this.#layout),
      toggle: (run) => this.#toggle(run),
      choose: this.events.choose,
      rowElement: (row) => this.rowElement(row),
      bringNear: (row) => {
        const top = this.#layout?.tops[row];
        if (top !== undefined && !this.rowElement(row)) this.element.scrollTop = top * this.scale;
        this.#drawNear();
        return this.#tiles.hostOf(row);
      },
      reveal: (row) => this.reveal(row),
      walked: (row) => {
        if (this.#ruler.on) this.#ruler.walk(row);
      },
    };
  }

  /** The buttons at both sides, which stand beside the stage. */
  get beyond(): readonly HTMLElement[] {
    return this.#beyond.buttons;
  }

  /** The factor in force. */
  get scale(): number {
    if (this.#zoom !== undefined) return this.#zoom;
    const width = this.element.clientWidth;
    if (!this.#layout || width === 0) return 1;
    const fitting = width / this.#layout.width;
    // Where it must be scrolled anyway, it is rather read.
    if (fitting < LEAST_FIT) return SCROLLED;
    return Math.min(this.#enlarged, fitting);
  }

  get zoom(): number | undefined {
    return this.#zoom;
  }

  /**
   * Sets the factor; undefined fits the drawing to the panel. What lies at `about` in the window stays there; without it
   * what stands at the top does.
   */
  setZoom(zoom: number | undefined, about?: { readonly x: number; readonly y: number }): void {
    const before = this.scale;
    const stage = this.element.getBoundingClientRect();
    const canvas = this.#canvas.getBoundingClientRect();
    const at = about ?? { x: stage.left + this.element.clientWidth / 2, y: stage.top + HEADS * before };
    const inside = { x: (at.x - canvas.left) / before, y: (at.y - canvas.top) / before };
    this.#zoom = zoom === undefined ? undefined : Math.min(4, Math.max(0.25, zoom));
    this.#apply();
    const { scale } = this;
    const now = this.#canvas.getBoundingClientRect();
    const wanted = about ?? { x: at.x, y: stage.top + HEADS * scale };
    this.element.scrollLeft += now.left + inside.x * scale - wanted.x;
    this.element.scrollTop += now.top + inside.y * scale - wanted.y;
    this.#drawNear();
    this.events.zoomed(this.#zoom);
  }

  /** Shows a drawing. One of the same scenario keeps its scroll; another starts at its top. */
  show(drawing: Drawing, another: boolean): void {
    const before = this.#drawing;
    const follow = before && !another ? followRows(before, drawing) : undefined;
    if (another) this.#ruler.stop();
    else if (follow) this.#ruler.follow(follow);
    this.#runs.follow(follow);
    const anchor = another ? undefined : this.#anchor();
    this.#drawing = drawing;
    if (another) {
      this.#walk.row = 0;
      this.#marks.here = undefined;
      this.#wanted = undefined;
      this.element.scrollTo(0, 0);
    }
    this.#walk.row = Math.min(this.#walk.row, Math.max(0, drawing.rows.length - 1));
    this.element.setAttribute('aria-label', this.words.drawing(drawing.title || this.words.untitled));
    this.#relayout();
    if (another) return;
    if (this.#wanted !== undefined) this.scrollTo(this.#wanted);
    else if (anchor && follow) this.#holdFast(follow(anchor.row), anchor.offset);
  }

  /** The first row that is wholly in view, unless the view is at its top, and how far below the top it stands. */
  #anchor(): Anchor | undefined {
    const { scrollTop } = this.element;
    const tops = this.#layout?.tops.slice(0, -1) ?? [];
    const row = scrollTop === 0 ? -1 : tops.findIndex((top) => top * this.scale >= scrollTop);
    return row < 0 ? undefined : { row, offset: (tops[row] ?? 0) * this.scale - scrollTop };
  }

  /** Scrolls so that a row stands where it stood, for whatever was added or taken away above it. */
  #holdFast(row: number, offset: number): void {
    const top = this.#layout?.tops[row];
    if (top === undefined) return;
    const wanted = top * this.scale - offset;
    if (Math.abs(wanted - this.element.scrollTop) >= 1) this.element.scrollTop = wanted;
  }

  clear(): void {
    this.#drawing = undefined;
    this.#beyond.hide();
    this.#layout = undefined;
    this.#tiles.clear();
    this.#headsKey = '';
    this.#heads.replaceChildren();
    this.#emptyCanvas();
  }

  #emptyCanvas(): void {
    this.#canvas.replaceChildren(this.#marks.under, this.#ruler.under, this.#marks.veil, this.#ruler.element);
  }

  /** How the drawing is looked at. */
  get view(): View {
    return { dense: this.#dense, toScale: this.#toScale, stretch: this.#stretch, opened: this.#runs.opened };
  }

  /** Makes the rows low, or not. */
  setDense(dense: boolean): void {
    if (dense === this.#dense) return;
    this.#dense = dense;
    this.#layAgain();
  }

  /** Has time go down the page evenly, or one row stand below the other. */
  setToScale(toScale: boolean): void {
    if (toScale === this.#toScale) return;
    this.#toScale = toScale;
    this.#layAgain();
  }

  get stretch(): number {
    return this.#stretch;
  }

  /**
   * Sets how much more of the page time takes than it would by itself. What lies at a height of the window stays there;
   * without one what stands at the top does.
   */
  setStretch(stretch: number, clientY?: number): void {
    this.#stretch = Math.min(MOST_STRETCH, Math.max(1 / MOST_STRETCH, stretch));
    // Multiplied and divided again it is one, not nearly so.
    if (Math.abs(this.#stretch - 1) < 0.02) this.#stretch = 1;
    this.#layAgain(clientY === undefined ? this.#anchor() : this.#anchorAt(this.#heightAt(clientY)));
    this.events.stretched(this.#stretch);
  }

  /** Whether the drawing has times, and is to scale. */
  get measurable(): boolean {
    return this.#layout?.instants !== undefined;
  }

  get measuring(): boolean {
    return this.#ruler.on;
  }

  /** Begins to measure, from the row that has the keyboard, or ends it. */
  setMeasuring(on: boolean): void {
    if (!on) this.#ruler.stop();
    else if (this.measurable) {
      this.#ruler.start(document.activeElement?.closest('.segno-row') ? this.#walk.row : undefined);
    }
  }

  /** A height of the window in the drawing's own pixels. */
  #heightAt(clientY: number): number {
    return (clientY - this.#canvas.getBoundingClientRect().top) / this.scale;
  }

  /** The row at a height of the drawing, and how far below the top of the view it stands. */
  #anchorAt(height: number): Anchor | undefined {
    const tops = this.#layout?.tops.slice(0, -1) ?? [];
    const row = tops.findLastIndex((top) => top <= height);
    return row < 0 ? undefined : { row, offset: (tops[row] ?? 0) * this.scale - this.element.scrollTop };
  }

  /** Lays the drawing out anew; what stands at the top stays there, or another place that is given. */
  #layAgain(anchor = this.#anchor()): void {
    this.#relayout();
    if (anchor) this.#holdFast(anchor.row, anchor.offset);
  }

  /** Opens the run in which a row is hidden. */
  #unfold(row: number): void {
    const run = this.#runs.at(row, this.#layout);
    if (!run || run.open) return;
    this.#runs.open(run);
    this.#layAgain();
  }

  /** Opens or folds a run. */
  #toggle(run: Run): void {
    this.#runs.toggle(run);
    this.#layAgain();
  }

  /** Scrolls as soon as the panel has room for it, which one that is being brought back has not yet. */
  scrollTo({ top, left }: Scrolled): void {
    const { clientHeight, scrollHeight } = this.element;
    this.#wanted = clientHeight === 0 || scrollHeight - clientHeight < top ? { top, left } : undefined;
    this.element.scrollTop = top;
    this.element.scrollLeft = left;
  }

  /** Shows where one stands while one steps: the row, and a veil over what has not happened yet. */
  standAt(moment: Moment | undefined): void {
    this.#marks.moment = moment;
    if (moment) this.#unfold(moment.row);
    this.element.classList.toggle('segno-stepping', moment !== undefined);
    this.#placeMarks();
  }

  /** Marks what was found, and brings the current one into view. */
  find(found: Found | undefined, reveal: boolean): void {
    this.#marks.found = found;
    if (reveal && found?.current !== undefined && found.current >= 0) this.#unfold(found.current);
    this.#placeMarks();
    for (const host of this.#tiles.hosts) this.#marks.showFound(host);
    markHeads(this.#heads, found);
    if (!reveal || found?.current === undefined) return;
    // The participants stay above the rows; only sideways they may be out of sight.
    if (found.current !== HEADS_ROW) this.reveal(found.current);
    else this.#heads.querySelector('.segno-current')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #placeMarks(): void {
    if (this.#layout) this.#marks.place(this.#layout, this.scale);
    for (const host of this.#tiles.hosts) this.#marks.light(host);
  }

  /** The element of a row, if it is drawn. */
  rowElement(row: number): SVGElement | undefined {
    return this.#canvas.querySelector<SVGElement>(`.segno-row[data-row="${row}"]`) ?? undefined;
  }

  /** Where the arrow or the call of a row stands in the window, with its words; undefined for other rows. */
  areaOf(row: number): Area | undefined {
    const place = this.#layout?.rows[row];
    const top = this.#layout?.tops[row];
    if (!place || top === undefined) return undefined;
    const { scale } = this;
    const canvas = this.#canvas.getBoundingClientRect();
    // A slanted arrow is as high as the way from where it leaves to where it arrives.
    const { row: what } = place;
    const left = what.kind === 'segment' && what.passage === 'arrival' ? (what.other ?? row) : row;
    const vertical = {
      top: canvas.top + Math.min(top, this.#layout?.tops[left] ?? top) * scale,
      bottom: canvas.top + (top + Math.max(place.height, place.reach)) * scale,
    };
    if (place.arrow) {
      const { from, to } = place.arrow;
      return {
        ...vertical,
        left: canvas.left + Math.min(from.x, to.x) * scale,
        right: canvas.left + Math.max(from.x, to.x) * scale,
      };
    }
    const call = this.rowElement(row)?.querySelector('.segno-call')?.getBoundingClientRect();
    return call && { ...vertical, left: call.left - 16 * scale, right: call.right + 16 * scale };
  }

  /** Marks the row of the cursor's line, and brings it into view if `reveal` and it is not. */
  mark(row: number | undefined, reveal: boolean): void {
    this.#marks.here = row;
    if (row !== undefined) this.#unfold(row);
    for (const host of this.#tiles.hosts) this.#marks.showHere(host);
    if (row === undefined) return;
    this.#walk.row = row;
    if (reveal) this.reveal(row);
  }

  /** Brings a row into view if it is not; -1 stands for what is before the first. */
  reveal(row: number): void {
    const layout = this.#layout;
    if (!layout) return;
    const { scale } = this;
    const top = (row < 0 ? 0 : (layout.tops[row] ?? 0)) * scale;
    const bottom = (layout.tops[row + 1] ?? layout.height) * scale;
    const shown = this.element.clientHeight - HEADS * scale;
    const { scrollTop } = this.element;
    if (top >= scrollTop && bottom <= scrollTop + shown) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.element.scrollTo({
      top: Math.max(0, (top + bottom) / 2 - shown / 2),
      behavior: calm ? 'auto' : 'smooth',
    });
  }

  #resize(): void {
    if (!this.#drawing) return;
    // When a stage is first seen, it tells of the size that its drawing has been laid out for.
    if (this.#laidOutFor !== this.#size()) this.#relayout();
    if (this.#wanted !== undefined) this.scrollTo(this.#wanted);
    this.events.zoomed(this.#zoom);
  }

  /** What a layout depends on besides the drawing. */
  #size(): string {
    return `${this.element.clientWidth} ${this.element.clientHeight}`;
  }

  #relayout(): void {
    const drawing = this.#drawing;
    if (!drawing) return;
    const layout = this.#layOut(drawing);
    this.#layout = layout;
    this.#laidOutFor = this.#size();
    this.#drawHeads(drawing, layout);
    this.#tiles.show(drawing, layout);
    this.#apply();
  }

  /** Short exchanges are laid out to be enlarged, where all of it is in view then. */
  #layOut(drawing: Drawing): Layout {
    const { clientWidth, clientHeight } = this.element;
    for (const scale of drawing.rows.length > SHORT ? [] : ENLARGED) {
      const layout = layOut(drawing, clientWidth / scale, this.measure, this.view);
      const fits = layout.width * scale <= clientWidth && (layout.height + HEADS) * scale <= clientHeight;
      if (!fits || layout.compact) continue;
      this.#enlarged = scale;
      return layout;
    }
    this.#enlarged = 1;
    return layOut(drawing, clientWidth, this.measure, this.view);
  }

  #tellBeyond(): void {
    if (this.#layout) this.#beyond.tell(this.#layout, this.scale);
  }

  /** Puts everything where the scale wants it. */
  #apply(): void {
    const layout = this.#layout;
    if (!layout) return;
    const { scale } = this;
    const paper = this.#canvas.parentElement;
    if (paper) paper.style.width = `${layout.width * scale}px`;
    this.#canvas.style.height = `${layout.height * scale}px`;
    this.#heads.style.height = `${HEADS * scale}px`;
    this.#tiles.place(scale);
    const heads = this.#heads.querySelector('svg');
    heads?.setAttribute('width', String(layout.width * scale));
    heads?.setAttribute('height', String(HEADS * scale));
    this.#marks.place(layout, scale);
    this.#ruler.place(layout, scale);
    this.#tellBeyond();
    this.#drawNear();
  }

  #drawHeads(drawing: Drawing, layout: Layout): void {
    const key = JSON.stringify([layout.heads, layout.width]);
    if (key === this.#headsKey) return;
    this.#headsKey = key;
    this.#heads.replaceChildren(pictureOf(drawHeads(drawing, layout, this.measure)));
    markHeads(this.#heads, this.#marks.found);
  }

  #drawNear(): void {
    const { scrollTop, clientHeight } = this.element;
    this.#tiles.drawNear(scrollTop, scrollTop + clientHeight, this.scale);
  }

  #click(event: MouseEvent): void {
    if (this.#ruler.on) {
      this.#ruler.press(this.#heightAt(event.clientY));
      return;
    }
    const target = event.target instanceof Element ? event.target : undefined;
    const problem = target?.closest('[data-problem]')?.getAttribute('data-problem');
    if (problem !== null && problem !== undefined) {
      this.events.problem(Number(problem));
      return;
    }
    const fold = target?.closest('[data-fold]')?.getAttribute('data-fold');
    if (fold !== null && fold !== undefined) {
      this.#walk.row = Number(fold);
      const run = this.#runs.at(Number(fold), this.#layout);
      if (run) this.#toggle(run);
      return;
    }
    const row = target?.closest('[data-row]')?.getAttribute('data-row');
    if (row === null || row === undefined) return;
    this.#walk.row = Number(row);
    this.events.choose(Number(row));
  }

  #key(event: KeyboardEvent): void {
    const action = stageAction(event);
    if (action !== undefined && this.#act(action)) event.preventDefault();
  }

  /** Does what a key stands for. Whether it stood for anything here. */
  #act(action: StageAction): boolean {
    switch (action) {
      case 'larger':
        this.setZoom(this.scale * 1.2);
        return true;
      case 'smaller':
        this.setZoom(this.scale / 1.2);
        return true;
      case 'fit':
        this.setZoom(undefined);
        return true;
      case 'actualSize':
        this.setZoom(1);
        return true;
      case 'stretch':
      case 'compress':
        if (this.#toScale) this.setStretch(this.#stretch * (action === 'stretch' ? STRETCH : 1 / STRETCH));
        return this.#toScale;
      case 'measure':
        this.setMeasuring(!this.#ruler.on);
        return this.measurable;
      default:
        return this.#walk.act(action, document.activeElement !== this.element);
    }
  }
}
