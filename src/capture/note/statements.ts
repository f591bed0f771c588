/** What happened on a connection as the statements of a script in strict mode, which the engine plays. */
import type { Bilingual, Language } from '../../rules/rule.js';
import {
  exprText,
  type CallStatement,
  type EndpointStatement,
  type Expr,
  type Moment,
  type NoteStatement,
  type PhaseStatement,
  type Script,
  type SegmentStatement,
} from '../../exchange/script.js';
import { distance, type Seq } from '../../tcp/seq.js';
import { sharedFlags, type Flag, type Option } from '../../tcp/segment.js';
import { plainText } from '../../language/turn.js';
import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from '../packet/tcp.js';
import type { Connection } from '../exchange/pair.js';
import { isTravelling, type Event, type Travelling } from '../exchange/journey.js';
import { has, isPureAck, other, type Passing, type Side } from '../exchange/passing.js';
import { phasesOf } from './phases.js';
import {
  acknowledgments,
  copiesLeftOut,
  EARLY_DATA,
  PHASES,
  segments,
  SHUT,
  titleOf,
  UNSEEN,
} from './words.js';

export interface Style {
  readonly language: Language;
  /** Whether windows, timestamps and all options are written. */
  readonly full: boolean;
}

export type Told = CallStatement | EndpointStatement | NoteStatement | PhaseStatement | SegmentStatement;

/** A script, and which event each of its statements tells, by its index. */
export interface Telling {
  readonly script: Omit<Script, 'statements' | 'figure'> & { readonly statements: readonly Told[] };
  readonly events: ReadonlyMap<number, Event>;
}

/** @param remarks what is said at the end */
export function tellingOf(
  { ends, copies }: Connection,
  happened: readonly Event[],
  remarks: readonly Bilingual[],
  { language, full: wanted }: Style,
): Telling {
  const travelling = happened.filter(isTravelling);
  // How windows are scaled, and what was agreed on, is known only where nothing is missing.
  const isKnown = travelling[0] !== undefined && has(travelling[0].passing, SYN);
  const full = wanted && isKnown && travelling.every(({ passing }) => passing.unseen === undefined);
  const numbers = numbersOf(travelling);
  const phases = phasesOf(happened);
  const clock = new Clock(travelling);
  const statements: Told[] = [];
  const events = new Map<number, Event>();
  // Above the statements stand the title and the mode.
  let line = 3;
  const lines = (): Pick<Told, 'line' | 'endLine'> => ({ line, endLine: line++ });
  for (const name of ['C', 'S'] as const) {
    statements.push({ kind: 'endpoint', ...lines(), name, label: plainText(ends[name]), unchecked: false });
  }
  const remark = (text: Bilingual): NoteStatement => ({
    kind: 'note',
    ...lines(),
    ends: ['C', 'S'],
    text: text[language],
  });
  if (copies > 0) statements.push(remark(copiesLeftOut(copies)));
  for (const [at, event] of happened.entries()) {
    if (!isTravelling(event)) {
      const { end, call } = event;
      events.set(statements.length, event);
      statements.push({ kind: 'call', ...lines(), end: { name: end }, call, states: [] });
      continue;
    }
    const { passing } = event;
    const phase = phases.get(at);
    if (phase) statements.push({ kind: 'phase', ...lines(), text: PHASES[phase][language] });
    const ignored = carriesEarly(passing)
      ? { ignore: { code: 'syn-carries-data', why: EARLY_DATA[language] } }
      : {};
    if (ignored.ignore) line++;
    const text = remarkOn(event, phase !== undefined, language);
    const moment = clock.read(event);
    events.set(statements.length, event);
    statements.push({
      kind: 'segment',
      ...lines(),
      ...(moment ? { moment } : {}),
      ...way(event),
      ...fieldsOf(passing, numbers, full),
      states: [],
      ...(text === '' ? {} : { text }),
      ...ignored,
    });
  }
  statements.push(...remarks.map(remark));
  const title = plainText(titleOf(ends.C, ends.S));
  return { script: { title, mode: 'strict', statements }, events };
}

/** What lasts for longer, in microseconds, was measured with a clock that has gone wrong. */
const LONGEST = 1e15;

/** Times as they stand before lines: since the first segment. */
class Clock {
  readonly #start: number | undefined;
  #last = 0;

  constructor(events: readonly Travelling[]) {
    this.#start = events.find(hasPassed)?.passing.time;
  }

