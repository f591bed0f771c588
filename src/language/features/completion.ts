/** What may be written next, the likeliest first: segments that TCP would send, fields, calls, states, keywords. */
import { MarkupKind, type CompletionItem, type CompletionList, type Position } from 'vscode-languageserver';
import { replayPart } from '../../exchange/replay.js';
import { keywordOf } from '../keywords.js';
import type { Note } from '../note.js';
import { scanLine } from '../scanner.js';
import { afterArrow, afterLeftEnd, originOf } from './completion/exchange.js';
import { afterColon } from './completion/doing.js';
import { afterKeyword, inComment } from './completion/keywords.js';
import { lineStart, momentStart, networkStart } from './completion/line-start.js';
import { List, type Completions, type Offered } from './completion/list.js';
import {
  DOING,
  endsInArrow,
  isRightArrow,
  LEFT_END,
  MOMENT_START,
  SIDE,
  START,
} from './completion/patterns.js';
import { cursorAt } from './cursor.js';
import type { Feature } from './feature.js';
import { callLines, segmentLines } from './hover.js';

/**
 * What asks by itself, on a keyboard of either language. An arrow, a comma or a plus sign may be the end of a line that
 * goes on in the next, and dots the end of one that is whole: the blank or the word behind them asks.
 */
const TRIGGERS = [' ', '-', '－', '(', '（', '=', '＝', ':', '：', '[', '【', '@', '＠'];

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: TRIGGERS, resolveProvider: true } },
  register({ connection, note, client }) {
    let last: readonly Offered[] = [];
    let round = 0;
    const replaces = (): boolean =>
      client().textDocument?.completion?.completionItem?.insertReplaceSupport === true;
    connection.onCompletion(({ textDocument, position, context }): CompletionList | undefined => {
      const open = note(textDocument.uri);
      const found = open && completionsAt(open, position, context?.triggerCharacter, replaces());
      if (!found || found.items.length === 0) return undefined;
      last = found.offered;
      round++;
      // An editor that asked again for each key would show what it has until it is answered: Enter might come first.
      const items = found.items.map((item) =>
        item.data === undefined ? item : { ...item, data: { round, index: item.data as number } },
      );
      return { isIncomplete: false, items };
    });
    connection.onCompletionResolve((item) => {
      const data: unknown = item.data;
      return documented(item, isPlace(data) && data.round === round ? last[data.index] : undefined);
    });
  },
};

function isPlace(data: unknown): data is { readonly round: number; readonly index: number } {
  return typeof data === 'object' && data !== null && 'round' in data && 'index' in data;
}

/** The item with what it does to both ends. */
export function documented(item: CompletionItem, offered: Offered | undefined): CompletionItem {
  if (!offered) return item;
  const { note, script, statement } = offered;
  const trace = replayPart({ ...script, statements: [...script.statements, statement] });
  const step = trace.steps.at(-1);
  if (step?.kind !== 'segment' && step?.kind !== 'call') return item;
  const { options } = note;
  const lines =
    step.kind === 'segment'
      ? segmentLines(step, trace, options, true)
      : callLines(step, trace, options, true);
  const said = item.documentation;
  const before = said === undefined ? [] : [typeof said === 'string' ? said : said.value, ''];
  return { ...item, documentation: { kind: MarkupKind.Markdown, value: [...before, ...lines].join('\n') } };
}

/**
 * The items at a position, best first. `trigger` is the character that asked, where one did; `replaces` is whether the
 * client can be told what an item would replace behind the cursor.
 */
export function completionsAt(
  note: Note,
  position: Position,
  trigger?: string,
  replaces = false,
): Completions {
  const cursor = cursorAt(note, position);
  if (!cursor) return { items: [], offered: [] };
  const list = new List(note, cursor, position, trigger, replaces);
  add(list, trigger);
  return { items: list.items, offered: list.offered };
}

function add(list: List, trigger: string | undefined): void {
  const { before, block } = list.cursor;
  if (inComment(list, before)) return;
  // What goes on from the line above is none of what a line may begin with.
  if (scanLine(block.lines[list.position.line - block.line] ?? '').goesOn) return;
  const moment = MOMENT_START.exec(before);
  if (moment) {
    momentStart(list, (moment[1] ?? '').length);
    return;
  }
  const start = START.exec(before);
  if (start) {
    const [, word = '', dots = ''] = start;
    if (dots !== '') networkStart(list, dots.length);
    // A blank in front of a line asks for nothing.
    else if (trigger === undefined) lineStart(list, word.length);
    return;
  }
  // What an arrow in the making might be is offered, but for one that is whole: the line may go on in the next.
  if (trigger !== undefined && endsInArrow(before)) return;
  if (afterKeyword(list, before)) return;
  const doing = DOING.exec(before);
  const side = SIDE.exec(before);
  const left = LEFT_END.exec(before);
  if (doing && keywordOf(doing[1] ?? '') !== 'begin') {
    afterColon(list, doing[1] ?? '', doing[2], doing[3] ?? '', doing[4] ?? '');
  } else if (side) {
    const [, origin, name = '', arrow = '', blank = '', rest = ''] = side;
    const sides = { left: name, sign: arrow, rightwards: isRightArrow(arrow), lost: /[xX]/.test(arrow) };
    afterArrow(list, { origin: originOf(origin), ...sides }, blank, rest);
  } else if (left) {
    afterLeftEnd(list, originOf(left[1]), left[2] ?? '', left[3] ?? '');
  }
}

export type { Completions } from './completion/list.js';
