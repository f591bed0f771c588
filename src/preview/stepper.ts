/** Walking through the exchange that is shown: where one stands, what is told of it, and how an edit leaves it alone. */
import { describe } from '../diagram/describe.js';
import type { Drawing } from '../diagram/drawing.js';
import type { SteppingMemory } from '../protocol/memory.js';
import { followRows } from './rows.js';
import { Side } from './side.js';
import type { Stage } from './stage.js';
import { eventAt, eventRows, lastRowOf, START } from './steps.js';
import { html } from './svg.js';
import { Transport } from './transport.js';
import type { Words } from './words.js';

export interface StepperEvents {
  /** One stands at another row, or no longer anywhere; `remember` is what brings it back. */
  readonly moved: (row: number | undefined, remember: SteppingMemory | undefined) => void;
  readonly failed: (reason: string) => void;
}

export class Stepper {
  readonly transport: Transport;
  readonly side: Side;
  /** What is read aloud. */
  readonly heard = html('div', { class: 'segno-heard', role: 'status' });
  #drawing: Drawing | undefined;
  /** The event that one stands at, undefined while one does not step. */
  #row: number | undefined;
  #sideOpen = true;
  #speed = 1;

  constructor(
    private readonly stage: Stage,
    private readonly words: Words,
    private readonly events: StepperEvents,
  ) {
    this.transport = new Transport(words, {
      go: (step) => this.#goTo(this.#stops()[step] ?? START),
      toggleSide: () => this.#showSide(!this.#sideOpen),
      close: () => this.stop(),
      speed: (speed) => {
        this.#speed = speed;
        this.#tell();
      },
    });
    this.side = new Side(words, () => this.#showSide(false), events.failed);
    this.#show();
  }

  get on(): boolean {
    return this.#row !== undefined;
  }

  /** Begins at that row, or at the beginning. */
  start(row: number = START): void {
    if (this.#drawing) this.#goTo(eventAt(this.#drawing, row));
  }

  stop(): void {
    if (!this.on) return;
    this.transport.pause();
    this.#row = undefined;
    this.#show();
    this.#tell();
  }

  /** One step; the first one begins. */
  move(by: 1 | -1): void {
    if (this.on) this.transport.move(by);
    else if (by === 1) this.start();
  }

  toggle(): void {
    if (!this.on) this.start();
    this.transport.toggle();
  }

  /** Goes to a row that was chosen otherwise, while one steps. */
  visit(row: number): void {
    if (!this.on || !this.#drawing) return;
    this.transport.pause();
    this.#goTo(eventAt(this.#drawing, row));
  }

  /** Takes a new drawing: of the same scenario one stays where one was, in another one begins. */
  update(drawing: Drawing, another: boolean): void {
    const before = this.#drawing;
    this.#drawing = drawing;
    if (this.#row === undefined || drawing === before) return;
    const row = another || !before ? START : this.#row < 0 ? START : followRows(before, drawing)(this.#row);
    if (another) this.transport.pause();
    this.#row = eventAt(drawing, row);
    this.#show();
    this.#tell();
  }

  /** Takes up where an earlier session stopped. */
  restore({ row, side, speed }: SteppingMemory): void {
    if (!this.#drawing) return;
    this.#sideOpen = side;
    this.#speed = speed;
    this.transport.speed = speed;
    this.#row = eventAt(this.#drawing, row);
    this.#show();
  }

  #goTo(row: number): void {
    if (!this.#drawing) return;
    this.#row = row;
    this.#show();
    this.stage.reveal(row);
    this.#say();
    this.#tell();
  }

  /** Where one can stand. */
  #stops(): number[] {
    return this.#drawing ? [START, ...eventRows(this.#drawing)] : [START];
  }

  #showSide(open: boolean): void {
    this.#sideOpen = open;
    this.#show();
    this.#tell();
  }

  #show(): void {
    const row = this.#row;
    const drawing = this.#drawing;
    this.transport.element.hidden = row === undefined;
    this.side.element.hidden = row === undefined || !this.#sideOpen;
    if (row === undefined || !drawing) {
      this.heard.textContent = '';
      this.stage.standAt(undefined);
      return;
    }
    const stops = this.#stops();
    this.transport.show(stops.indexOf(row), stops.length - 1, this.#sideOpen);
    if (this.#sideOpen) this.side.show(drawing, row);
    this.stage.standAt({ row, last: lastRowOf(drawing, row) });
  }

  #say(): void {
    const drawing = this.#drawing;
    const row = this.#row;
    if (!drawing || row === undefined) return;
    const stops = this.#stops();
    const place = this.words.stepOf(stops.indexOf(row), stops.length - 1);
    const what = drawing.rows[row];
    this.heard.textContent = what ? `${place}: ${describe(drawing, { row: what })}` : place;
  }

  #tell(): void {
    const row = this.#row;
    this.events.moved(row, row === undefined ? undefined : { row, side: this.#sideOpen, speed: this.#speed });
  }
}
