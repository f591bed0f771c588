/** The preview as a whole: bar, banner, stage, and what it says when there is nothing to draw. */
import type { Drawing } from '../diagram/drawing.js';
import type { PreviewMemory } from '../protocol/memory.js';
import type { FromPreview, ToPreview } from '../protocol/preview.js';
import type { DrawingsAnswer } from '../protocol/server.js';
import { Banner } from './banner.js';
import { Bar } from './bar.js';
import { showCards } from './cards.js';
import { Choice } from './choice.js';
import type { Leaving } from './export.js';
import { HoverCard } from './hover-card.js';
import { pageAction, type PageAction } from './keys.js';
import { leave, mermaidOf } from './leaving.js';
import { canvasMeasure } from './measure.js';
import { sayNothing, type Nothing } from './nothing.js';
import { noticeElement, problemElements, serverButtons } from './problems.js';
import { SearchBox } from './search.js';
import { hasContent } from './settle.js';
import { Stage } from './stage.js';
import { Stepper } from './stepper.js';
import { html } from './svg.js';
import { Timing } from './timing.js';
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
  readonly #timing: Timing;
  readonly #main = html('div', { class: 'segno-main' });
  /** The line that the extension was last told one stands at. */
  #stood: string | undefined;
  readonly #banner = new Banner(this.#words);
  readonly #message = html('div', { class: 'segno-message', role: 'status' });
  readonly #choice: Choice;
  #locked: boolean;
  #memory: PreviewMemory;
  /** How the language server is. */
  #server: 'fine' | 'gone' | 'silent' = 'fine';
  /** The name of the file that is drawn, once it has been deleted. */
  #deleted: string | undefined;
  #failure = '';

  constructor(
    root: HTMLElement,
    private readonly host: Host,
    memory: PreviewMemory,
  ) {
    const words = this.#words;
    this.#memory = memory;
    this.#choice = new Choice(memory);
    this.#locked = memory.locked ?? false;
    this.#stage = new Stage(canvasMeasure(), words, {
      choose: (row) => this.#choose(row),
      problem: (problem) => this.#openProblem(problem),
      zoomed: (zoom) => {
        this.#bar.zoomed(this.#stage.scale);
        this.#remember({ ...(zoom === undefined ? {} : { zoom }) }, ['zoom']);
      },
      stretched: (stretch) => {
        this.#timing.stretched(stretch);
        this.#remember(stretch === 1 ? {} : { stretch }, ['stretch']);
      },
      measuring: (on) => this.#timing.measuring(on),
      measured: (text) => this.#timing.measured(text),
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
        if (this.#choice.pick(index)) this.#show(true);
      },
      step: () => {
        if (this.#stepper.on) this.#stepper.stop();
        else this.#stepper.start(this.#choice.row);
      },
      toScale: () => this.#switchScale(),
      find: () => this.#search.show(),
      zoom: (factor) => this.#stage.setZoom(this.#stage.scale * factor),
      actualSize: () => this.#stage.setZoom(1),
      fit: () => this.#stage.setZoom(undefined),
      copy: () => this.#copyText(),
      lock: () => this.host.post({ type: 'lock', locked: !this.#locked }),
    });
    this.#timing = new Timing(words, {
      stretch: (factor) => this.#stage.setStretch(this.#stage.stretch * factor),
      even: () => this.#stage.setStretch(1),
      measure: () => this.#stage.setMeasuring(!this.#stage.measuring),
    });
    const { element: stage, beyond } = this.#stage;
    const over = [this.#search.element, this.#timing.element, ...beyond];
    const sight = html('div', { class: 'segno-sight' }, stage, ...over);
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
    showCards(this.#stage, this.#card, () => this.#choice.drawing);
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
        this.#server = 'fine';
        this.#deleted = undefined;
        this.#update(message.answer);
        break;
      case 'edited':
        this.#choice.edited(message);
        break;
      case 'status':
        this.#status(message.status, message.name);
        break;
      case 'cursor':
        this.#follow(message.uri, message.line);
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
        if (this.#choice.drawing && !this.#stepper.on) this.#stepper.start(this.#choice.row);
        // The panel has the focus by now; the page in it, for which the keys are, not always.
        this.#stage.element.focus({ preventScroll: true });
        break;
      case 'export':
        void leave(message.wanted, this.#leaving(), this.#words).then((exported) =>
          this.host.post({ type: 'exported', id: message.id, exported }),
        );
        break;
    }
  }

  #status(status: (ToPreview & { type: 'status' })['status'], name: string): void {
    // The picture that is there stays; only that it is old is said.
    if (status === 'deleted') {
      this.#deleted = name;
    } else {
      this.#server = status === 'gone' || status === 'silent' ? status : 'fine';
      if (status === 'none') this.#choice.leave();
      if (!this.#choice.drawing) this.#say(status);
    }
    if (this.#choice.drawing) this.#showBanner();
  }

  #update(answer: DrawingsAnswer): void {
    const { drawing, another, otherNote, left } = this.#choice.take(answer);
    this.#failure = '';
    if (otherNote) {
      this.#remember({ uri: answer.uri });
      this.#setToScale(this.#memory.toScale?.includes(answer.uri) ?? false);
    }
    if (!drawing) {
      this.#say('empty');
      this.#showBanner();
      return;
    }
    this.#show(another);
    if (!left) return;
    if (left.zoom !== undefined) this.#stage.setZoom(left.zoom);
    if (left.stretch !== undefined) this.#stage.setStretch(left.stretch);
    this.#stage.scrollTo({ top: left.scroll ?? 0, left: left.scrollLeft ?? 0 });
    if (left.stepping) this.#stepper.restore(left.stepping);
    this.#bar.stepping(this.#stepper.on);
  }

  /** Draws the file to scale, or not any more, also when it is shown the next time. */
  #switchScale(): void {
    const { uri } = this.#choice;
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
    this.#timing.show(on, this.#stage.measurable);
    this.#bar.zoomed(this.#stage.scale);
  }

  /** Shows what is chosen; `another` is not an edited one of the one before. */
  #show(another: boolean): void {
    const { drawing, drawings, row } = this.#choice;
    if (!drawing) return;
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
    this.#bar.name(drawings, drawing);
    this.#showBanner();
    this.#bar.zoomed(this.#stage.scale);
    this.#timing.show(this.#stage.view.toScale === true, this.#stage.measurable);
    this.#stage.mark(row, false);
    this.#remember({ scenario: { title: drawing.title, line: drawing.line } });
  }

  /** The cursor has come to a line: its scenario is shown, its row is marked. */
  #follow(uri: string, line: number): void {
    const followed = this.#choice.follow(uri, line);
    if (!followed) return;
    if (followed.drawing) this.#show(true);
    this.#stage.mark(this.#choice.row, followed.moved);
  }

  /** Has the line of the step marked in the editor, which stays where it is. */
  #tellStep(row: number | undefined): void {
    const { uri, drawing } = this.#choice;
    if (uri === undefined) return;
    const at = row === undefined ? undefined : drawing?.rows[row];
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
    const action = pageAction(event);
    const typing = event.target instanceof Element && event.target.matches('input, select');
    return action !== undefined && (action === 'find' || !typing) && this.#act(action, event.target);
  }

  #act(action: PageAction, target: EventTarget | null): boolean {
    switch (action) {
      case 'find':
        this.#search.show();
        return true;
      case 'findNext':
        this.#search.next(1);
        return true;
      case 'findBefore':
        this.#search.next(-1);
        return true;
      case 'stepForth':
        this.#stepper.move(1);
        return true;
      case 'stepBack':
        this.#stepper.move(-1);
        return true;
      case 'play':
        // On a button it presses that.
        if (!this.#stepper.on || target instanceof HTMLButtonElement) return false;
        this.#stepper.toggle();
        return true;
      case 'close':
        return this.#escape();
    }
  }

  /** Closes what was opened last, if anything is open. */
  #escape(): boolean {
    if (this.#card.open) this.#card.close();
    else if (this.#banner.open) this.#banner.close();
    else if (this.#search.open) this.#search.close();
    else if (this.#stage.measuring) this.#stage.setMeasuring(false);
    else if (this.#stepper.on) this.#stepper.stop();
    else return false;
    return true;
  }

  #fail(reason: string): void {
    this.#failure = reason;
    this.#showBanner();
  }

  #choose(index: number): void {
    const { uri, drawing } = this.#choice;
    const row = drawing?.rows[index];
    this.#stepper.visit(index);
    if (row && uri !== undefined) {
      this.host.post({ type: 'reveal', uri, line: row.line, endLine: row.endLine });
    }
  }

  #openProblem(index: number): void {
    const problem = this.#choice.drawing?.problems[index];
    if (problem) this.#openLine(problem.line, problem.code);
  }

  #openLine(line: number, code: string): void {
    const { uri } = this.#choice;
    if (uri !== undefined) this.host.post({ type: 'reveal', uri, line, endLine: line, code });
  }

  #copyText(): void {
    const { drawing } = this.#choice;
    if (!drawing) return;
    this.host.post({ type: 'copy', text: mermaidOf(drawing), title: drawing.title });
    this.#bar.copied();
  }

  /** The drawing that is shown, with what is said of it, for someone who sees nothing else of the file. */
  #leaving(): Leaving | undefined {
    const { drawing, said } = this.#choice;
    return drawing && hasContent(drawing) ? { drawing, said, view: this.#stage.view } : undefined;
  }

  #showBanner(): void {
    const words = this.#words;
    const { drawing, said, vanished } = this.#choice;
    const items: HTMLElement[] = [];
    if (this.#server !== 'fine' && drawing) {
      const what = `${words[this.#server]}. ${words.goneHint}`;
      items.push(noticeElement('warning', what, ...this.#remedies()));
    }
    if (this.#failure !== '') items.push(noticeElement('error', `${words.failed}: ${this.#failure}`));
    if (vanished) items.push(noticeElement('information', words.nothingLeft));
    if (this.#deleted !== undefined && drawing) {
      items.push(noticeElement('warning', words.deleted(this.#deleted)));
    }
    items.push(
      ...problemElements(said, words, ({ line, code }) => {
        this.#openLine(line, code);
      }),
    );
    const drawn = drawing && hasContent(drawing) ? drawing : undefined;
    const calm = drawn ? [words.calm(segmentsOf(drawn)), drawn.totals ?? ''] : [];
    this.#banner.say(items, calm.filter((part) => part !== '').join(' · '));
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
    if (!this.#choice.drawing) this.#banner.say([], '');
    this.#message.replaceChildren(...sayNothing(why, this.#words, this.#remedies()));
  }

  #remedies(): HTMLElement[] {
    return serverButtons(this.#words, (wanted) => this.host.post({ type: 'server', wanted }));
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
