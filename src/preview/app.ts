/** The preview as a whole: bar, banner, stage, and what it says when there is nothing to draw. */
import type { Drawing } from '../diagram/drawing.js';
import { mermaidText } from '../diagram/mermaid.js';
import { problemsIn, problemsOf, type SaidProblem } from '../diagram/said.js';
import type {
  DrawingsAnswer,
  EditedLines,
  Export,
  FromPreview,
  PreviewMemory,
  ToPreview,
} from '../server/messages.js';
import { copyPicture } from './clipboard.js';
import { base64Of, exportPng, exportSvg } from './export.js';
import { HoverCard, type Subject } from './hover-card.js';
import { icon, type IconName } from './icons.js';
import { canvasMeasure } from './measure.js';
import { noticeElement, problemElements } from './problems.js';
import { SearchBox } from './search.js';
import { settle, type Settled, type Shown } from './settle.js';
import { Stage } from './stage.js';
import { Stepper } from './stepper.js';
import { html } from './svg.js';
import { wordsFor } from './words.js';

export interface Host {
  readonly post: (message: FromPreview) => void;
  readonly remember: (memory: PreviewMemory) => void;
}

export class App {
  readonly #words = wordsFor(document.documentElement.lang);
  readonly #stage: Stage;
  readonly #stepper: Stepper;
  readonly #search: SearchBox;
  readonly #card = new HoverCard(this.#words);
  readonly #bar = html('div', { class: 'segno-bar', role: 'toolbar' });
  readonly #title = html('span', { class: 'segno-title' });
  readonly #picker = html('select', { class: 'segno-picker', 'aria-label': this.#words.scenario });
  readonly #zoom: HTMLButtonElement;
  readonly #lock: HTMLButtonElement;
  readonly #copy: HTMLButtonElement;
  readonly #steps: HTMLButtonElement;
  readonly #main = html('div', { class: 'segno-main' });
  /** The line that the extension was last told one stands at. */
  #stood: string | undefined;
  readonly #banner = html('div', { class: 'segno-banner', 'aria-live': 'polite' });
  readonly #message = html('div', { class: 'segno-message', role: 'status' });
  #settled: Settled | undefined;
  #current: Drawing | undefined;
  #cursor: number | undefined;
  #locked: boolean;
  #memory: PreviewMemory;
  /** What the last session left, until its file is drawn again. */
  #left: PreviewMemory | undefined;
  /** The picture is where the last session left it, and stays there until the cursor moves. */
  #returned = false;
  #gone = false;
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
        this.#showZoom();
        this.#remember({ ...(zoom === undefined ? {} : { zoom }) }, ['zoom']);
      },
      scrolled: ({ top, left }) => this.#remember({ scroll: top, scrollLeft: left }),
      failed: (reason) => this.#fail(reason),
    });
    this.#stepper = new Stepper(this.#stage, words, {
      moved: (row, stepping) => {
        this.#remember(stepping ? { stepping } : {}, ['stepping']);
        this.#showSteps();
        this.#tellStep(row);
      },
      failed: (reason) => this.#fail(reason),
    });
    this.#search = new SearchBox(words, {
      found: (found, reveal) => this.#stage.find(found, reveal),
      closed: () => this.#stage.element.focus({ preventScroll: true }),
    });
    this.#steps = this.#button('steps', words.stepThrough, () => {
      if (this.#stepper.on) this.#stepper.stop();
      else this.#stepper.start(this.#rowAtCursor());
    });
    this.#zoom = this.#button('plus', words.zoomReset, () => this.#stage.setZoom(1));
    this.#zoom.classList.add('segno-zoom');
    this.#copy = this.#button('copy', words.copy, () => this.#copyText());
    this.#lock = this.#button('unlocked', words.lock, () =>
      this.host.post({ type: 'lock', locked: !this.#locked }),
    );
    const smaller = this.#button('minus', words.zoomOut, () => this.#stage.setZoom(this.#stage.scale / 1.2));
    const larger = this.#button('plus', words.zoomIn, () => this.#stage.setZoom(this.#stage.scale * 1.2));
    for (const button of [smaller, larger]) button.classList.add('segno-step');
    this.#bar.append(
      this.#title,
      this.#picker,
      html('span', { class: 'segno-grow' }),
      this.#steps,
      this.#button('search', words.findOpen, () => this.#search.show()),
      smaller,
      this.#zoom,
      larger,
      this.#button('fit', words.fit, () => this.#stage.setZoom(undefined)),
      this.#copy,
      this.#lock,
    );
    this.#picker.addEventListener('change', () => {
      const shown = this.#settled?.shown[Number(this.#picker.value)];
      if (shown) this.#show(shown.drawing, true);
    });
    this.#main.append(this.#stage.element, this.#stepper.side.element, this.#search.element);
    root.replaceChildren(
      this.#bar,
      this.#banner,
      this.#main,
      this.#stepper.transport.element,
      this.#message,
      this.#card.element,
      this.#stepper.heard,
    );
    cardsOf(this.#stage, this.#card, () => this.#current);
    // Also where nothing has the focus, as after a button that can go no further.
    document.addEventListener('keydown', (event) => this.#key(event));
    this.#say('loading');
    this.#showSteps();
    this.#showLock();
  }

  receive(message: ToPreview): void {
    switch (message.type) {
      case 'drawings':
        this.#gone = false;
        this.#update(settle(this.#settled, message.answer, this.#editsUpTo(message.answer)));
        break;
      case 'edited':
        this.#edits.push(message);
        break;
      case 'status':
        this.#status(message.status);
        break;
      case 'cursor':
        if (message.uri === this.#settled?.uri) this.#follow(message.line);
        break;
      case 'lock':
        this.#locked = message.locked;
        this.#showLock();
        this.#remember({ locked: message.locked });
        break;
      case 'stepThrough':
        if (this.#current && !this.#stepper.on) this.#stepper.start(this.#rowAtCursor());
        // The panel has the focus by now; the page in it, for which the keys are, not always.
        this.#stage.element.focus({ preventScroll: true });
        break;
      case 'export':
        void this.#export(message.wanted).then((answer) => this.host.post(answer));
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

  #status(status: 'loading' | 'none' | 'gone'): void {
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
      this.#remember({ uri: settled.uri });
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
    const next =
      (old && bestMatch(shown, old.title, old.line)) ??
      (left?.scenario && bestMatch(shown, left.scenario.title, left.scenario.line)) ??
      shown[0];
    if (!next) return;
    this.#element('drawing');
    this.#show(next.drawing, old === undefined);
    if (left) {
      if (left.zoom !== undefined) this.#stage.setZoom(left.zoom);
      this.#stage.scrollTo({ top: left.scroll ?? 0, left: left.scrollLeft ?? 0 });
      if (left.stepping) this.#stepper.restore(left.stepping);
      this.#showSteps();
      this.#returned = true;
    }
  }

  #show(drawing: Drawing, another: boolean): void {
    this.#current = drawing;
    this.#card.close();
    this.#stage.show(drawing, another);
    this.#stepper.update(drawing, another);
    this.#search.update(drawing);
    this.#showPicker();
    this.#showBanner();
    this.#showZoom();
    this.#mark(false);
    this.#remember({ scenario: { title: drawing.title, line: drawing.line } });
  }

  /** The cursor has come to a line: its scenario is shown, its row is marked. */
  #follow(line: number): void {
    const moved = line !== this.#cursor;
    this.#cursor = line;
    const shown = this.#settled?.shown ?? [];
    const inside = (drawing: Drawing) => drawing.line <= line && line <= drawing.endLine;
    const there = shown.find(({ drawing }) => inside(drawing));
    if (
      moved &&
      there &&
      !this.#returned &&
      there.drawing !== this.#current &&
      !(this.#current && inside(this.#current))
    ) {
      this.#show(there.drawing, true);
    }
    this.#mark(moved && !this.#returned);
    this.#returned = false;
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
    else if (this.#search.open) this.#search.close();
    else if (this.#stepper.on) this.#stepper.stop();
    else return false;
    return true;
  }

  #showSteps(): void {
    const { on } = this.#stepper;
    this.#steps.setAttribute('aria-pressed', String(on));
    this.#steps.title = on ? this.#words.stopStepping : this.#words.stepThrough;
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
    this.host.post({ type: 'copy', text: mermaidText(this.#current, { flavour: 'complete' }) });
    this.#copy.replaceChildren(icon('check'));
    this.#copy.title = this.#words.copied;
    setTimeout(() => {
      this.#copy.replaceChildren(icon('copy'));
      this.#copy.title = this.#words.copy;
    }, 1500);
  }

  /** What becomes of a wish for the drawing in another form. */
  async #export(wanted: Export): Promise<FromPreview> {
    const drawing = this.#current;
    const words = this.#words;
    if (!drawing) return { type: 'unsaved', reason: words.nothingToExport };
    try {
      if (wanted.format === 'png') return await this.#exportPng(drawing, wanted);
      const text = await this.#text(drawing, wanted);
      if (wanted.to === 'clipboard') return { type: 'copy', text };
      return { type: 'save', format: wanted.format, data: text, title: drawing.title };
    } catch (reason) {
      const why = reason instanceof Error ? reason.message : String(reason);
      return { type: 'unsaved', reason: `${words.failed}: ${why}` };
    }
  }

  async #text(drawing: Drawing, wanted: Exclude<Export, { format: 'png' }>): Promise<string> {
    switch (wanted.format) {
      case 'mermaid':
        return mermaidText(drawing, { flavour: 'complete' });
      case 'markdown':
        return markdownText(drawing);
      case 'svg':
        return exportSvg({ drawing, said: this.#said() }, wanted.background, this.#words);
    }
  }

  async #exportPng(drawing: Drawing, wanted: Export & { format: 'png' }): Promise<FromPreview> {
    const words = this.#words;
    const leaving = { drawing, said: this.#said() };
    const png = await exportPng(leaving, wanted.background, wanted.scale, words);
    if (!png) return { type: 'unsaved', reason: words.tooLarge };
    const { picture, scale } = png;
    const remark = scale === wanted.scale ? {} : { remark: words.reduced(wanted.scale, scale) };
    if (wanted.to === 'file') {
      return {
        type: 'save',
        format: 'png',
        data: await base64Of(picture),
        title: drawing.title,
        ...remark,
      };
    }
    if (await copyPicture(picture)) return { type: 'copied', ...remark };
    return { type: 'refused', reason: words.refused, instead: { ...wanted, to: 'file' } };
  }

  /** What is said of the drawing that is shown, for someone who sees nothing else of the file. */
  #said(): SaidProblem[] {
    const { problems = [], shown = [] } = this.#settled ?? {};
    const one = shown.find(({ drawing }) => drawing === this.#current);
    const drawings = shown.map(({ drawing }) => drawing);
    return problemsOf(one ? problemsIn(problems, drawings, one.drawing) : problems, one);
  }

  #button(name: IconName, title: string, press: () => void): HTMLButtonElement {
    const button = html('button', { type: 'button', title, 'aria-label': title }, icon(name));
    button.addEventListener('click', press);
    return button;
  }

  #showZoom(): void {
    const scale = Math.round(this.#stage.scale * 100);
    this.#zoom.replaceChildren(`${scale}%`);
  }

  #showLock(): void {
    const { lock, unlock } = this.#words;
    this.#lock.replaceChildren(icon(this.#locked ? 'locked' : 'unlocked'));
    this.#lock.title = this.#locked ? unlock : lock;
    this.#lock.setAttribute('aria-label', this.#lock.title);
    this.#lock.setAttribute('aria-pressed', String(this.#locked));
  }

  #showPicker(): void {
    const shown = this.#settled?.shown ?? [];
    const several = shown.length > 1;
    this.#picker.hidden = !several;
    this.#title.hidden = several;
    const name = (drawing: Drawing) => drawing.title || this.#words.untitled;
    this.#title.textContent = this.#current ? name(this.#current) : '';
    this.#title.title = this.#title.textContent;
    if (!several) return;
    const names = shown.map(({ drawing }, index) => `${index + 1}/${shown.length}  ${name(drawing)}`);
    const same =
      this.#picker.options.length === names.length &&
      names.every((text, index) => this.#picker.options[index]?.text === text);
    if (!same) {
      this.#picker.replaceChildren(
        ...names.map((text, index) => html('option', { value: index, title: text }, text)),
      );
    }
    this.#picker.value = String(shown.findIndex(({ drawing }) => drawing === this.#current));
  }

  #showBanner(): void {
    const words = this.#words;
    const items: HTMLElement[] = [];
    if (this.#gone && this.#current) items.push(noticeElement('warning', `${words.gone}. ${words.goneHint}`));
    if (this.#failure !== '') items.push(noticeElement('error', `${words.failed}: ${this.#failure}`));
    if (this.#settled?.vanished) items.push(noticeElement('information', words.nothingLeft));
    const shown = this.#settled?.shown.find(({ drawing }) => drawing === this.#current);
    const problems = problemsOf(this.#settled?.problems ?? [], shown);
    items.push(
      ...problemElements(problems, words, ({ line, code }) => {
        this.#openLine(line, code);
      }),
    );
    const same =
      items.length === this.#banner.children.length &&
      items.every((item, index) => item.isEqualNode(this.#banner.children[index] ?? null));
    // Unchanged words are not read aloud again.
    if (!same) this.#banner.replaceChildren(...items);
  }

  /** Shows the drawing, or in its place a message. */
  #element(which: 'drawing' | 'message'): void {
    this.#stage.element.hidden = which !== 'drawing';
    this.#main.hidden = which !== 'drawing';
    this.#message.hidden = which !== 'message';
    this.#bar.classList.toggle('segno-idle', which !== 'drawing');
    if (which === 'message') {
      this.#stepper.stop();
      this.#card.close();
      this.#stage.clear();
      this.#title.textContent = '';
      this.#picker.hidden = true;
    }
  }

  #say(what: 'loading' | 'none' | 'gone' | 'empty'): void {
    const words = this.#words;
    this.#element('message');
    this.#banner.replaceChildren();
    const content: Record<typeof what, () => HTMLElement[]> = {
      loading: () => [html('p', { class: 'segno-loading' }, words.loading)],
      none: () => [html('h2', {}, words.noDocument), html('p', {}, words.noDocumentHint)],
      gone: () => [html('h2', {}, words.gone), html('p', {}, words.goneHint)],
      empty: () => [
        html('h2', {}, words.empty),
        html('p', {}, words.emptyHint),
        html('pre', {}, words.example),
        html('p', {}, words.emptyMarkdown),
      ],
    };
    this.#message.replaceChildren(...content[what]());
  }

  #remember(change: PreviewMemory, without: readonly (keyof PreviewMemory)[] = []): void {
    const kept = Object.entries(this.#memory).filter(
      ([name]) => !(without as readonly string[]).includes(name),
    );
    this.#memory = { ...Object.fromEntries(kept), ...change };
    this.host.remember(this.#memory);
  }
}

/** Shows a row's card while the pointer or the focus rests on it. */
function cardsOf(stage: Stage, card: HoverCard, drawing: () => Drawing | undefined): void {
  const subject = (row: number) => (): Subject | undefined => {
    const [shown, area, element] = [drawing(), stage.areaOf(row), stage.rowElement(row)];
    return shown && area && element && { drawing: shown, row, area, element };
  };
  stage.element.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch') return;
    const row = rowOf(event.target);
    const area = row === undefined || event.buttons !== 0 ? undefined : stage.areaOf(row);
    const on = area && event.clientX >= area.left && event.clientX <= area.right;
    if (row === undefined || !on) card.leave();
    else card.rest(row, subject(row), event.clientX);
  });
  stage.element.addEventListener('pointerdown', () => card.close());
  stage.element.addEventListener('pointerleave', () => card.leave());
  const restOnFocus = () => {
    const focused = document.activeElement;
    const row = focused?.matches(':focus-visible') ? rowOf(focused) : undefined;
    if (row !== undefined) card.rest(row, subject(row));
  };
  stage.element.addEventListener('focusin', restOnFocus);
  stage.element.addEventListener(
    'scroll',
    () => {
      card.close();
      // Who walks by keyboard scrolls by that, and has the card when the row has come to rest.
      restOnFocus();
    },
    { passive: true },
  );
  stage.element.addEventListener('focusout', () => card.leave());
}

function rowOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('[data-row]')?.getAttribute('data-row') : undefined;
  return row === null || row === undefined ? undefined : Number(row);
}

/** A block that GitHub and others draw. */
function markdownText(drawing: Drawing): string {
  return `\`\`\`mermaid\n${mermaidText(drawing, { flavour: 'complete' })}\`\`\`\n`;
}

/** The scenario that continues an earlier one: by title, the nearest of equal ones; else the one nearest by line. */
function bestMatch(shown: readonly Shown[], title: string, line: number): Shown | undefined {
  const distance = ({ drawing }: Shown) =>
    Math.abs(drawing.line - line) + (drawing.title === title ? 0 : 1_000_000);
  return [...shown].sort((a, b) => distance(a) - distance(b))[0];
}
