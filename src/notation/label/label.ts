/**
 * What a label says of a segment. One reader for all notations: it takes flags, numbers and data out of
 * `TCP SYN, ACK [S.] Seq=y, Ack=x+1 "hello"`, says where they stand, and keeps the rest as text for the drawing.
 */
import type { Expr, Part } from '../../exchange/script.js';
import type { Flag, Option } from '../../tcp/segment.js';
import { remembering } from '../remembering.js';
import { dataIn, payloadIn } from './data.js';
import { flagsIn, type FlagWord } from './flags.js';
import { fieldsOf, type Field } from './numbers.js';
import { AS_WRITTEN, plain, type Span } from './plain.js';
import { shapeOf, withNumbersOf } from './shape.js';
import { blank, statesIn, type NamedState } from './states.js';
import { ACKNOWLEDGES, AGAIN, LOST, TIMEOUT } from './words.js';

export interface Label {
  readonly flags: ReadonlySet<Flag>;
  /** Whether it carries data, of a length that may be unknown. */
  readonly data: boolean;
  readonly seq?: Expr;
  readonly ack?: Expr;
  readonly len?: number;
  readonly payload?: string;
  readonly win?: number;
  readonly up?: number;
  readonly options: readonly Option[];
  /** Whether it says that it is lost on its way, or sent once more. */
  readonly lost: boolean;
  readonly again: boolean;
  /** The states that it names, in its order. */
  readonly states: readonly NamedState[];
  /** Where the parts are written, and where their values are. */
  readonly parts: ReadonlyMap<Part, Span>;
  readonly values: ReadonlyMap<Part, Span>;
  readonly words: readonly FlagWord[];
  /** What is left for the drawing, in the writer's words. */
  readonly text: string;
  /** Whether flags are written as bits, as in `SYN=1`. */
  readonly bits: boolean;
  /** Whether only a word for data makes it a segment. */
  readonly onlyData: boolean;
}

export interface LabelOptions {
  /** Whether the figure writes flags as bits, so that `ACK=1` is one, too. */
  readonly bits?: boolean;
}

const MOST = 2_000;

/** A label that tells of several segments, and is none: `handshake (SYN, SYN-ACK, ACK)`. */
const SEVERAL =
  /SYN\s*[,/|>→、·+&-]+\s*SYN[-+/ ]?ACK\s*[,/|>→、·+&-]+\s*ACK|FIN\s*[,/|>→、·&-]+\s*(?:FIN[-+/ ]?)?ACK\s*[,/|>→、·&-]+\s*FIN/iu;

/** Whether a text tells of several segments at once. */
export function tellsOfSeveral(text: string): boolean {
  return SEVERAL.test(text);
}

/** Whether the label says anything that only a segment has. */
export function isSegment({ flags, seq, ack, data }: Label): boolean {
  return flags.size > 0 || seq !== undefined || ack !== undefined || data;
}

/** What labels of a shape say, by the shape and how the figure writes bits; and the text that it was read of. */
const known = new Map<string, { readonly text: string; readonly label: Label }>();
const MOST_KNOWN = 2_000;
const LONGEST_KNOWN = 200;

/** What a label says, which readers ask before it is asked of the whole figure. */
export function readLabel(written: string, { bits = false }: LabelOptions = {}): Label {
  return bits ? readWith(written, true) : readAlone(written);
}

const readAlone = remembering((written) => readWith(written, false));

function readWith(written: string, bits: boolean): Label {
  const { text, written: back } = plain(written.slice(0, MOST));
  const label = text.length > LONGEST_KNOWN ? labelOf(text, bits) : labelOfShape(text, bits);
  return back === AS_WRITTEN ? label : placed(label, back);
}

/** What a text says, by what another one of its shape says. */
function labelOfShape(text: string, bits: boolean): Label {
  const key = `${bits ? 'bits' : ''}\n${shapeOf(text)}`;
  const alike = known.get(key);
  if (alike?.text === text) return alike.label;
  const label = (alike && withNumbersOf(text, alike.label)) ?? labelOf(text, bits);
  if (!alike) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, { text, label });
  }
  return label;
}

