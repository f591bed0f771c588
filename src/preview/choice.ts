/**
 * Which exchange of a note is shown: the one that the cursor is in, or another one that was chosen since, over edits and
 * over files; and where the cursor is in it.
 */
import type { Drawing } from '../diagram/drawing.js';
import { drawingAt, problemsIn, problemsOf, type SaidProblem } from '../diagram/said.js';
import type { PreviewMemory } from '../protocol/memory.js';
import type { EditedLines, ToPreview } from '../protocol/preview.js';
import type { DrawingsAnswer } from '../protocol/server.js';
import { bestMatch, hasContent, settle, type Settled, type Shown } from './settle.js';

type Edited = ToPreview & { readonly type: 'edited' };

/** What came of new drawings. */
export interface Taken {
  /** What is shown now; nothing where the note has no exchange. */
  readonly drawing: Drawing | undefined;
  /** Whether it is of another exchange than before. */
  readonly another: boolean;
  /** Whether it is of another note. */
  readonly otherNote: boolean;
  /** What an earlier session left of this note, the first time that it is drawn. */
  readonly left: PreviewMemory | undefined;
}

/** What came of a move of the cursor. */
export interface Followed {
  /** What is shown now in place of another. */
  readonly drawing?: Drawing;
  /** Whether the cursor has come to another line, which is to be brought into view. */
  readonly moved: boolean;
}

export class Choice {
  #settled: Settled | undefined;
  #current: Drawing | undefined;
  #cursor: number | undefined;
  /** What is shown is what the cursor is in: since it moved nothing else has been chosen. */
  #following = true;
  /** The cursor has moved in a text of which no drawings have come yet. */
  #moved = false;
  /** What the last session left, until its file is drawn again. */
  #left: PreviewMemory | undefined;
  /** The picture is where the last session left it, and stays there until the cursor moves. */
  #returned = false;
  /** Edits whose drawings have not come yet. */
  #edits: Edited[] = [];

  constructor(left: PreviewMemory) {
    this.#left = left;
  }

  /** The note that the drawings are of. */
  get uri(): string | undefined {
    return this.#settled?.uri;
  }

  /** What is shown. */
  get drawing(): Drawing | undefined {
    return this.#current;
  }

  /** All exchanges of the note. */
  get drawings(): readonly Drawing[] {
    return (this.#settled?.shown ?? []).map(({ drawing }) => drawing);
  }

  /** The note has no exchange any more; what is shown is the last one. */
  get vanished(): boolean {
    return this.#settled?.vanished === true;
  }

  /** What is to be said of what is shown; what is wrong with another exchange is said when that is shown. */
  get said(): readonly SaidProblem[] {
    const { shown = [], problems = [] } = this.#settled ?? {};
    const one = shown.find(({ drawing }) => drawing === this.#current);
    return problemsOf(one ? problemsIn(problems, this.drawings, one.drawing) : problems, one);
  }

  /** The row whose line the cursor is on. */
  get row(): number | undefined {
    const line = this.#cursor;
    const rows = this.#current?.rows ?? [];
    const row = line === undefined ? -1 : rows.findIndex((one) => one.line <= line && line <= one.endLine);
    return row < 0 ? undefined : row;
  }

  /** The note was edited; drawings of that come later. */
  edited(edited: Edited): void {
    this.#edits.push(edited);
  }

  take(answer: DrawingsAnswer): Taken {
    const settled = settle(this.#settled, answer, this.#editsUpTo(answer));
    const otherNote = this.#settled?.uri !== settled.uri;
    this.#settled = settled;
    if (otherNote) {
      this.#cursor = undefined;
      this.#following = true;
      this.#moved = false;
    }
    const { shown } = settled;
    const old = otherNote ? undefined : this.#current;
    if (shown.length === 0) {
      this.#current = undefined;
      return { drawing: undefined, another: old !== undefined, otherNote, left: undefined };
    }
    const left = this.#left?.uri === settled.uri ? this.#left : undefined;
    this.#left = undefined;
    if (left?.scenario) this.#following = false;
    const same = old && bestMatch(shown, old.title, old.line);
    const next =
      this.#atCursor() ??
      same ??
      (left?.scenario && bestMatch(shown, left.scenario.title, left.scenario.line)) ??
      shown.find(({ drawing }) => hasContent(drawing)) ??
      shown[0];
    if (left) this.#returned = true;
    this.#current = next?.drawing;
    return { drawing: this.#current, another: next === undefined || next !== same, otherNote, left };
  }

  /** No note is open. */
  leave(): void {
    this.#settled = undefined;
    this.#current = undefined;
  }

  /** One was chosen by its place among all. Whether it is there. */
  pick(index: number): boolean {
    const shown = this.#settled?.shown[index];
    this.#following = false;
    if (shown) this.#current = shown.drawing;
    return shown !== undefined;
  }

  /** The cursor has come to a line of a note; undefined where that changes nothing. */
  follow(uri: string, line: number): Followed | undefined {
    if (uri !== this.#settled?.uri) return undefined;
    const moved = (line !== this.#cursor || this.#moved) && !this.#returned;
    this.#returned = false;
    this.#cursor = line;
    if (moved) this.#following = true;
    // In the text that has just been edited it may stand elsewhere.
    this.#moved = moved && this.#edits.length > 0;
    if (this.#moved) return undefined;
    const there = this.#atCursor();
    if (!there || there.drawing === this.#current) return { moved };
    this.#current = there.drawing;
    return { drawing: there.drawing, moved };
  }

  /** What the cursor is in, while it decides what is shown. */
  #atCursor(): Shown | undefined {
    const line = this.#cursor;
    if (line === undefined || !this.#following) return undefined;
    const there = drawingAt(this.drawings, line);
    return this.#settled?.shown.find(({ drawing }) => drawing === there);
  }

  /** What was edited between the drawings that are here and the next ones. */
  #editsUpTo({ uri, version }: DrawingsAnswer): EditedLines[] {
    const made = this.#edits.filter((edited) => edited.uri === uri && edited.version <= version);
    this.#edits = this.#edits.filter((edited) => edited.uri === uri && edited.version > version);
    const since = this.#settled?.uri === uri ? this.#settled.version : Infinity;
    return made.filter((edited) => edited.version > since).flatMap(({ edits }) => edits);
  }
}
