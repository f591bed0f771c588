/**
 * Cuts text that says what is sent, and perhaps not by whom, into single segments: `SYN → SYN-ACK → ACK`, a list with
 * one segment in each item, sentences.
 */
import { readLabel, isSegment, tellsOfSeveral, type Label } from '../label/label.js';
import { plain } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { HTTP, RECEIVED } from '../label/words.js';
import { ORDINAL } from '../layout/text.js';
import type { State } from '../../tcp/state.js';
import { mentionsIn, mentionsOf, type Mention, type Side } from './sides.js';

/** One segment, and what is said of it. */
export interface Step {
  /** As it is written. */
  readonly written: string;
  readonly label: Label;
  /** Who sends it, where that is said. */
  readonly from?: Side;
  readonly states: readonly { readonly side: Side; readonly state: State }[];
}

export interface Steps {
  readonly steps: readonly Step[];
  /** What the two sides are called in the text, where it calls them anything. */
  readonly called: readonly [string | undefined, string | undefined];
}

/** The segments in a text, in its order. Total; takes time in proportion to the text's length. */
export function stepsIn(lines: readonly string[]): Steps {
  const items = itemsIn(lines.map(withoutMarks));
  const all = items.map((item) => piecesIn(item.text, item.isListed));
  const pieces = all.flat();
  const bits = pieces.some((piece) => readLabel(piece).bits);
  const steps: Step[] = [];
  for (const [index, own] of all.entries()) {
    const first = steps.length;
    for (const piece of own) {
      const step = stepOf(piece, bits);
      const last = steps.at(-1);
      if (!step) continue;
      // What is received was sent above; and an item may say what it is about, and then say more of it.
      const isRepeated = steps.length > first && items[index]?.isListed === true && saysAgain(step, last);
      if (last && (isReceipt(piece, step.label) || isRepeated))
        steps[steps.length - 1] = { ...last, states: [...last.states, ...step.states] };
      else steps.push(step);
    }
  }
  return { steps, called: mentionsOf(pieces) };
}

/** Whether one tells of the same segment as the one above it, and of no other number. */
function saysAgain({ label, from }: Step, last: Step | undefined): boolean {
  if (!last || label.again || !isSame(label, last.label) || label.seq || label.ack) return false;
  return from === undefined || last.from === undefined || from === last.from;
}