/** The label with its places in what was written. */
function placed(label: Label, back: (span: Span) => Span): Label {
  const all = (spans: ReadonlyMap<Part, Span>): ReadonlyMap<Part, Span> =>
    new Map([...spans].map(([part, span]) => [part, back(span)]));
  return {
    ...label,
    states: label.states.map((state) => ({ ...state, span: back(state.span) })),
    parts: all(label.parts),
    values: all(label.values),
    words: label.words.map((word) => ({ ...word, span: back(word.span) })),
  };
}

/** What a plain text says, read anew; `asBits` where the figure writes flags as bits. The places are those in the text. */
export function labelOf(text: string, asBits: boolean): Label {
  const parts = new Map<Part, Span>();
  const values = new Map<Part, Span>();
  let rest = text;
  const take = (span: Span): void => {
    rest = blank(rest, span);
  };
  const named = statesIn(text).filter(({ span }) => /[-_ \d]/.test(text.slice(span.start, span.end)));
  for (const { span } of named) take(span);
  const quoted = payloadIn(rest);
  if (quoted) {
    take(quoted.span);
    parts.set('len', quoted.span);
  }
  const firstBits = bitsIn(rest);
  const bitStyle = asBits || firstBits.style;
  // What is written as a bit is no acknowledgment number.
  let unbitten = rest;
  for (const span of firstBits.spans(bitStyle)) unbitten = blank(unbitten, span);
  const fields = fieldsOf(unbitten);
  const fieldSpans: Span[] = [];
  const put = (part: Part, field: Field<unknown> | undefined): void => {
    if (!field) return;
    fieldSpans.push(field.span);
    parts.set(part, field.span);
    values.set(part, field.valueSpan);
  };
  for (const part of ['seq', 'ack', 'win', 'len'] as const) put(part, fields[part]);
  for (const { option, span } of fields.options) {
    fieldSpans.push(span);
    parts.set(`option.${option.name}`, span);
  }
  let unread = rest;
  for (const span of fieldSpans) unread = blank(unread, span);
  const { words, clear, bits, spans } = flagsIn(tellsOfSeveral(text) ? '' : unread);
  for (const span of spans) take(span);
  const flags = new Set(words.flatMap((word) => word.flags));
  let ack = fields.ack?.value;
  const zero = ack !== undefined && ack.symbol === undefined && ack.offset === 0;
  // A first SYN has no acknowledgment number, whatever its field holds.
  const cleared = clear.has('ACK') || (zero && flags.has('SYN') && !flags.has('ACK'));
  if (cleared) ack = undefined;
  else if (fields.ack) flags.add('ACK');
  for (const { flags: own, span } of words) {
    for (const flag of own) if (!parts.has(`flag.${flag}`)) parts.set(`flag.${flag}`, span);
    take(span);
  }
  for (const span of [...fieldSpans, ...fields.more]) take(span);
  const spoken = words.length === 0 && fieldSpans.length === 0 && ACKNOWLEDGES.test(text);
  if (spoken) flags.add('ACK');
  let seq = fields.seq?.value;
  const bare = bareNumbers(unread, words, fields);
  if (bare && fields.seq === undefined) {
    seq = bare.value;
    parts.set('seq', bare.span);
    values.set('seq', bare.span);
    take(bare.span);
  }
  const data = dataIn(text, unread, flags, words, fields.seq !== undefined, fields.len?.value, quoted);
  if (data.word) parts.set('flag.DATA', data.word);
  if (data.word && data.carries && /^data$/i.test(text.slice(data.word.start, data.word.end)))
    take(data.word);
  const first = words[0]?.span ?? data.word;
  if (first) {
    const last = words.at(-1)?.span ?? first;
    parts.set('flags', { start: first.start, end: Math.max(first.end, last.end) });
  }
  const len = fields.len?.value ?? (quoted && data.carries ? quoted.octets : undefined);
  const lost = isLost(text);
  return {
    flags,
    data: data.carries,
    ...(seq === undefined ? {} : { seq }),
    ...(ack === undefined ? {} : { ack }),
    ...(len === undefined || !data.carries ? {} : { len }),
    ...(fields.win === undefined ? {} : { win: fields.win.value }),
    options: fields.options.map(({ option }) => option),
    lost,
    again: AGAIN.test(text),
    states: named,
    parts,
    values,
    words,
    text: leftOver(rest),
    bits,
    onlyData: flags.size === 0 && fields.seq === undefined && fields.ack === undefined && data.carries,
  };
}

