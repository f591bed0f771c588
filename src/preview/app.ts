/** The preview as a whole: bar, banner, stage, and what it says when there is nothing to draw. */
import type { Drawing } from '../diagram/drawing.js';
import { drawingAt, problemsIn, problemsOf } from '../diagram/said.js';
import type {
  DrawingsAnswer,
  EditedLines,
  FromPreview,
  PreviewMemory,
  ToPreview,
} from '../server/messages.js';
import { Banner } from './banner.js';
import { Bar } from './bar.js';
import { showCards } from './cards.js';
import type { Leaving } from './export.js';
import { HoverCard } from './hover-card.js';
import { leave, mermaidOf } from './leaving.js';
import { canvasMeasure } from './measure.js';
import { sayNothing, type Nothing } from './nothing.js';
import { noticeElement, problemElements } from './problems.js';
import { SearchBox } from './search.js';
import { bestMatch, hasContent, settle, type Settled, type Shown } from './settle.js';
import { Stage } from './stage.js';
import { Stepper } from './stepper.js';
import { html } from './svg.js';
import { wordsFor } from './words.js';

export interface Host {
  readonly post: (message: FromPreview) => void;
  readonly remember: (memory: PreviewMemory) => void;
}

/** Of how many files it is remembered that they are drawn to scale. */
const MOST_FILES = 100;

export class App {
  readonly #words = wordsFor(document.documentElement.lang);
  readonly #stage: Stage;
  readonly #stepper: Stepper;
  readonly #search: SearchBox;
  readonly #card = new HoverCard(this.#words);
  readonly #bar: Bar;
  readonly #main = html('div', { class: 'segno-main' });
  /** The line that the extension was last told one stands at. */
  #stood: string | undefined;
  readonly #banner = new Banner(this.#words);
  readonly #message = html('div', { class: 'segno-message', role: 'status' });
  #settled: Settled | undefined;
  #current: Drawing | undefined;
  #cursor: number | undefined;
  /** What is shown is what the cursor is in: since it moved nothing else has been chosen. */
  #following = true;
  /** The cursor has moved in a text of which no drawings have come yet. */
  #moved = false;
  #locked: boolean;
  #memory: PreviewMemory;
  /** What the last session left, until its file is drawn again. */
  #left: PreviewMemory | undefined;
  /** The picture is where the last session left it, and stays there until the cursor moves. */
  #returned = false;
  #gone = false;
  /** The name of the file that is drawn, once it has been deleted. */
  #deleted: string | undefined;
  /** Edits whose drawings have not come yet. */
  #edits: (ToPreview & { type: 'edited' })[] = [];
  #failure = '';

