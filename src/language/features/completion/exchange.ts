/** What may stand on the line of a segment: the segment, the other end, the states after it. */
import { CompletionItemKind } from 'vscode-languageserver';
import { arrivals, copies } from '../../../exchange/next/network.js';
import { peersIn } from '../../../exchange/next/peers.js';
import { UNEXPECTED, type NextSegment } from '../../../exchange/next/rank.js';
import { nextSegments } from '../../../exchange/next/send.js';
import { injected, strays } from '../../../exchange/next/strange.js';
import { replayPart } from '../../../exchange/replay.js';
import type { SegmentStatement } from '../../../exchange/script.js';
import type { Bilingual } from '../../../rules/rule.js';
import { stateName, STATES, type State } from '../../../tcp/state.js';
import { keywordOf } from '../../keywords.js';
import { dissect } from '../../words.js';
import { writeSegment } from '../../write.js';
import type { Cursor } from '../cursor.js';
import { explained, FLAG_WORDS, STATE_WORDS } from '../glossary.js';
import { givenIn, inArguments } from './arguments.js';
import { documentation, TEXT, type List } from './list.js';
import { ARROW, depthOf, NAME, NETWORK, SECOND, WORD } from './patterns.js';

/** The line up to the cursor: where it says that the segment comes from, and which way. */
export interface Sides {
  readonly origin: SegmentStatement['origin'];
  readonly left: string;
  /** The first arrow as it is written. */
  readonly sign: string;
  readonly rightwards: boolean;
  /** Whether the first arrow says that the segment is lost. */
  readonly lost: boolean;
}

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
    .flatMap((rightwards) => candidates(list.cursor, { origin, left, rightwards }))
    .sort((a, b) => a.next.rank - b.next.rank);
  for (const { next, to } of list.free ? all : []) {
    const sign = next.statement.arrow === 'right' ? '->' : '<-';
    const text = `${sign} ${writeSegment(next.statement)} ${sign} ${to}`;
    if (next.rank >= UNEXPECTED) continue;
    list.add(
      gap + text,
      begun.length,
      { kind: CompletionItemKind.Event, detail: detailOf(list, next) },
      { statement: next.statement },
    );
  }
  if (ARROW_AHEAD.test(list.cursor.after)) return;
  for (const sign of ways.map((rightwards) => (rightwards ? '->' : '<-'))) {
    list.add(`${gap}${sign} `, begun.length, { kind: CompletionItemKind.Operator });
  }
}

/** An arrow, or what is left of one, behind the cursor. */
const ARROW_AHEAD = /^\s*(?:[-－–—−<＜《→←]|[xX][-－])/u;

/** The rest of a segment, up to its arrow. */
const SEGMENT_BEHIND = new RegExp(
  String.raw`^(?:(?!\s*${ARROW})[\p{ID_Continue}+＋,，、/／()（）=＝. -])*`,
  'u',
);

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

/** The segments that may stand here, with the rest of the line where nothing of it stands behind the cursor. */
function segments(list: List, sides: Sides, blank: string, rest: string): void {
  // An editor of Markdown may have closed the head of an arrow as if it were a tag.
  const closed = /^\s*[>＞]\s*$/.exec(list.cursor.after)?.[0].length ?? 0;
  const whole = closed > 0 || list.free;
  const gap = blank === '' ? ' ' : '';
  const sign = sides.rightwards ? '->' : '<-';
  // What has arguments is kept as it is written.
  const [, kept = '', begun = ''] = WITH_ARGUMENTS.exec(rest) ?? [];
  const word = FLAG.exec(rest)?.[0] ?? '';
  const written = rest.slice(0, rest.length - word.length);
  const fitting = candidates(list.cursor, sides).filter(({ next }) => fits(next, rest));
  for (const { next, to } of fitting.sort((a, b) => further(a, rest) - further(b, rest))) {
    const tail = whole ? ` ${sign} ${to}` : '';
    const possible = next.rank < UNEXPECTED;
    const kind = possible ? CompletionItemKind.Event : CompletionItemKind.Value;
    const detail = possible ? { detail: detailOf(list, next) } : {};
    const more = { over: closed, behind: SEGMENT_BEHIND };
    if (kept === '') {
      const text = gap + writeSegment(next.statement) + tail;
      // The flags that are still to come, behind those that are written, whatever the signs that join them.
      const found = flagsIn(writeSegment(next.statement))
        .filter((flag) => !flagsIn(written).includes(flag) && flag.startsWith(word.toUpperCase()))
        .map((flag) => written + flag);
      if (found.length === 0 && rest !== '') continue;
      const known = found.length === 0 ? {} : { found };
      list.add(text, rest.length, { kind, ...detail }, { statement: next.statement, ...known, ...more });
    } else {
      const text = stillToWrite(next, kept) + tail;
      const line = `${sides.left} ${sides.sign} ${kept}${text}${whole ? '' : ` ${sign} ${to}`}`;
      const reading = dissect(line)?.reading;
      const statement = reading?.kind === 'statement' ? reading.lowered.statement : undefined;
      if (text !== '') list.add(text, begun.length, { kind, ...detail }, { statement, ...more });
    }
  }
  if (list.trigger === undefined) flags(list, rest);
}

