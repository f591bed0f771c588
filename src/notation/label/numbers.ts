/** Sequence numbers and lengths as labels give them. */
import type { Expr } from '../../exchange/script.js';
import type { Option } from '../../tcp/segment.js';
import type { Span } from './plain.js';

/** A field of a label: what it says, where it stands, and where its value does. */
export interface Field<T = Expr | undefined> {
  readonly value: T;
  readonly span: Span;
  readonly valueSpan: Span;
}

/** What the fields of a label say. A number that cannot be made out is a field without a value. */
export interface Fields {
  seq?: Field;
  ack?: Field;
  len?: Field<number>;
  win?: Field<number>;
  up?: Field<number>;
  options: { readonly option: Option; readonly span: Span }[];
  /** What says a number once more. */
  more: Span[];
}

const SEQ = String.raw`(?:seq(?:uence)?(?:[ _.-]?(?:num(?:ber)?|no|nr)\b\.?)?(?:\s*\(seq\))?|序列号|序列號|序号|序號|シーケンス番号|シーケンス|시퀀스(?:\s*번호)?|순서\s*번호|Sequenznummer|Sequenznr\.?|num[ée]ro de s[ée]quence|n[úu]mero de secuencia|n[úu]mero de sequ[êe]ncia|(?:порядковый )?номер(?: последовательности)?|SN)`;
const ACK = String.raw`(?:ack(?:nowledge?(?:ment)?)?(?:[ _.-]?(?:num(?:ber)?|no|nr)\b\.?)?(?:\s*\(ack\))?|确认号|确认序号|確認號|確認番号|確認応答番号|확인\s*(?:응답\s*)?번호|Best[äa]tigungsnummer|num[ée]ro d.acquittement|n[úu]mero de (?:acuse|confirmaci[oó]n|confirma[çc][ãa]o|reconocimiento)|номер подтверждения|AN)`;
/** Words for an acknowledgment, whose number may follow. */
const CONFIRMED = String.raw`(?:подтверждение|confirmaci[oó]n|acuse|confirma[çc][ãa]o|acquittement|Best[äa]tigung|确认|確認|확인)`;
/** A symbol may have something in parentheses, `ISN(c)`, and ends where another script begins: `x的`. */
const SYMBOL = String.raw`(?:(?:[\p{Script=Latin}\p{Script=Greek}_$][\p{Script=Latin}\p{Script=Greek}\p{M}\p{N}_]*|\p{L}[\p{L}\p{M}\p{N}_]*)(?:'(?!\p{L})|\([\p{L}\p{N}]{1,8}\)|\.[\p{L}_]\w*)?)`;
const OPERAND = String.raw`(?:0x[\da-f]{1,8}|\d[\d_]*(?:,\d{3})*|${SYMBOL})`;
const EXPR = String.raw`(?:[<{(]\s*)?${OPERAND}(?:\s*[+-]\s*${OPERAND}){0,3}`;
const BEFORE = String.raw`(?<![\p{Script=Latin}\d_])`;
/** What stands between a name and its value; `#` with a blank behind it before a word begins a comment. */
const IS = String.raw`\s*(?:(?:=|:|：|是|为|為|は)\s*|#\s*(?=\d)|#(?=\S))`;

/** Flags and fields, which no number is called. */
const NO_SYMBOL =
  /^(?:syn|ack|fin|rst|psh|urg|ece|cwr|seq|len|win|mss|data|bytes?|ctl|flags?|and|und|et|of|for|to|is|the|from|with|packet|segment|received|sent|lost|number|num|no)$/iu;
/** Names that do not say which number is meant. */
const ANY =
  /^(?:any|random|rand|seq|ack|len|xxx|随机|任意|隨機|ランダム|임의|zufall|aleatorio|aleatório|aléatoire|случайн\p{L}*|随机数|随机值|something)$/iu;