  /** Undefined where a segment has no time of its own, or the clock of the capture has gone back. */
  read(event: Travelling): Moment | undefined {
    const { time } = event.passing;
    if (!hasPassed(event) || time === undefined || this.#start === undefined) return undefined;
    const at = Math.round((time - this.#start) * 1e6);
    if (!(at >= this.#last && at < LONGEST)) return undefined;
    this.#last = at;
    return { at: { since: 'beginning', at } };
  }
}

/** Whether a segment passes here, so that the time of its frame is that of the line. */
function hasPassed({ fate, passing }: Travelling): boolean {
  const isHere = fate === 'delivered' || fate === 'sent' || fate === 'lost';
  return isHere && passing.unseen === undefined && passing.overtakenUntil === undefined;
}

/** From where the sequence numbers of an end are counted, and by which name that is known. */
interface Numbers {
  readonly symbol: string;
  readonly base: Seq;
}

function numbersOf(events: readonly Travelling[]): Readonly<Record<Side, Numbers>> {
  const numbersOfEnd = (side: Side, opened: string, open: string): Numbers => {
    const syn = events.find(({ passing }) => passing.from === side && has(passing, SYN))?.passing;
    if (syn) return { symbol: opened, base: syn.seq };
    const acked = events.find(({ passing }) => passing.from !== side && has(passing, ACK))?.passing;
    const own = events.find(({ passing }) => passing.from === side && !has(passing, RST))?.passing;
    if (acked && own && distance(acked.ack, own.seq) < 0 && distance(own.seq, acked.ack) < 2 ** 20) {
      return { symbol: open, base: acked.ack };
    }
    return { symbol: open, base: own?.seq ?? acked?.ack ?? (0 as Seq) };
  };
  return { C: numbersOfEnd('C', 'x', 'u'), S: numbersOfEnd('S', 'y', 'v') };
}

function counted(value: Seq, { symbol, base }: Numbers): Expr {
  return { symbol, offset: distance(value, base) };
}

type Way = Pick<SegmentStatement, 'from' | 'to' | 'arrow' | 'fate' | 'origin'>;

function way({ fate, passing: { from } }: Travelling): Way {
  const to = other(from);
  const arrow = from === 'C' ? 'right' : 'left';
  switch (fate) {
    case 'sent':
      return { from, arrow, fate, origin: 'new' };
    case 'arrived':
      return { to, arrow, fate, origin: 'new' };
    case 'copied':
      return { to, arrow, fate: 'arrived', origin: 'dup' };
    default:
      return { from, to, arrow, fate, origin: 'new' };
  }
}

const FLAG_BITS: readonly (readonly [Flag, number])[] = [
  ['SYN', SYN],
  ['FIN', FIN],
  ['RST', RST],
  ['PSH', PSH],
  ['ACK', ACK],
  ['URG', URG],
  ['ECE', ECE],
  ['CWR', CWR],
  ['AE', AE],
];

/** The flags of the bits in a header, in sets that are shared. */
const flagSets = new Map<number, ReadonlySet<Flag>>();

function flagsOf(bits: number): ReadonlySet<Flag> {
  let flags = flagSets.get(bits);
  if (!flags) {
    flags = sharedFlags(new Set(FLAG_BITS.flatMap(([flag, bit]) => (bits & bit ? [flag] : []))));
    flagSets.set(bits, flags);
  }
  return flags;
}

type Fields = Pick<SegmentStatement, 'flags' | 'data' | 'seq' | 'ack' | 'len' | 'win' | 'up' | 'options'>;

const NO_OPTIONS: readonly Option[] = [];

function fieldsOf(passing: Passing, numbers: Readonly<Record<Side, Numbers>>, full: boolean): Fields {
  const { from, bits, seq, ack, len, win, up, options, sack } = passing;
  const peer = numbers[other(from)];
  // The reset of a segment without ACK has the number 0, wherever its sender counts from (RFC 9293 §3.5.2).
  const isZero = has(passing, RST) && seq === 0;
  const told = full ? options : options.filter((option) => isTold(option, passing));
  const blocks = sack.map(({ from: start, to }) => ({
    name: 'sack',
    value: `${exprText(counted(start, peer))}..${exprText(counted(to, peer))}`,
  }));
  return {
    flags: flagsOf(full ? bits : bits & ~PSH),
    data: len > 0,
    seq: isZero ? { offset: 0 } : counted(seq, numbers[from]),
    ...(has(passing, ACK) ? { ack: counted(ack, peer) } : {}),
    ...(len > 0 ? { len } : {}),
    ...(full ? { win } : {}),
    ...(has(passing, URG) ? { up } : {}),
    options: told.length + blocks.length === 0 ? NO_OPTIONS : [...told, ...blocks],
  };
}

/** Data on a SYN that does not say Fast Open, which RFC 9293 §3.4 allows. */
function carriesEarly({ bits, len, options }: Passing): boolean {
  return (bits & SYN) !== 0 && len > 0 && options.every(({ name }) => name !== 'tfo');
}

/** Timestamps would stand on every line. */
function isTold({ name }: Option, passing: Passing): boolean {
  return has(passing, SYN) && name !== 'ts';
}

function remarkOn({ passing, fate }: Travelling, begins: boolean, language: Language): string {
  if (fate === 'arrived') return '';
  const { unseen, count, text, win } = passing;
  const said: string[] = [];
  if (unseen) said.push(UNSEEN[language]);
  if (count > 1) said.push((isPureAck(passing) ? acknowledgments(count) : segments(count))[language]);
  if (win === 0 && !unseen && has(passing, ACK) && !has(passing, RST | SYN | FIN)) said.push(SHUT[language]);
  if (text !== undefined && begins) said.push(shortened(text));
  return said.join(', ');
}

/** Data is shown by its first line, up to so many letters. */
const LONGEST_TEXT = 60;

/** Text of somebody else's: no states in brackets, no comments. */
function shortened(text: string): string {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return plainText(shown.replaceAll(/[[\]]/g, ' ')).replaceAll(/\s+/g, ' ');
}
