/** What may stand on the line of a segment: the segment, the other end, the states after it. */
import { CompletionItemKind } from 'vscode-languageserver';
import {
  arrivals,
  copies,
  injected,
  nextSegments,
  peersIn,
  strays,
  UNEXPECTED,
  type NextSegment,
} from '../../../exchange/next.js';
import { replay } from '../../../exchange/replay.js';
import type { SegmentStatement } from '../../../exchange/script.js';
import type { Bilingual } from '../../../rules/rule.js';
import { stateName, STATES, type State } from '../../../tcp/state.js';
import { keywordOf } from '../../keywords.js';
import { writeSegment } from '../../write.js';
import type { Cursor } from '../cursor.js';
import { explained, STATE_WORDS } from '../glossary.js';
import { inArguments } from './arguments.js';
import { documentation, TEXT, type List } from './list.js';
import { depthOf, LEFT, NETWORK, RIGHT, SECOND, WORD } from './patterns.js';

/** The line up to the cursor: where it says that the segment comes from, and which way. */
export interface Sides {
  readonly origin: SegmentStatement['origin'];
  readonly left: string;
  readonly rightwards: boolean;
  /** Whether the first arrow says that the segment is lost. */
  readonly lost: boolean;
}

/** The second arrow of a line, whatever it says. */
const ARROW = String.raw`(?:${RIGHT}|${LEFT}|[-－]+[xX](?![\p{ID_Continue}_])|(?<![\p{ID_Continue}_])[xX][-－]+)`;

/** A segment that may stand on a line. */
export interface Candidate {
  readonly next: NextSegment;
  /** What stands on the right of the line. */
  readonly to: string;
}

export function originOf(word: string | undefined): SegmentStatement['origin'] {
  const keyword = word === undefined ? undefined : keywordOf(word);
  return keyword === 'dup' || keyword === 'stale' || keyword === 'forged' ? keyword : 'new';
}

/** After the left end, and perhaps the beginning of an arrow: the rest of the line. */
export function afterLeftEnd(
  list: List,
  origin: SegmentStatement['origin'],
  left: string,
  typed: string,
): void {
  const begun = typed.trim();
  const ways = /^[<＜《]/.test(begun) ? [false] : begun === '' ? [true, false] : [true];
  const gap = typed.startsWith(' ') ? '' : ' ';
  const all = ways
    .flatMap((rightwards) => candidates(list.cursor, { origin, left, rightwards, lost: false }))
    .sort((a, b) => a.next.rank - b.next.rank);
  for (const { next, to } of all) {
    const sign = next.statement.arrow === 'right' ? '->' : '<-';
    const text = `${sign} ${writeSegment(next.statement)} ${sign} ${to}`;
    if (next.rank >= UNEXPECTED) continue;
    list.add(
      gap + text,
      begun.length,
      { kind: CompletionItemKind.Event, detail: detailOf(list, next) },
      next.statement,
    );
  }
  for (const sign of ways.map((rightwards) => (rightwards ? '->' : '<-'))) {
    list.add(`${gap}${sign} `, begun.length, { kind: CompletionItemKind.Operator });
  }
}

/** After an arrow: the segment and what follows it. */
export function afterArrow(list: List, sides: Sides, blank: string, rest: string): void {
  if (depthOf(rest) > 0) {
    inArguments(list, likeliest(list.cursor, sides, rest), rest);
    return;
  }
  const bracket = /^(.*)[[【]([^\]】]*)$/u.exec(rest);
  if (bracket) {
    inBrackets(list, sides, bracket[1] ?? '', bracket[2] ?? '');
    return;
  }
  const second = SECOND.exec(rest);
  if (second) {
    otherEnd(list, sides, second[2] ?? '', second[3] === '' ? ' ' : '', second[4] ?? '');
    return;
  }
  if (new RegExp(ARROW, 'u').test(rest)) {
    if (/\s$/.test(rest) && list.trigger === undefined) inBrackets(list, sides, rest, '', true);
    return;
  }
  const signs = /^(.*\S)(\s+)([-－–—−<＜《xX]*)$/u.exec(rest);
  if (signs && !/[+＋,，、/／]$/u.test(signs[1] ?? '')) secondArrow(list, sides, (signs[3] ?? '').length);
  else segments(list, sides, blank, rest);
}

/** The segments that may stand here, with the rest of the line where nothing stands behind the cursor. */
function segments(list: List, sides: Sides, blank: string, rest: string): void {
  // An editor of Markdown may have closed the head of an arrow as if it were a tag.
  const closed = /^\s*[>＞]\s*$/.exec(list.cursor.after)?.[0].length ?? 0;
  const whole = closed > 0 || list.cursor.after.trim() === '';
  const gap = blank === '' ? ' ' : '';
  const sign = sides.rightwards ? '->' : '<-';
  for (const { next, to } of candidates(list.cursor, sides)) {
    const segment = writeSegment(next.statement);
    const text = gap + (whole ? `${segment} ${sign} ${to}` : segment);
    const possible = next.rank < UNEXPECTED;
    const kind = possible ? CompletionItemKind.Event : CompletionItemKind.Value;
    const detail = possible ? { detail: detailOf(list, next) } : {};
    // What is typed has been compared already, flags joined by other signs than `+` included.
    const filterText = `${rest} ${text.trim()}`.trim();
    if (fits(next, rest))
      list.add(text, rest.length, { kind, filterText, ...detail }, next.statement, closed);
  }
}

/** Whether a segment has the flags that are written. */
function fits({ statement: { flags, data } }: NextSegment, written: string): boolean {
  const has: readonly string[] = [...flags, ...(data ? ['DATA'] : [])];
  return flagsIn(written).every((flag) => has.some((one) => one.startsWith(flag)));
}