const SEQ_IS = new RegExp(`${BEFORE}${SEQ}${IS}(${EXPR})`, 'giu');
const ACK_IS = new RegExp(`${BEFORE}${ACK}${IS}(${EXPR})`, 'giu');
/** Between a field and its number, unless both are one word: `ACKs`, `any`. */
const BARE = String.raw`\s*\(?\s*(?:(?<!\p{Script=Latin})|(?=\d))`;
const CONFIRMED_IS = new RegExp(`${BEFORE}${CONFIRMED}${IS}(${EXPR})`, 'giu');
const SEQ_BARE = new RegExp(`${BEFORE}${SEQ}${BARE}(${EXPR})`, 'giu');
const ACK_BARE = new RegExp(`${BEFORE}${ACK}${BARE}(${EXPR})`, 'giu');
/** `seq 1:39`, as tcpdump has it; `1:39(38)`, as it had it once. */
const SEQ_RANGE = new RegExp(
  `${BEFORE}(?:${SEQ}(?:${IS}|\\s*))?(\\d{1,10})\\s*(?::|–|\\.\\.\\.?|~)\\s*(\\d{1,10})(?:\\s*\\((\\d{1,10})\\))?`,
  'giu',
);
const SEQ_FROM_TO = new RegExp(`${BEFORE}${SEQ}(?:${IS}|\\s*)(\\d{1,10})\\s*-\\s*(\\d{1,10})`, 'giu');
const LEN_IS =
  /(?<![\p{Script=Latin}\d_])(?:len(?:gth)?|长度|長度|長さ|길이|taille|tamaño|longitud|länge|tamanho|длина|size)\s*(?:=|:|#)?\s*(\d{1,10})(?![\d.])|(?<![\p{Script=Latin}\d_])(?:data|payload)\s*(?:[=:]\s*(\d{1,10})|\(\s*(\d{1,10})\s*\))(?![\d.\p{L}])/giu;
const UNIT = String.raw`[ -]?(?:bytes?|octets?|octetos|B(?![\p{L}\d])|字节|位元組|バイト|바이트|байт\p{L}*)`;
const OCTETS = new RegExp(String.raw`(?<![\p{Script=Latin}\d_.])(\d{1,3}(?:,\d{3})+|\d{1,10})${UNIT}`, 'giu');
/** What stands behind a number that counts octets: `ACK (100 bytes)`. */
const COUNTED = new RegExp(`^${UNIT}`, 'iu');
/** What stands behind a word of a sentence: `ack: Yを受け取りました`. */
const SPOKEN = /^[\p{Script=Hiragana}\p{Script=Hangul}]/u;
/** What stands before octets that an acknowledgment speaks of, and does not carry. */
const ARRIVED =
  /(?:acknowledg\w*|\back(?:s|ed|ing)\b|confirm\w*|receiv\w*|\bgot\b|подтвер\p{L}*|получ\p{L}*|bestätig\w*|empfang\w*|acquitt\w*|reçu\w*|recib\w*|receb\w*|确认|確認|收到|受信|확인|수신)[^\p{N}]{0,12}$/iu;
const WIN_IS =
  /(?<![\p{Script=Latin}\d_])(?:r?wi?nd?(?:ow)?(?:[ _]?size)?|fenster|ventana|fenêtre|janela|окно|窗口(?:大小)?|視窗|ウィンドウ(?:サイズ)?|윈도우)\s*(?:=|:)\s*(\d{1,10})(?![\d.])|(?<![\p{L}\d_])win (\d{1,10})/giu;

/** What is looked for first, since most labels have none of these. */
const MAY_BE_WINDOW = /win|wnd|fen|ven|jan|окно|窗|ウ|윈/iu;
const MAY_BE_OPTION = /mss|ws|window|sack|ts/iu;

/** Reads the fields of a label. What they take up is blanked by the caller. */
export function fieldsOf(text: string): Fields {
  const fields: Fields = { options: [], more: [] };
  options(text, fields);
  const taken = (span: Span): boolean =>
    fields.options.some((one) => span.start < one.span.end && one.span.start < span.end);
  const numeric = (name: 'len' | 'win' | 'up', match: RegExpExecArray): void => {
    const [, first, second] = match;
    const written = first ?? second ?? '';
    const valueSpan = spanOf(match, written);
    if (fields[name] !== undefined) fields.more.push(whole(match));
    if (fields[name] !== undefined || taken(valueSpan)) return;
    fields[name] = { value: Number(written.replaceAll(',', '')), span: whole(match), valueSpan };
  };
  if (MAY_BE_WINDOW.test(text)) for (const match of text.matchAll(WIN_IS)) numeric('win', match);
  range(text, fields);
  for (const [name, patterns] of [
    ['ack', [ACK_IS, CONFIRMED_IS, ACK_BARE]],
    ['seq', [SEQ_IS, SEQ_BARE]],
  ] as const) {
    for (const pattern of patterns) {
      for (const match of text.matchAll(pattern)) {
        if (fields[name] !== undefined) break;
        const field = fieldOf(match, pattern !== ACK_IS && pattern !== SEQ_IS, text);
        if (field && !overlaps(field.span, fields)) fields[name] = field;
      }
    }
  }
  for (const match of text.matchAll(LEN_IS)) numeric('len', match);
  for (const match of text.matchAll(OCTETS))
    if (!ARRIVED.test(text.slice(0, match.index))) numeric('len', match);
  return fields;
}

function overlaps(span: Span, { seq, ack, win }: Fields): boolean {
  return [seq, ack, win].some((field) => field && span.start < field.span.end && field.span.start < span.end);
}

function whole(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

function spanOf(match: RegExpExecArray, written: string): Span {
  const start = match.index + match[0].lastIndexOf(written);
  return { start, end: start + written.length };
}

function range(text: string, fields: Fields): void {
  for (const pattern of [SEQ_FROM_TO, SEQ_RANGE]) {
    for (const match of text.matchAll(pattern)) {
      const [, first = '', last = '', len] = match;
      const [from, to] = [Number(first), Number(last)];
      if (to < from || fields.seq !== undefined) continue;
      // Times have the same form.
      if (/\d:\d/.test(text.slice(Math.max(0, match.index - 2), match.index + 2)) && len === undefined)
        continue;
      const start = match.index + match[0].indexOf(first);
      fields.seq = {
        value: { offset: from },
        span: whole(match),
        valueSpan: { start, end: start + first.length },
      };
      const written = len ?? (match[0].includes(':') ? String(to - from) : undefined);
      // Only tcpdump's ranges end behind the last octet for sure.
      if (written !== undefined) {
        const valueSpan = spanOf(match, len ?? last);
        fields.len = { value: Number(written), span: valueSpan, valueSpan };
      }
    }
  }
}

function fieldOf(match: RegExpExecArray, bare: boolean, text: string): Field | undefined {
  const written = (match[1] ?? '').trimEnd();
  const valueSpan = spanOf(match, written);
  // `ACK seq=5`: what stands here is the name of the next field.
  const after = text.slice(valueSpan.end);
  if (/^\s*=|^\s?:(?!\d)/.test(after) && !/[+-]/.test(written)) return undefined;
  // `ack = client's number + 1` is a number in words.
  if (/^['’]s(?!\p{L})/u.test(after)) return bare ? undefined : wordsOf(match, valueSpan);
  // `ACK (80 -> 4000)` names ports.
  if (bare && (/^\s*(?:-+>|→)/u.test(after) || COUNTED.test(after))) return undefined;
  if (SPOKEN.test(after) && !match[0].includes('=')) return undefined;
  const value = exprOf(written.replace(/^[<{(]\s*/, ''));
  if (value === 'none') return undefined;
  if (bare && value?.symbol !== undefined) {
    // Without a sign a word is no number, unless it is one letter or counts up.
    const short = /^[a-z]$/iu.test(value.symbol);
    const ends = /^\s*(?:[,;.)\]}>]|$)/.test(after);
    if (!/[+]\s*\d/.test(written) && !(short && ends)) return undefined;
  }
  if (bare && value === undefined) return undefined;
  const bracket = /^[<{(]\s*/.exec(written)?.[0].length ?? 0;
  return {
    value,
    span: { start: match.index, end: valueSpan.end },
    valueSpan: { start: valueSpan.start + bracket, end: valueSpan.end },
  };
}

/** A field whose number cannot be made out. */
function wordsOf(match: RegExpExecArray, valueSpan: Span): Field {
  return { value: undefined, span: { start: match.index, end: valueSpan.end }, valueSpan };
}

/** What most numbers are; more digits may be too large. */
const ONLY_DIGITS = /^\d{1,9}$/u;

/** `none` where what is written is no number at all, undefined where it is one that cannot be made out. */
export function exprOf(written: string): Expr | undefined | 'none' {
  if (ONLY_DIGITS.test(written)) return { offset: Number(written) };
  const terms = [...written.matchAll(/([+-])?\s*([^+\s-]+)/gu)];
  let symbol: string | undefined;
  let offset = 0;
  for (const [index, [, sign = '+', term = '']] of terms.entries()) {
    const factor = sign === '-' ? -1 : 1;
    if (/^(?:0x[\da-f]+|[\d_,]+)$/iu.test(term)) {
      offset += factor * Number(term.replaceAll(/[_,]/g, ''));
    } else if (NO_SYMBOL.test(term) && !ANY.test(term)) {
      return index === 0 ? 'none' : undefined;
    } else if (ANY.test(term) || symbol !== undefined || factor < 0) {
      return undefined;
    } else {
      symbol = symbolOf(term);
    }
  }
  if (!Number.isSafeInteger(offset) || Math.abs(offset) >= 2 ** 32) return undefined;
  return symbol === undefined ? { offset } : { symbol, offset };
}

/** A name that Segno can write: `ISN(c)` becomes `ISN_c`. */
function symbolOf(written: string): string {
  return written.replaceAll(/[^\p{L}\p{M}\p{N}_]+/gu, '_').replace(/_+$/u, '');
}

const OPTIONS: readonly (readonly [RegExp, (groups: readonly string[]) => Option])[] = [
  [/(?<![\p{L}\d_])mss\s*[=: ]\s*(\d{1,5})(?!\d)/giu, ([value = '']) => ({ name: 'mss', value })],
  [
    /(?<![\p{L}\d_])(?:wscale|ws|window scale)\s*[=: ]\s*(\d{1,3})(?!\d)/giu,
    ([written = '']) => ({ name: 'wscale', value: written }),
  ],
  [/(?<![\p{L}\d_])(?:sackok|sack[_ ]perm(?:itted)?)(?:=1)?(?![\p{L}\d_])/giu, () => ({ name: 'sackok' })],
  [
    /(?<![\p{L}\d_])(?:ts\s*val|tsval)\s*[=: ]\s*(\d{1,10})\s*,?\s*(?:ts)?ecr\s*[=: ]\s*(\d{1,10})/giu,
    ([val = '', ecr = '']) => ({ name: 'ts', value: `${val}/${ecr}` }),
  ],
  [/(?<![\p{L}\d_])ts\s*=\s*(\d{1,10}\/\d{1,10})/giu, ([value = '']) => ({ name: 'ts', value })],
  [
    /(?<![\p{L}\d_])sack\s*=\s*\[?(\d{1,10})\s*(?:\.\.|-|:)\s*(\d{1,10})\]?/giu,
    ([from = '', to = '']) => ({ name: 'sack', value: `${from}..${to}` }),
  ],
];

function options(text: string, fields: Fields): void {
  if (!MAY_BE_OPTION.test(text)) return;
  for (const [pattern, make] of OPTIONS) {
    for (const match of text.matchAll(pattern)) {
      fields.options.push({ option: make(match.slice(1)), span: whole(match) });
    }
  }
}
