/** An editor that shows what is offered while somebody types, as VS Code does. */
import type { CompletionItem, Position } from 'vscode-languageserver';
import { createAnalyser, type TextKind } from '../../src/language/analyse.js';
import { completion, completionsAt } from '../../src/language/features/completion.js';
import type { Language } from '../../src/rules/rule.js';

const { triggerCharacters = [] } = completion.capabilities.completionProvider ?? {};

/** What the editor asks, and has not been answered yet. */
interface Question {
  readonly trigger: string | undefined;
  readonly position: Position;
  readonly text: string;
  /** How many keys are still pressed before the answer comes. */
  wait: number;
}

interface Shown {
  readonly items: readonly CompletionItem[];
  readonly position: Position;
  /** Whether the first item is selected, so that Enter and Tab take it: where a word that somebody types has asked. */
  readonly selected: boolean;
}

export class SuggestingEditor {
  readonly #lines: string[];
  readonly #analyser = createAnalyser();
  #asked: Question | undefined;
  #shown: Shown | undefined;

  /**
   * `latency` is how many keys are pressed before an answer comes; `asksForWords` is whether words are completed as they
   * are typed, which is how VS Code does by itself in `.segno` files but not in Markdown.
   */
  constructor(
    before: string,
    readonly kind: TextKind,
    readonly language: Language,
    readonly latency: number,
  ) {
    this.#lines = before.split('\n');
  }

  /** What Enter and Tab would take. */
  get taken(): string | undefined {
    return this.#shown?.selected ? this.#shown.items[0]?.label : undefined;
  }

  /** What is offered. */
  get offers(): readonly string[] {
    return this.#shown?.items.map(({ label }) => label) ?? [];
  }

  /** Text that was there before anybody typed. */
  write(text: string): void {
    this.#lines[this.#lines.length - 1] = this.#line + text;
  }

  /** Whether a key asks for what may follow it. */
  static asks(key: string): boolean {
    return triggerCharacters.includes(key);
  }

  /** A key that writes itself. */
  type(key: string): void {
    const last = this.#lines.length - 1;
    this.#lines[last] = this.#line + key;
    this.#filter();
    if (this.#shown) this.#shown = { ...this.#shown, selected: true };
    if (triggerCharacters.includes(key)) this.#ask(key);
    else if (this.kind === 'segno' && !this.#shown && !this.#asked && /\p{ID_Continue}$/u.test(key)) {
      this.#ask(undefined);
    }
    if (this.#asked && this.#asked.wait-- <= 0) this.#answer(this.#asked);
  }

  /** Whatever is still to be answered is. */
  rest(): void {
    if (this.#asked) this.#answer(this.#asked);
  }

  /** Enter, where it is not taken for an answer. */
  newLine(): void {
    this.#lines.push('');
    this.#asked = undefined;
    this.#shown = undefined;
  }

  get #line(): string {
    return this.#lines.at(-1) ?? '';
  }

  #ask(trigger: string | undefined): void {
    const position = { line: this.#lines.length - 1, character: this.#line.length };
    this.#asked = { trigger, position, text: this.#lines.join('\n'), wait: this.latency };
  }

  #answer({ trigger, position, text }: Question): void {
    this.#asked = undefined;
    const options = { kind: this.kind, language: this.language, stateNames: 'netstat' } as const;
    const note = { uri: 'file:///a', version: 1, text, options, analysis: this.#analyser(text, options) };
    this.#shown = {
      items: completionsAt(note, position, trigger, true).items,
      position,
      selected: trigger === undefined,
    };
    this.#filter();
  }

  /** The list keeps what fits, without asking again; with nothing left it closes, and gives up what it has asked. */
  #filter(): void {
    if (!this.#shown) return;
    const line = this.#line;
    const items = this.#shown.items.filter((item) => isKept(item, line));
    if (items.length > 0) return void (this.#shown = { ...this.#shown, items });
    this.#shown = undefined;
  }
}

function isKept({ textEdit, filterText, label }: CompletionItem, line: string): boolean {
  if (!textEdit) return false;
  const { start } = 'insert' in textEdit ? textEdit.insert : textEdit.range;
  return holds(filterText ?? label, line.slice(start.character).trimStart());
}

/** Whether the characters that are typed stand in a text in their order, in any case, or would if two were swapped. */
function holds(text: string, typed: string): boolean {
  if (isIn(text, typed)) return true;
  const letters = Array.from(typed);
  return (
    letters.length > 3 &&
    letters.slice(1, 7).some((_, index) => {
      const [before, one = '', other = ''] = [
        letters.slice(0, index + 1),
        letters[index + 1],
        letters[index + 2],
      ];
      return isIn(text, [...before, other, one, ...letters.slice(index + 3)].join(''));
    })
  );
}

function isIn(text: string, typed: string): boolean {
  let from = 0;
  const lower = text.toLowerCase();
  return Array.from(typed.toLowerCase()).every((letter) => (from = lower.indexOf(letter, from) + 1) > 0);
}