function flagsIn(written: string): string[] {
  const bare = written.replaceAll(/[(（][^)）]*(?:[)）]|$)/gu, ' ').toUpperCase();
  return [...bare.matchAll(/[A-Z]+/g)].map(([flag]) => flag);
}

function detailOf(list: List, { statement: { fate } }: NextSegment): string {
  return list.say(fate === 'arrived' ? TEXT.arrival : TEXT.segment);
}

/** After the segment: the second arrow with the other end. */
function secondArrow(list: List, { left, rightwards }: Sides, typed: number): void {
  const network = NETWORK.test(left);
  const others = network ? list.cursor.names : opposite(list.cursor, left);
  for (const name of others) {
    const kind = CompletionItemKind.Operator;
    list.add(`${rightwards ? '->' : '<-'} ${name}`, typed, { kind });
    if (rightwards && !network) list.add(`-x ${name}`, typed, { kind, detail: list.say(TEXT.lost) });
  }
  if (!network) {
    const detail = list.say(rightwards ? TEXT.network : TEXT.arrival);
    list.add(`${rightwards ? '->' : '<-'} ...`, typed, { kind: CompletionItemKind.Operator, detail });
  }
}

function otherEnd(list: List, { left, rightwards }: Sides, arrow: string, gap: string, typed: string): void {
  const network = NETWORK.test(left);
  const others = network ? list.cursor.names : opposite(list.cursor, left);
  const kind = CompletionItemKind.Variable;
  for (const name of others) list.add(gap + name, typed.length, { kind, detail: list.say(TEXT.end) });
  if (network || /[xX]/.test(arrow)) return;
  list.add(`${gap}...`, typed.length, { kind, detail: list.say(rightwards ? TEXT.network : TEXT.arrival) });
}

/** The segments that may stand on a line that begins so. */
function candidates(cursor: Cursor, { origin, left, rightwards }: Sides): Candidate[] {
  const { script } = cursor;
  const arrow = rightwards ? 'right' : 'left';
  const placed = (next: NextSegment): NextSegment => ({
    ...next,
    statement: { ...next.statement, arrow, origin },
  });
  const fromNetwork = (): NextSegment[] => {
    if (origin === 'dup') return copies(script);
    if (origin === 'stale') return cursor.names.flatMap((name) => strays(script, name));
    return origin === 'forged' ? [] : arrivals(script);
  };
  if (NETWORK.test(left)) {
    if (!rightwards) return [];
    return fromNetwork().map((next) => ({ next: placed(next), to: next.statement.to ?? '...' }));
  }
  const arriving = rightwards
    ? []
    : fromNetwork()
        .filter(({ statement }) => statement.to === left)
        .map((next) => ({ next: placed(next), to: '...' }));
  const sent = opposite(cursor, left).flatMap((other) => {
    const [from, to] = rightwards ? [left, other] : [other, left];
    const nexts =
      origin === 'forged'
        ? injected(script, from, to)
        : origin === 'new'
          ? nextSegments(script, from, to)
          : origin === 'stale'
            ? strays(script, to)
            : copies(script).filter(({ statement }) => statement.to === to);
    return nexts.map((next): Candidate => {
      const one = placed(next);
      return { next: { ...one, statement: { ...one.statement, from, to, fate: 'delivered' } }, to: other };
    });
  });
  return [...arriving, ...sent].sort((a, b) => a.next.rank - b.next.rank);
}

/** Who may stand on the other side of a segment. */
export function opposite({ script, names }: Cursor, name: string): string[] {
  const known = peersIn(script, name);
  if (known.length > 0) return known;
  const others = names.filter((other) => other !== name);
  return others.length > 0 ? others : [name === 'S' ? 'C' : 'S'];
}

/** The likeliest segment that has the flags written so far. */
function likeliest(cursor: Cursor, sides: Sides, written: string): Candidate | undefined {
  return candidates(cursor, sides).find(({ next }) => fits(next, written));
}

/** The states after the line; with `bare`, the brackets are written, too. */
function inBrackets(list: List, sides: Sides, segment: string, typed: string, bare = false): void {
  const { cursor, note } = list;
  const flags = segment.replace(new RegExp(`${ARROW}.*$`, 'u'), '');
  const best = likeliest(cursor, sides, flags);
  const style = note.options.stateNames;
  if (best && typed.trim() === '') {
    const { script } = cursor;
    const lost = sides.lost || /[-－][xX]/u.test(segment.slice(flags.length));
    const statement = { ...best.next.statement, ...(lost ? { fate: 'lost' as const } : {}) };
    const trace = replay({ ...script, statements: [...script.statements, statement] });
    const [one, other] = [sides.left, best.to].map((name) => trace.final[name]);
    if (one && other) {
      const names = `${stateName(one, style)}, ${stateName(other, style)}`;
      list.add(
        bare ? `[${names}]` : names,
        typed.length,
        { kind: CompletionItemKind.EnumMember, detail: list.say(TEXT.both) },
        statement,
      );
    }
  }
  if (bare) return;
  for (const state of STATES) stateItem(list, state, WORD.exec(typed)?.[0].length ?? 0);
}

/** A state, with what it means. */
export function stateItem(
  list: List,
  state: State,
  typed: number,
  detail: Bilingual = TEXT.state,
  gap = '',
): void {
  const name = stateName(state, list.note.options.stateNames);
  const shown = explained(name.replaceAll('_', '\\_'), STATE_WORDS[state], list.note.options.language);
  list.add(gap + name, typed, {
    kind: CompletionItemKind.EnumMember,
    detail: list.say(detail),
    ...documentation(shown),
  });
}