/** A line without what Markdown draws with, and what stands before it in a quotation. */
function withoutMarks(line: string): string {
  return plain(line.slice(0, LONGEST))
    .text.replace(/^(\s*)(?:>\s?)+/u, '$1')
    .replaceAll(/\*\*|__|`/gu, '');
}

/** Nobody writes longer lines by hand. */
const LONGEST = 2_000;

/** What is said in one place: an item of a list with what stands under it, or lines that go on in the next. */
interface Item {
  readonly text: string;
  readonly isListed: boolean;
}

const MARK =
  /^\s*(?:[-*•·+]\s|\(?\d{1,3}[.):、．]|[①-⑳]|#{1,6}\s|第[一二三四五六七八九十\d]{1,2}[次步]|step\s*\d)/iu;
const GOES_ON = /(?:[,，、+]|\p{Script=Han}[:：]|[→⇒⟶➜➔]|[-=]>)\s*$/u;
const CONTINUES = /^\s*(?:[\p{Ll}(（]|[→⇒⟶➜➔]|[-=]+>)/u;

function itemsIn(lines: readonly string[]): readonly Item[] {
  const marked = lines.filter((line) => MARK.test(line)).map(indentOf);
  const outermost = marked.length >= 2 ? Math.min(...marked) : -1;
  const items: Item[] = [];
  let last: { text: string; isListed: boolean } | undefined;
  for (const line of lines) {
    if (line.trim() === '') {
      if (last && !last.isListed) last = undefined;
      continue;
    }
    const isListed = MARK.test(line) && indentOf(line) <= outermost;
    const text = line.replace(ORDINAL, '').trim();
    if (last && !isListed && last.isListed) last.text += `, ${text.replace(MARK, '')}`;
    else if (last && !isListed && (GOES_ON.test(last.text) || CONTINUES.test(line))) last.text += `\n${text}`;
    else items.push((last = { text, isListed }));
  }
  return items;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

const ARROW = /\s*(?:[-=─━—–~]*[→⇒⟶➜➔⟹]|[-=]+>+|(?<=\s)>+(?=\s))\s*/u;
const SENTENCE = /(?<=[^\d\s])\.(?:\s+|$)|[;。；！]\s*|!\s+/u;
const THEN =
  /[,，]?\s*\b(?:and then|then|followed by|after that|next)\b\s*|[,，]?\s*(?:然后|接着|随后|最后|之后再)\s*/iu;
/** From one bracketed segment to the next. */
const BRACKETED = /(?<=[}\])）])[\s,，]*(?=[{[(（]\s*(?:SYN|ACK|FIN|RST|PSH)\b)/u;
const CUT = new RegExp(`${ARROW.source}|${SENTENCE.source}|${THEN.source}|${BRACKETED.source}`, 'giu');
/** Where another end may begin to speak. */
const CLAUSE = /\n|[,，、]\s*(?:(?:and|while|but|whereupon|而|并且|接著)\s*)?|\s+and\s+/giu;
/** Between single flags of a list. */
const COMMA = /[,、·|]|\s\/\s/u;

/** What is said of each segment in turn. In an item of a list only arrows and other ends begin another segment. */
function piecesIn(item: string, isListed: boolean): readonly string[] {
  const text = item.replaceAll(BETWEEN_ENDS, (all, arrow: string, offset: number) =>
    between(item, all, arrow, offset),
  );
  const cut = isListed ? new RegExp(`${ARROW.source}|${THEN.source}`, 'giu') : CUT;
  const parts = text.split(cut).filter((part) => part.trim() !== '');
  const several = parts.flatMap((part) => {
    if (repeatsFlags(part)) return part.split('/');
    return tellsOfSeveral(part) ? part.split(COMMA) : clausesIn(part);
  });
  return joined(several);
}

/** `FIN/ACK/FIN/ACK`: one segment has no flag twice. */
function repeatsFlags(part: string): boolean {
  if (!/^\W*(?:(?:SYN|ACK|FIN|RST)[-+]?)+(?:\/(?:(?:SYN|ACK|FIN|RST)[-+]?)+)+\W*$/iu.test(part)) return false;
  const flags = part.toUpperCase().match(/SYN|ACK|FIN|RST/g) ?? [];
  return new Set(flags).size < flags.length;
}

/** `Client → Server: SYN` says who sends, and is no chain. */
const BETWEEN_ENDS = /\s*([-=─━—–~]*[→⇒⟶➜➔⟹]|[-=]+>+|<[-=]+|←)\s*/gu;

function between(text: string, all: string, arrow: string, offset: number): string {
  const before = mentionsIn(text.slice(0, offset)).at(-1);
  const behind = mentionsIn(text.slice(offset + all.length))[0];
  const touches = before?.end === offset && behind?.start === 0;
  if (!touches) return all;
  return /^<|←/u.test(arrow) ? ' from ' : ' to ';
}

/** What stands behind an end that does something. */
const DOES =
  /^\s*(?:then\s+|also\s+|将|会|再|也|向|给|对|一|收|接|发|回|应|答|返|送|进|处|(?:[a-z]+ly\s+)?(?:sends?|sent|repl|respon|answer|return|transmit|issue|acknowledg|receiv|gets?|enters?|is|goes|moves)|[:：])/iu;

/** The clauses of a part, where each tells of what another end sends. */
function clausesIn(part: string): readonly string[] {
  const clauses: string[] = [];
  let from = 0;
  for (const { index, 0: separator } of part.matchAll(CLAUSE)) {
    const behind = part.slice(index + separator.length);
    const [first] = mentionsIn(behind);
    const begins =
      first?.kind === 'subject' &&
      /^(?:the\s+|a\s+)?$/iu.test(behind.slice(0, first.start)) &&
      (DOES.test(behind.slice(first.end)) || statesIn(behind).length > 0);
    if (!begins || readLabel(part.slice(from, index)).words.length === 0) continue;
    clauses.push(part.slice(from, index));
    from = index + separator.length;
  }
  return [...clauses, part.slice(from)];
}

/** The pieces, with those put to the one above that only say more of it: numbers, states. */
function joined(parts: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  for (const part of parts) {
    const { flags, words, data } = readLabel(part);
    const last = pieces.at(-1);
    if (last !== undefined && words.length === 0 && !data && (flags.size > 0 || saysMore(part)))
      pieces[pieces.length - 1] = `${last}, ${part}`;
    else pieces.push(part);
  }
  return pieces;
}

function saysMore(part: string): boolean {
  return readLabel(part).seq !== undefined || statesIn(part).length > 0;
}

/** What somebody waits for is not sent yet. */
const AWAITED = /(?:等待|等候|\bwait(?:s|ing)? for\b|\bexpect(?:s|ing)?\b)[^,，。.;；]*/giu;

function stepOf(piece: string, bits: boolean): Step | undefined {
  const text = piece.replaceAll(AWAITED, (waits) => ' '.repeat(waits.length));
  const read = readLabel(text, { bits });
  // In a figure a request may be none of a connection's segments; in a chain it is one of them.
  const label = read.flags.size === 0 && HTTP.test(text) ? { ...read, data: true, onlyData: true } : read;
  if (!isSegment(label)) return undefined;
  const mentions = mentionsIn(text);
  const from = senderIn(text, mentions);
  const states = statesIn(text).flatMap(({ state, span }) =>
    sidesAt(text.slice(0, span.start), from).map((side) => ({ side, state })),
  );
  // Of a sentence everything is said by the arrow.
  const isSentence = !label.onlyData && (mentions.length > 0 || SENDS.test(text));
  return {
    written: text,
    label: { ...label, text: isSentence ? '' : label.text },
    ...(from === undefined ? {} : { from }),
    states,
  };
}

const BOTH = /\b(?:both|each)\b|双方|两端|都/iu;

/** Of whom a state is said behind a text. */
function sidesAt(before: string, from: Side | undefined): readonly Side[] {
  const subject = mentionsIn(before).findLast(({ kind }) => kind === 'subject');
  if (BOTH.test(before.slice(subject?.end ?? 0))) return [0, 1];
  const side = subject?.side ?? from;
  return side === undefined ? [] : [side];
}

/** Whether a text only says what arrives: between the word for that and the flags nothing says that they are sent. */
function isReceipt(text: string, { words }: Label): boolean {
  const before = text.slice(0, words[0]?.span.start ?? 0);
  const received = RECEIVED.exec(before);
  return received !== null && !SENDS.test(before.slice(received.index + received[0].length));
}

function isSame(a: Label, b: Label): boolean {
  return a.flags.size === b.flags.size && [...a.flags].every((flag) => b.flags.has(flag));
}

function senderIn(text: string, mentions: readonly Mention[]): Side | undefined {
  const told =
    mentions.find(({ kind }) => kind === 'sender') ?? mentions.find(({ kind }) => kind === 'subject');
  if (told) return isOnlyReceiver(text, told) ? other(told.side) : told.side;
  const receiver = mentions.find(({ kind }) => kind === 'receiver');
  return receiver && other(receiver.side);
}

/** Said of what an end does; `返回的` is said of a segment. */
const SENDS =
  /\bsend|\bsent\b|repl|respon|answer|return|transmit|issue|acknowledges|(?:发[送出给]?|回复?|应答|答|返回?|送|確認|确认)(?!\p{Script=Han}?的)/iu;

/** Whether all that is said of an end is that it receives. */
function isOnlyReceiver(text: string, { start, end, kind }: Mention): boolean {
  const behind = text.slice(end);
  return kind === 'subject' && RECEIVED.test(behind) && !SENDS.test(behind) && start >= 0;
}

export function other(side: Side): Side {
  return side === 0 ? 1 : 0;
}