  constructor(
    root: HTMLElement,
    private readonly host: Host,
    memory: PreviewMemory,
  ) {
    const words = this.#words;
    this.#memory = memory;
    this.#left = memory;
    this.#locked = memory.locked ?? false;
    this.#stage = new Stage(canvasMeasure(), words, {
      choose: (row) => this.#choose(row),
      problem: (problem) => this.#openProblem(problem),
      zoomed: (zoom) => {
        this.#bar.zoomed(this.#stage.scale);
        this.#remember({ ...(zoom === undefined ? {} : { zoom }) }, ['zoom']);
      },
      scrolled: ({ top, left }) => this.#remember({ scroll: top, scrollLeft: left }),
      failed: (reason) => this.#fail(reason),
    });
    this.#stepper = new Stepper(this.#stage, words, {
      moved: (row, stepping) => {
        this.#remember(stepping ? { stepping } : {}, ['stepping']);
        this.#bar.stepping(stepping !== undefined);
        this.#tellStep(row);
      },
      failed: (reason) => this.#fail(reason),
    });
    this.#search = new SearchBox(words, {
      found: (found, reveal) => this.#stage.find(found, reveal),
      closed: () => this.#stage.element.focus({ preventScroll: true }),
    });
    this.#bar = new Bar(words, {
      pick: (index) => {
        const shown = this.#settled?.shown[index];
        this.#following = false;
        if (shown) this.#show(shown.drawing, true);
      },
      step: () => {
        if (this.#stepper.on) this.#stepper.stop();
        else this.#stepper.start(this.#rowAtCursor());
      },
      toScale: () => this.#switchScale(),
      find: () => this.#search.show(),
      zoom: (factor) => this.#stage.setZoom(this.#stage.scale * factor),
      actualSize: () => this.#stage.setZoom(1),
      fit: () => this.#stage.setZoom(undefined),
      copy: () => this.#copyText(),
      lock: () => this.host.post({ type: 'lock', locked: !this.#locked }),
    });
    const { element: stage, beyond } = this.#stage;
    const sight = html('div', { class: 'segno-sight' }, stage, this.#search.element, ...beyond);
    this.#main.append(sight, this.#stepper.side.element);
    root.replaceChildren(
      this.#bar.element,
      this.#banner.element,
      this.#main,
      this.#stepper.transport.element,
      this.#message,
      this.#card.element,
      this.#stepper.heard,
    );
    showCards(this.#stage, this.#card, () => this.#current);
    // Also where nothing has the focus, as after a button that can go no further.
    document.addEventListener('keydown', (event) => this.#key(event));
    this.#say('loading');
    this.#bar.stepping(false);
    this.#bar.toScale(false);
    this.#bar.locked(this.#locked);
  }

  receive(message: ToPreview): void {
    switch (message.type) {
      case 'drawings':
        this.#gone = false;
        this.#deleted = undefined;
        this.#update(settle(this.#settled, message.answer, this.#editsUpTo(message.answer)));
        break;
      case 'edited':
        this.#edits.push(message);
        break;
      case 'status':
        this.#status(message.status, message.name);
        break;
      case 'cursor':
        if (message.uri === this.#settled?.uri) this.#follow(message.line);
        break;
      case 'lock':
        this.#locked = message.locked;
        this.#bar.locked(message.locked);
        this.#remember({ locked: message.locked });
        break;
      case 'look':
        this.#stage.setDense(message.compactRows);
        break;
      case 'stepThrough':
        if (this.#current && !this.#stepper.on) this.#stepper.start(this.#rowAtCursor());
        // The panel has the focus by now; the page in it, for which the keys are, not always.
        this.#stage.element.focus({ preventScroll: true });
        break;
      case 'export':
        void leave(message.wanted, this.#leaving(), this.#words).then((answer) => this.host.post(answer));
        break;
    }
  }

  /** What was edited between the drawings that are here and the next ones. */
  #editsUpTo({ uri, version }: DrawingsAnswer): EditedLines[] {
    const made = this.#edits.filter((edited) => edited.uri === uri && edited.version <= version);
    this.#edits = this.#edits.filter((edited) => edited.uri === uri && edited.version > version);
    const since = this.#settled?.uri === uri ? this.#settled.version : Infinity;
    return made.filter((edited) => edited.version > since).flatMap(({ edits }) => edits);
  }

  #status(status: 'loading' | 'none' | 'gone' | 'deleted', name: string): void {
    if (status === 'deleted') {
      this.#deleted = name;
      if (this.#current) this.#showBanner();
      return;
    }
    if (status === 'gone') {
      this.#gone = true;
      // The picture that is there stays; only that it is old is said.
      if (this.#current) this.#showBanner();
      else this.#say('gone');
      return;
    }
    this.#gone = false;
    if (status === 'none') {
      this.#settled = undefined;
      this.#current = undefined;
    }
    if (!this.#current) this.#say(status === 'none' ? 'none' : 'loading');
  }

  #update(settled: Settled): void {
    const otherFile = this.#settled?.uri !== settled.uri;
    this.#settled = settled;
    this.#failure = '';
    if (otherFile) {
      this.#cursor = undefined;
      this.#following = true;
      this.#moved = false;
      this.#remember({ uri: settled.uri });
      this.#setToScale(this.#memory.toScale?.includes(settled.uri) ?? false);
    }
    const { shown } = settled;
    if (shown.length === 0) {
      this.#current = undefined;
      this.#say('empty');
      this.#showBanner();
      return;
    }
    const old = otherFile ? undefined : this.#current;
    const left = this.#left?.uri === settled.uri ? this.#left : undefined;
    this.#left = undefined;
    if (left?.scenario) this.#following = false;
    const next =
      this.#atCursor() ??
      (old && bestMatch(shown, old.title, old.line)) ??
      (left?.scenario && bestMatch(shown, left.scenario.title, left.scenario.line)) ??
      shown.find(({ drawing }) => hasContent(drawing)) ??
      shown[0];
    if (!next) return;
    const same = old !== undefined && next === bestMatch(shown, old.title, old.line);
    this.#show(next.drawing, !same);
    if (left) {
      if (left.zoom !== undefined) this.#stage.setZoom(left.zoom);
      this.#stage.scrollTo({ top: left.scroll ?? 0, left: left.scrollLeft ?? 0 });
      if (left.stepping) this.#stepper.restore(left.stepping);
      this.#bar.stepping(this.#stepper.on);
      this.#returned = true;
    }
  }

  /** Draws the file to scale, or not any more, also when it is shown the next time. */
  #switchScale(): void {
    const uri = this.#settled?.uri;
    if (uri === undefined) return;
    const files = this.#memory.toScale ?? [];
    const on = !files.includes(uri);
    const others = files.filter((one) => one !== uri);
    this.#remember({ toScale: on ? [...others, uri].slice(-MOST_FILES) : others });
    this.#setToScale(on);
  }

  #setToScale(on: boolean): void {
    this.#card.close();
    this.#stage.setToScale(on);
    this.#bar.toScale(on);
    this.#bar.zoomed(this.#stage.scale);
  }

  #show(drawing: Drawing, another: boolean): void {
    this.#current = drawing;
    this.#card.close();
    if (hasContent(drawing)) {
      const hidden = this.#stage.element.hidden !== false;
      this.#element('drawing');
      this.#stage.show(drawing, another || hidden);
      this.#stepper.update(drawing, another);
      this.#search.update(drawing);
    } else {
      this.#say('begun');
    }
    this.#bar.name(
      (this.#settled?.shown ?? []).map((one) => one.drawing),
      drawing,
    );
    this.#showBanner();
    this.#bar.zoomed(this.#stage.scale);
    this.#mark(false);
    this.#remember({ scenario: { title: drawing.title, line: drawing.line } });
  }

  /** The cursor has come to a line: its scenario is shown, its row is marked. */
  #follow(line: number): void {
    const moved = (line !== this.#cursor || this.#moved) && !this.#returned;
    this.#returned = false;
    this.#cursor = line;
    if (moved) this.#following = true;
    // In the text that has just been edited it may stand elsewhere.
    this.#moved = moved && this.#edits.length > 0;
    if (this.#moved) return;
    const there = this.#atCursor();
    if (there && there.drawing !== this.#current) this.#show(there.drawing, true);
    this.#mark(moved);
  }

  /** What the cursor is in, while it decides what is shown. */
  #atCursor(): Shown | undefined {
    const line = this.#cursor;
    const shown = this.#settled?.shown ?? [];
    if (line === undefined || !this.#following) return undefined;
    const there = drawingAt(
      shown.map(({ drawing }) => drawing),
      line,
    );
    return shown.find(({ drawing }) => drawing === there);
  }

  #mark(reveal: boolean): void {
    this.#stage.mark(this.#rowAtCursor(), reveal);
  }

  #rowAtCursor(): number | undefined {
    const line = this.#cursor;
    const rows = this.#current?.rows ?? [];
    const row = line === undefined ? -1 : rows.findIndex((one) => one.line <= line && line <= one.endLine);
    return row < 0 ? undefined : row;
  }

  /** Has the line of the step marked in the editor, which stays where it is. */
  #tellStep(row: number | undefined): void {
    const uri = this.#settled?.uri;
    if (uri === undefined) return;
    const at = row === undefined ? undefined : this.#current?.rows[row];
    const message: FromPreview = {
      type: 'step',
      uri,
      ...(at ? { at: { line: at.line, endLine: at.endLine } } : {}),
    };
    const said = JSON.stringify(message);
    if (said === this.#stood) return;
    this.#stood = said;
    this.host.post(message);
  }

  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || this.#stage.element.hidden || !this.#does(event)) return;
    event.preventDefault();
    // VS Code hears of what gets as far as the window, and would do what the key means in the editor as well.
    event.stopPropagation();
  }

  /** Does what a key stands for. Whether it stood for anything. */
  #does(event: KeyboardEvent): boolean {
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && key.toLowerCase() === 'f') {
      this.#search.show();
      return true;
    }
    const typing = event.target instanceof Element && event.target.matches('input, select');
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return false;
    switch (key) {
      case ']':
        this.#stepper.move(1);
        return true;
      case '[':
        this.#stepper.move(-1);
        return true;
      case ' ':
        if (!this.#stepper.on || event.target instanceof HTMLButtonElement) return false;
        this.#stepper.toggle();
        return true;
      case 'F3':
        this.#search.next(event.shiftKey ? -1 : 1);
        return true;
      case 'Escape':
        return this.#escape();
      default:
        return false;
    }
  }

  /** Closes what was opened last, if anything is open. */
  #escape(): boolean {
    if (this.#card.open) this.#card.close();
    else if (this.#banner.open) this.#banner.close();
    else if (this.#search.open) this.#search.close();
    else if (this.#stepper.on) this.#stepper.stop();
    else return false;
    return true;
  }

  #fail(reason: string): void {
    this.#failure = reason;
    this.#showBanner();
  }

  #choose(index: number): void {
    const row = this.#current?.rows[index];
    const uri = this.#settled?.uri;
    this.#stepper.visit(index);
    if (row && uri !== undefined) {
      this.host.post({ type: 'reveal', uri, line: row.line, endLine: row.endLine });
    }
  }

  #openProblem(index: number): void {
    const problem = this.#current?.problems[index];
    if (problem) this.#openLine(problem.line, problem.code);
  }

  #openLine(line: number, code: string): void {
    const uri = this.#settled?.uri;
    if (uri !== undefined) this.host.post({ type: 'reveal', uri, line, endLine: line, code });
  }

  #copyText(): void {
    if (!this.#current) return;
    const { title } = this.#current;
    this.host.post({ type: 'copy', format: 'mermaid', text: mermaidOf(this.#current), title });
    this.#bar.copied();
  }

  /** The drawing that is shown, with what is said of it, for someone who sees nothing else of the file. */
  #leaving(): Leaving | undefined {
    const drawing = this.#current;
    if (!drawing || !hasContent(drawing)) return undefined;
    const { problems = [], shown = [] } = this.#settled ?? {};
    const one = shown.find((other) => other.drawing === drawing);
    const drawings = shown.map((other) => other.drawing);
    const said = problemsOf(one ? problemsIn(problems, drawings, drawing) : problems, one);
    return { drawing, said, view: this.#stage.view };
  }

  #showBanner(): void {
    const words = this.#words;
    const items: HTMLElement[] = [];
    if (this.#gone && this.#current) items.push(noticeElement('warning', `${words.gone}. ${words.goneHint}`));
    if (this.#failure !== '') items.push(noticeElement('error', `${words.failed}: ${this.#failure}`));
    if (this.#settled?.vanished) items.push(noticeElement('information', words.nothingLeft));
    if (this.#deleted !== undefined && this.#current) {
      items.push(noticeElement('warning', words.deleted(this.#deleted)));
    }
    const { shown = [], problems: all = [] } = this.#settled ?? {};
    const one = shown.find(({ drawing }) => drawing === this.#current);
    const drawings = shown.map(({ drawing }) => drawing);
    // What is wrong with another exchange is said when that is shown.
    const problems = problemsOf(one ? problemsIn(all, drawings, one.drawing) : all, one);
    items.push(
      ...problemElements(problems, words, ({ line, code }) => {
        this.#openLine(line, code);
      }),
    );
    const drawn = this.#current && hasContent(this.#current) ? this.#current : undefined;
    this.#banner.say(items, drawn ? words.calm(segmentsOf(drawn)) : '');
  }

  /** Shows the drawing, or in its place a message. */
  #element(which: 'drawing' | 'message'): void {
    this.#stage.element.hidden = which !== 'drawing';
    this.#main.hidden = which !== 'drawing';
    this.#message.hidden = which !== 'message';
    this.#bar.idle(which !== 'drawing');
    if (which === 'message') {
      this.#stepper.stop();
      this.#card.close();
      this.#stage.clear();
    }
  }

  #say(why: Nothing): void {
    this.#element('message');
    if (!this.#current) this.#banner.say([], '');
    this.#message.replaceChildren(...sayNothing(why, this.#words));
  }

  #remember(change: PreviewMemory, without: readonly (keyof PreviewMemory)[] = []): void {
    const kept = Object.entries(this.#memory).filter(
      ([name]) => !(without as readonly string[]).includes(name),
    );
    this.#memory = { ...Object.fromEntries(kept), ...change };
    this.host.remember(this.#memory);
  }
}

/** How many segments are sent in a drawing. */
function segmentsOf({ rows }: Drawing): number {
  return Math.max(0, ...rows.map((row) => (row.kind === 'segment' ? row.number : 0)));
}