/** The flag that is being typed. */
const FLAG = /\p{ID_Continue}*$/u;

/** The last parenthesis or sign of a segment with arguments, and the flag that is being typed behind it. */
const WITH_ARGUMENTS = /^(.*[(（].*[)）]\s*[^\p{ID_Continue}]*)(\p{ID_Continue}*)$/u;

/** What a segment has that is not written yet, behind what is. */
function stillToWrite({ statement, numbers }: NextSegment, kept: string): string {
  const written = flagsIn(kept);
  const given = givenIn(kept);
  const missing = new Set([...statement.flags].filter((flag) => !written.includes(flag)));
  const data = statement.data && !written.includes('DATA');
  if (missing.size === 0 && !data) return '';
  const { ack = numbers.ack, len } = statement;
  const text = writeSegment({
    flags: missing,
    data,
    ...(ack && statement.ack && missing.has('ACK') && !given.has('ack') ? { ack } : {}),
    ...(len !== undefined && !given.has('len') ? { len } : {}),
  });
  return /[)）]\s*$/u.test(kept) ? `+${text}` : text;
}

/** Each flag that is not written yet, as soon as one is being typed: a note may show what nobody should send. */
function flags(list: List, rest: string): void {
  const word = FLAG.exec(rest)?.[0] ?? '';
  const written = flagsIn(rest.slice(0, rest.length - word.length));
  if (rest === '' || /[)）]\s*$/u.test(rest)) return;
  for (const [flag, words] of Object.entries(FLAG_WORDS)) {
    if (written.includes(flag)) continue;
    const shown = documentation(explained(flag, words, list.note.options.language));
    list.add(flag, word.length, {
      kind: CompletionItemKind.Constant,
      detail: list.say(TEXT.flag),
      ...shown,
    });
  }
}

/** Whether a segment has the flags that are written. */
function fits({ statement: { flags, data } }: NextSegment, written: string): boolean {
  const has: readonly string[] = [...flags, ...(data ? ['DATA'] : [])];
  return flagsIn(written).every((flag) => has.some((one) => one.startsWith(flag)));
}

/** 0 for what is written already, or begins as it does; 1 for what has other flags before those, or more of them. */
function further({ next }: Candidate, written: string): number {
  const flags = flagsIn(written);
  const all = flagsIn(writeSegment(next.statement));
  const done = flags.length === all.length || !/[)）]\s*$/u.test(written);
  return done && flags.every((flag, index) => all[index]?.startsWith(flag)) ? 0 : 1;
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
  if (!list.free) return;
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
function candidates(
  cursor: Cursor,
  { origin, left, rightwards }: Pick<Sides, 'origin' | 'left' | 'rightwards'>,
): Candidate[] {
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
    if (!rightwards) return origin === 'new' ? departures(cursor) : [];
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

/** The segments that any end may send and that stay in the network, as `... <- SYN <- S` has them. */
function departures(cursor: Cursor): Candidate[] {
  return cursor.names
    .flatMap((from) =>
      opposite(cursor, from)
        .flatMap((other) => nextSegments(cursor.script, from, other))
        .map(({ statement: { to: _, ...statement }, ...next }): Candidate => ({
          next: { ...next, statement: { ...statement, from, arrow: 'left', fate: 'sent' } },
          to: from,
        })),
    )
    .sort((a, b) => a.next.rank - b.next.rank);
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
  const word = WORD.exec(typed)?.[0].length ?? 0;
  if (best) {
    const { script } = cursor;
    const lost = sides.lost || /[-－][xX]/u.test(segment.slice(flags.length));
    const statement = { ...best.next.statement, ...(lost ? { fate: 'lost' as const } : {}) };
    const { final } = replayPart({ ...script, statements: [...script.statements, statement] });
    const states = [sides.left, best.to].map((name) => final[name]);
    const [one, other] = states.map((state) => state && stateName(state, note.options.stateNames));
    if (one !== undefined && other !== undefined && typed.trim() === '') {
      const names = `${one}, ${other}`;
      const item = { kind: CompletionItemKind.EnumMember, detail: list.say(TEXT.both) };
      list.add(bare ? `[${names}]` : names, typed.length, item, { statement });
    }
    const [, before = '', name] = IN_BRACKETS.exec(typed) ?? [];
    const here = name === undefined ? states[before.match(/[,，、]/gu)?.length ?? 0] : final[name];
    if (here && !bare) stateItem(list, here, word, TEXT.both);
  }
  if (!bare) for (const state of STATES) stateItem(list, state, word);
}

/** The states before the one that is being written, and the name of the end that it is of. */
const IN_BRACKETS = new RegExp(String.raw`^(.*[,，、])?\s*(?:(${NAME})\s*[:：])?[^,，、]*$`, 'u');

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