/** `timeout, resend` on an arrow says that it gets lost; `resent after a timeout` that it is sent once more. */
function isLost(text: string): boolean {
  const lost = LOST.exec(text);
  const again = AGAIN.exec(text);
  if (!lost) {
    const timeout = TIMEOUT.exec(text);
    return (
      timeout !== null &&
      again !== null &&
      timeout.index < again.index &&
      !/after|on|nach|tras|après|后|後/iu.test(text.slice(0, timeout.index))
    );
  }
  if (!again) return true;
  // `resend of the lost segment` is no loss; `retransmission (lost)` is.
  const after = text.slice(lost.index + lost[0].length);
  return lost.index > again.index && /^\W*$/u.test(after);
}

const BIT_OR_NUMBER =
  /(?<![\p{Script=Latin}\d_])(SYN|FIN|RST|PSH|URG|ACK)\s*(?:bit|flag|位|标志位?)?\s*(?:=|:|置为?|为)\s*([01])(?![\d\p{L}]|\s*[+.]\s*\d)/giu;

/** Where bits are written, and whether the label surely has some. */
function bitsIn(text: string): { style: boolean; spans: (style: boolean) => Span[] } {
  const all = [...text.matchAll(BIT_OR_NUMBER)].map((match) => ({
    flag: (match[1] ?? '').toUpperCase(),
    upper: match[1] === (match[1] ?? '').toUpperCase(),
    value: match[2],
    span: { start: match.index, end: match.index + match[0].length },
  }));
  const acks =
    text.match(
      /(?<![\p{Script=Latin}\d_])ack(?:nowledg\w*)?(?:[ _](?:num(?:ber)?|no))?\s*[=:]\s*[\p{L}\d]/giu,
    )?.length ?? 0;
  const number = /确认号|确认序号|確認(?:応答)?番号|확인.{0,6}번호/u.test(text) ? 1 : 0;
  const style = all.some(({ flag }) => flag !== 'ACK') || (all.length > 0 && acks + number > 1);
  return {
    style,
    spans: (isStyle) => {
      const ackBits = all.filter(({ flag }) => flag === 'ACK');
      // Of two, the one in capitals is the bit.
      const bit = ackBits.find(({ upper }) => upper) ?? ackBits[0];
      return all
        .filter((one) => one.flag !== 'ACK' || (one === bit && isStyle && (one.upper || acks + number > 1)))
        .map(({ span }) => span);
    },
  };
}

/** `SYN J`, `FIN M`: the number behind a flag that takes one up. */
function bareNumbers(
  text: string,
  words: readonly FlagWord[],
  { seq }: { readonly seq?: unknown },
): { value: Expr; span: Span } | undefined {
  if (seq !== undefined) return undefined;
  for (const { flags, span } of words) {
    if (!flags.includes('SYN') && !flags.includes('FIN')) continue;
    const match = /^(\s+|\s*\(\s*)([A-Za-z]|\d{1,10})(?=\s*(?:[,;)]|$))/u.exec(text.slice(span.end));
    const [, between = '', written = ''] = match ?? [];
    if (!match) continue;
    const start = span.end + between.length;
    const value = /^\d/.test(written) ? { offset: Number(written) } : { symbol: written, offset: 0 };
    // `SYN 1` may count the SYNs.
    if (value.symbol === undefined && value.offset < 10) continue;
    return { value, span: { start, end: start + written.length } };
  }
  return undefined;
}

/** What people would still read of a label once its flags and numbers are drawn. */
function leftOver(rest: string): string {
  return (
    rest
      .replaceAll(/[([{<"]\s*(?:[,;:+/|&=\s.-]|\b(?:ctl|flags?)\b)*\s*[)\]}>"]/giu, ' ')
      .replaceAll(/(?<![\p{L}\d])(?:ctl|flags?)\s*[=:]?(?=\s|$)/giu, ' ')
      // What was between pieces that are drawn, and the marks of code and bold type around them.
      .replaceAll(/[`*]+[\s,;:.]*[`*]+/gu, ' ')
      .replaceAll(/\s+/gu, ' ')
      .replaceAll(/ [,;:.](?= |$|\p{Script=Han})/gu, '')
      .replace(/^(?:[\s,;:+/|&=.>-]|[①-⑳]|\(?\d{1,2}[.):]|\bTCP\b)+/u, '')
      .replace(/[\s,;:+/|&=<([-]+$/u, '')
      .trim()
  );
}
