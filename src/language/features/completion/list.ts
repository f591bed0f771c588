/** The items that are offered at a place, in the order in which they are added. */
import {
  MarkupKind,
  type CompletionItem,
  type MarkupContent,
  type Position,
  type Range,
} from 'vscode-languageserver';
import type { Script, Statement } from '../../../exchange/script.js';
import type { Bilingual } from '../../../rules/rule.js';
import type { Note } from '../../note.js';
import type { Cursor } from '../cursor.js';

/** What an item stands for, so that what it does can be told when somebody looks at it. */
export interface Offered {
  readonly note: Note;
  readonly script: Script;
  readonly statement: Statement;
}

export interface Completions {
  readonly items: CompletionItem[];
  /** By the `data` of the items. */
  readonly offered: readonly Offered[];
}

export const TEXT = {
  segment: { en: 'next segment', 'zh-cn': '下一个报文段' },
  arrival: { en: 'arrives from the network', 'zh-cn': '从网络到达' },
  timer: { en: 'timer', 'zh-cn': '定时器' },
  end: { en: 'end', 'zh-cn': '端点' },
  network: { en: 'stays in the network', 'zh-cn': '留在网络中' },
  theNetwork: { en: 'the network', 'zh-cn': '网络' },
  lost: { en: 'lost on the way', 'zh-cn': '在途中丢失' },
  keyword: { en: 'keyword', 'zh-cn': '关键字' },
  field: { en: 'field', 'zh-cn': '字段' },
  expected: { en: 'expected here', 'zh-cn': '此处期望的值' },
  symbol: { en: 'symbol', 'zh-cn': '符号' },
  call: { en: 'call', 'zh-cn': '调用' },
  state: { en: 'state', 'zh-cn': '状态' },
  now: { en: 'its state now', 'zh-cn': '当前状态' },
  both: { en: 'states after this line', 'zh-cn': '此行之后的状态' },
  found: { en: 'found here', 'zh-cn': '此处的问题' },
  label: { en: 'name in the drawing', 'zh-cn': '图中的名字' },
  flag: { en: 'flag', 'zh-cn': '标志' },
} as const satisfies Record<string, Bilingual>;

export type Item = Partial<CompletionItem> & Pick<CompletionItem, 'kind'>;

/** What more is known of an item. */
export interface More {
  /** The statement that it would make of the line. */
  readonly statement?: Statement | undefined;
  /** How many characters behind the cursor are always replaced, too. */
  readonly over?: number;
  /** What is replaced behind the cursor when the user chooses to replace rather than to insert; a word when left out. */
  readonly behind?: RegExp;
}

/** The rest of a word. */
const WORD_BEHIND = /^[\p{ID_Continue}_]*/u;

/** What may follow a whole statement: a text, states, a comment. */
const AFTER_STATEMENT = /^\s*(?:$|[:：[【#＃]|[/／]{2}|\/\*)/u;

export class List implements Completions {
  readonly items: CompletionItem[] = [];
  readonly offered: Offered[] = [];
  readonly #labels = new Set<string>();

  constructor(
    readonly note: Note,
    readonly cursor: Cursor,
    readonly position: Position,
    /** The character that asked; undefined where a word is typed, or somebody asks outright. */
    readonly trigger: string | undefined,
    /** Whether the client lets the user choose between inserting and replacing. */
    readonly replaces = false,
  ) {}

  say(text: Bilingual): string {
    return text[this.note.options.language];
  }

  /** Whether the note spells its keywords in Chinese. */
  get chinese(): boolean {
    return this.cursor.spelling === 'chinese';
  }

  /** Whether a whole statement can be written up to its end: nothing else of one stands behind the cursor. */
  get free(): boolean {
    return AFTER_STATEMENT.test(this.cursor.after);
  }

  /**
   * Adds an item that replaces the last `typed` characters before the cursor. What an editor compares with them is the
   * text without the blanks that it may begin with.
   */
  add(
    text: string,
    typed: number,
    item: Item,
    { statement, over = 0, behind = WORD_BEHIND }: More = {},
  ): void {
    const { line, character } = this.position;
    const start = { line, character: character - typed };
    const to = (ahead: number): Range => ({ start, end: { line, character: character + ahead } });
    const rest = Math.max(over, behind.exec(this.cursor.after)?.[0].length ?? 0);
    const label = item.label ?? text.trim();
    if (this.#labels.has(label)) return;
    this.#labels.add(label);
    const data = statement
      ? { data: this.offered.push({ note: this.note, script: this.cursor.script, statement }) - 1 }
      : {};
    this.items.push({
      filterText: text.trim(),
      sortText: String(this.items.length).padStart(4, '0'),
      textEdit: this.replaces
        ? { newText: text, insert: to(over), replace: to(rest) }
        : { newText: text, range: to(over) },
      ...item,
      label,
      ...data,
    });
  }
}

/** Documentation as an item holds it; nothing where there is none. */
export function documentation(value: string | undefined): { documentation?: MarkupContent } {
  return value === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value } };
}
