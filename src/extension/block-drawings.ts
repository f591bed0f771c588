/** The drawings of the blocks of a Markdown note, made in pieces of time that keep nobody waiting. */
import { drawAnalysis } from '../diagram/draw-analysis.js';
import { createAnalyser, type Analysis } from '../language/analyse.js';
import { alone, type Fence } from '../language/blocks-alone.js';
import { Memory } from '../language/memory.js';
import type { DrawingsAnswer } from '../protocol/server.js';
import type { WordingOptions } from '../rules/wording.js';

/** How long the extension host may be kept from its other work at once: a frame, in milliseconds. */
export const FRAME = 16;

/** A longer block takes more than a frame when it is read for the first time: no page waits for that. */
const MOST_LINES = 200;

/** What a block is drawn as. */
export interface DrawnBlock {
  readonly answer: DrawingsAnswer;
  /** Whether the block has changed since, so that its rows do not stand for the lines that they say. */
  readonly isOld: boolean;
}

/** A block, and which of its note it is, counted from 0. */
interface Wanted {
  readonly place: number;
  readonly fence: Fence;
  readonly wording: WordingOptions;
}

interface Made {
  readonly analysis: Analysis;
  readonly wording: WordingOptions;
  /** What was drawn of it last, and for which line of its fence. */
  drawn?: { readonly line: number; readonly answer: DrawingsAnswer };
}

/**
 * Analyses each block by itself, which comes to the same as all of the note: as many as fit into a frame while the page
 * is made, the others afterwards, a frame at a time. Until then they are drawn as they were. One for each note.
 */
export class BlockDrawings {
  /** By what a block says and how it is to be worded. */
  readonly #made = new Memory<Made>();
  /** By the place of a block: of a long one, only what is around an edit is read again. */
  readonly #analysers = new Map<number, ReturnType<typeof createAnalyser>>();
  readonly #last = new Map<number, DrawingsAnswer>();
  readonly #waiting = new Map<number, Wanted>();
  #until = 0;
  /** Whether what waits will be gone on with. */
  #goesOn = false;

  /**
   * @param ready called when what had to wait can be drawn, which VS Code does by loading the page anew: only notes that
   *   are opened have to wait, and edits do not
   * @param frame how long it may take at once, in milliseconds
   */
  constructor(
    private readonly ready: () => void,
    private readonly frame: number,
  ) {}

  /** A page is made: all of its blocks are asked for. */
  begin(): void {
    this.#made.nextRound();
    this.#waiting.clear();
    this.#until = performance.now() + this.frame;
  }

  /** What is drawn of a block, or undefined where that is not known yet. */
  of(wanted: Wanted): DrawnBlock | undefined {
    const { place, fence } = wanted;
    const isShort = fence.lines.length <= MOST_LINES || this.#analysers.has(place);
    const isDue = isShort && performance.now() < this.#until;
    const made = this.#made.find(keyOf(wanted)) ?? (isDue ? this.#make(wanted) : undefined);
    if (made) {
      const answer = drawnAt(made, fence.line);
      this.#last.set(place, answer);
      return { answer, isOld: false };
    }
    this.#waiting.set(place, wanted);
    this.#later();
    const answer = this.#last.get(place);
    return answer && { answer, isOld: true };
  }

  #make(wanted: Wanted): Made {
    const { place, fence, wording } = wanted;
    return this.#made.get(keyOf(wanted), () => {
      const analyse = this.#analysers.get(place) ?? createAnalyser();
      this.#analysers.set(place, analyse);
      const { language, states } = wording;
      return { wording, analysis: analyse(alone(fence), { kind: 'markdown', language, stateNames: states }) };
    });
  }

  #later(): void {
    if (this.#goesOn) return;
    this.#goesOn = true;
    setTimeout(() => this.#goOn());
  }

  #goOn(): void {
    this.#goesOn = false;
    if (this.#waiting.size === 0) return;
    const until = performance.now() + this.frame;
    for (const [place, wanted] of this.#waiting) {
      this.#make(wanted);
      this.#waiting.delete(place);
      if (performance.now() >= until) break;
    }
    if (this.#waiting.size === 0) this.ready();
    else this.#later();
  }
}

function keyOf({ fence, wording: { language, states } }: Wanted): string {
  return `${language} ${states} ${fence.language} ${fence.title}\n${fence.lines.join('\n')}`;
}

function drawnAt(made: Made, line: number): DrawingsAnswer {
  if (made.drawn?.line === line) return made.drawn.answer;
  const { scenarios, problems } = made.analysis;
  const drawn = drawAnalysis(
    {
      scenarios: scenarios.map((one) => ({
        trace: one.trace,
        found: one.found,
        line: one.line + line,
        endLine: one.endLine + line,
        reach: one.reach + line,
      })),
      problems: problems
        .filter(({ notation }) => notation)
        .map(({ severity, code, message, notation, ...one }) => ({
          severity,
          code,
          message,
          notation,
          line: one.line + line,
        })),
    },
    made.wording,
  );
  const answer = { uri: '', version: 1, ...drawn };
  made.drawn = { line, answer };
  return answer;
}
