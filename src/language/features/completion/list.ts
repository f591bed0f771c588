/** The items that are offered at a place, in the order in which they are added. */
import {
  CompletionItemKind,
  MarkupKind,
  type CompletionItem,
  type MarkupContent,
  type Position,
  type Range,
} from 'vscode-languageserver';
import type { Script, Statement } from '../../../exchange/script.js';
import type { Bilingual } from '../../../rules/rule.js';
import type { Note } from '../../note.js';
import type { Spelling } from '../../write.js';
import { isWholeStatement } from '../../words.js';
import type { Cursor } from '../cursor.js';
import { filterOf, headOf, isSameWord, lastWord } from './whole.js';

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
  timer: { en: 'timer', 'zh-cn': '计时器' },
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
  duration: { en: 'how long', 'zh-cn': '时长' },
  moment: { en: 'when it happens', 'zh-cn': '发生的时间' },
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
  /** The words by which it is found as they are typed, where they are not those that its text begins with. */
  readonly found?: readonly string[];
}

/** The rest of a word. */
const WORD_BEHIND = /^[\p{ID_Continue}_]*/u;

/** What may follow a whole statement: a text, states, a comment. */
const AFTER_STATEMENT = /^\s*(?:$|[:：[【#＃]|[/／]{2}|\/\*)/u;

/** An item and what is needed to tell how long it may stay in the list. */
interface Added {
  readonly item: CompletionItem;
  /** The characters before the cursor that it replaces. */
  readonly typed: string;
  /** What is inserted, with the blank that may be missing before it. */
  readonly text: string;
  readonly found: readonly string[];
}

export class List implements Completions {
  readonly #added: Added[] = [];
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

  /** How a keyword or a call is spelt here: a word that has been begun keeps its language. */
  get spelling(): Spelling {
    const begun = lastWord(this.cursor.before);
    if (/\p{Script=Han}/u.test(begun)) return 'chinese';
    return /^[a-z]/iu.test(begun) ? 'english' : this.cursor.spelling;
  }

  /**
   * What is offered, best first. Nothing is where what stands before the cursor is whole, so that the next key, Enter
   * above all, does what it says. And since an editor goes on showing a list while a word is typed, until the next
   * answer comes, each item is found only by what is less than a whole word: it is gone when the word is whole.
   */
  get items(): CompletionItem[] {
    const { before } = this.cursor;
    const word = lastWord(before);
    const asked = this.trigger === undefined && word === '';
    if (!asked && isWholeStatement(before)) return [];
    const heads = this.#added.flatMap(({ item, found }) =>
      found.map((head) => ({ head, exact: this.#isName(item, head) })),
    );
    const isWhole = (begun: string): boolean =>
      /^\d+$/u.test(begun) || heads.some(({ head, exact }) => isSameWord(begun, head, exact));
    if (word !== '' && (isWhole(word) || isWhole(word.replace(/^.*-/u, '')))) return [];
    return this.#added.map(({ item, typed, text, found }) => {
      const start = before.slice(0, before.length - typed.length);
      const endsStatement = (begun: string): boolean =>
        isWholeStatement(start + text.slice(0, text.length - text.trimStart().length) + begun);
      return { ...item, filterText: filterOf(found, isWhole, endsStatement) };
    });
  }

  #isName({ kind }: CompletionItem, head: string): boolean {
    return kind === CompletionItemKind.Variable || this.cursor.names.includes(head);
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
    { statement, over = 0, behind = WORD_BEHIND, found }: More = {},
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
    const before = this.cursor.before.slice(0, character);
    this.#added.push({
      item: {
        sortText: String(this.#added.length).padStart(4, '0'),
        textEdit: this.replaces
          ? { newText: text, insert: to(over), replace: to(rest) }
          : { newText: text, range: to(over) },
        ...item,
        label,
        ...data,
      },
      typed: before.slice(before.length - typed),
      text,
      found: found ?? [headOf(text, before.slice(before.length - typed))],
    });
  }
}

/** Documentation as an item holds it; nothing where there is none. */
export function documentation(value: string | undefined): { documentation?: MarkupContent } {
  return value === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value } };
}
