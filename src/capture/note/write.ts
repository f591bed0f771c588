/** The text of a connection: a scenario in strict mode, as somebody would write it who knew what happened. */
import type { Language } from '../../rules/rule.js';
import { plainText, quoted } from '../../language/turn.js';
import { distance, type Seq } from '../../tcp/seq.js';
import { stateName, type State } from '../../tcp/state.js';
import type { Flag, Option } from '../../tcp/segment.js';
import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from '../packet/tcp.js';
import type { Connection } from '../exchange/pair.js';
import { isTravelling, type Event, type Travelling } from '../exchange/journey.js';
import { has, isPureAck, other, type Passing, type Side } from '../exchange/passing.js';
import { phasesOf } from './phases.js';
import {
  acknowledgments,
  copiesLeftOut,
  EARLY_DATA,
  moreLeftOut,
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

/** A line of the note, and the event that it tells, where it tells one. */
export interface NoteLine {
  readonly text: string;
  readonly event?: Event;
  readonly states?: readonly (readonly [Side, State])[];
}

/** Times as they stand before lines: seconds since the first segment. */
class Clock {
  readonly #start: number | undefined;
  #last = 0;

  constructor(events: readonly Event[]) {
    this.#start = events.filter(isTravelling).find(hasPassed)?.passing.time;
  }

  /** Empty where a segment has no time of its own, or the clock of the capture has gone back. */
  timeOf(event: Travelling): string {
    const { time } = event.passing;
    if (!hasPassed(event) || time === undefined || this.#start === undefined) return '';
    const since = Math.round((time - this.#start) * 1e6) / 1e6;
    if (since < this.#last) return '';
    this.#last = since;
    return `@${since.toFixed(6).replace(/\.?0+$/, '')} `;
  }
}

/** Whether a segment passes here, so that the time of its frame is that of the line. */
function hasPassed({ fate, passing }: Travelling): boolean {
  const isHere = fate === 'delivered' || fate === 'sent' || fate === 'lost';
  return isHere && passing.unseen === undefined && passing.overtakenUntil === undefined;
}

/** How a sequence number is written: counted from the beginning of its stream. */
interface Symbols {
  readonly name: string;
  readonly base: Seq;
}

const FLAG_BITS: readonly (readonly [Flag, number])[] = [
  ['PSH', PSH],
  ['URG', URG],
  ['ECE', ECE],
  ['CWR', CWR],
  ['AE', AE],
];

/** Data is shown by its first line, up to so many letters. */
const LONGEST_TEXT = 60;

export function linesOf(
  connection: Connection,
  events: readonly Event[],
  leftOut: number,
  { language, full: wanted }: Style,
): readonly NoteLine[] {
  const travelling = events.filter(isTravelling);
  // How windows are scaled, and what was agreed on, is known only where nothing is missing.
  const isKnown = travelling[0] !== undefined && has(travelling[0].passing, SYN);
  const full = wanted && isKnown && travelling.every(({ passing }) => passing.unseen === undefined);
  const symbols = symbolsOf(travelling);
  const phases = phasesOf(events);
  const { ends, copies } = connection;
  const lines: NoteLine[] = [
    { text: `begin ${plainText(titleOf(ends.C, ends.S))}` },
    { text: words('mode', 'strict') },
    { text: `endpoint C ${quoted(ends.C)}` },
    { text: `endpoint S ${quoted(ends.S)}` },
  ];
  if (copies > 0) lines.push({ text: `note C, S: ${copiesLeftOut(copies)[language]}` });
  const clock = new Clock(events);
  for (const [at, event] of events.entries()) {
    if (!isTravelling(event)) {
      lines.push({ text: `${event.end}: ${event.call}`, event });
      continue;
    }
    const phase = phases.get(at);
    if (phase) lines.push({ text: `== ${PHASES[phase][language]} ==` });
    if (carriesEarly(event.passing))
      lines.push({ text: words('// ignore', `syn-carries-data: ${EARLY_DATA[language]}`) });
    const said = remarkOn(event, phase !== undefined, language);
    const segment = segmentText(event.passing, symbols, full);
    lines.push({
      text: `${clock.timeOf(event)}${arrows(event, segment)}${said === '' ? '' : ` : ${said}`}`,
      event,
    });
  }
  if (leftOut > 0) lines.push({ text: `note C, S: ${moreLeftOut(leftOut)[language]}` });
  lines.push({ text: 'end' });
  return lines;
}

/** The line with the states that it has changed. */
export function withStates({ text }: NoteLine, states: readonly (readonly [Side, State])[]): string {
  if (states.length === 0) return text;
  const brackets = ` [${states.map(([end, state]) => `${end}: ${stateName(state)}`).join(', ')}]`;
  const colon = text.indexOf(' : ');
  return colon < 0 ? text + brackets : text.slice(0, colon) + brackets + text.slice(colon);
}

function symbolsOf(events: readonly Travelling[]): Readonly<Record<Side, Symbols>> {
  const symbolOf = (side: Side, opened: string, open: string): Symbols => {
    const syn = events.find(({ passing }) => passing.from === side && has(passing, SYN))?.passing;
    if (syn) return { name: opened, base: syn.seq };
    const acked = events.find(({ passing }) => passing.from !== side && has(passing, ACK))?.passing;
    const own = events.find(({ passing }) => passing.from === side && !has(passing, RST))?.passing;
    if (acked && own && distance(acked.ack, own.seq) < 0 && distance(own.seq, acked.ack) < 2 ** 20) {
      return { name: open, base: acked.ack };
    }
    return { name: open, base: own?.seq ?? acked?.ack ?? (0 as Seq) };
  };
  return { C: symbolOf('C', 'x', 'u'), S: symbolOf('S', 'y', 'v') };
}

function arrows({ fate, passing }: Travelling, segment: string): string {
  const { from } = passing;
  const comes = fate === 'arrived' || fate === 'copied';
  const [sender, receiver] = [comes ? '...' : from, fate === 'sent' ? '...' : other(from)];
  const isLost = fate === 'lost';
  const line =
    from === 'C'
      ? `${sender} -> ${segment} ${isLost ? '-x' : '->'} ${receiver}`
      : `${receiver} ${isLost ? 'x-' : '<-'} ${segment} <- ${sender}`;
  return fate === 'copied' ? `dup ${line}` : line;
}

function segmentText(passing: Passing, symbols: Readonly<Record<Side, Symbols>>, full: boolean): string {
  const { from, bits, seq, ack, len, win, up } = passing;
  const own = symbols[from];
  const peer = symbols[other(from)];
  // The reset of a segment without ACK has the number 0, wherever its sender counts from (RFC 9293 §3.5.2).
  const isZero = has(passing, RST) && seq === 0;
  const first = bits & SYN ? 'SYN' : bits & FIN ? 'FIN' : bits & RST ? 'RST' : len > 0 ? 'DATA' : undefined;
  const controls = [
    ...(
      [
        ['SYN', SYN],
        ['FIN', FIN],
        ['RST', RST],
      ] as const
    )
      .filter(([, bit]) => has(passing, bit))
      .map(([name]) => name),
  ].filter((name) => name !== first);
  const items = [`seq=${isZero ? '0' : number(seq, own)}`, ...(len > 0 ? [`len=${len}`] : [])];
  const more = [
    ...(full ? [`win=${win}`] : []),
    ...(has(passing, URG) ? [`up=${up}`] : []),
    ...passing.options.filter((option) => full || isTold(option, passing)).map(optionText),
    ...passing.sack.map(({ from: start, to }) => `sack=${number(start, peer)}..${number(to, peer)}`),
  ];
  const hasAck = has(passing, ACK);
  const acks = [...(hasAck ? [`ack=${number(ack, peer)}`] : []), ...more];
  const others = FLAG_BITS.filter(([name, bit]) => has(passing, bit) && (full || name !== 'PSH')).map(
    ([name]) => name,
  );
  if (first === undefined && !hasAck) {
    return others.length > 0
      ? `${others.join('+')}(${[...items, ...more].join(', ')})`
      : `(${[...items, ...more].join(', ')})`;
  }
  if (first === undefined) return [...others, `ACK(${[...items, ...acks].join(', ')})`].join('+');
  if (!hasAck) return [`${first}(${[...items, ...more].join(', ')})`, ...controls, ...others].join('+');
  return [`${first}(${items.join(', ')})`, ...controls, ...others, `ACK(${acks.join(', ')})`].join('+');
}

/** Words of the notation, which are the same in every language. */
function words(...all: readonly string[]): string {
  return all.join(' ');
}

/** Data on a SYN that does not say Fast Open, which RFC 9293 §3.4 allows. */
function carriesEarly({ bits, len, options }: Passing): boolean {
  return (bits & SYN) !== 0 && len > 0 && options.every(({ name }) => name !== 'tfo');
}

/** Timestamps would stand on every line. */
function isTold({ name }: Option, passing: Passing): boolean {
  return has(passing, SYN) && name !== 'ts';
}

function optionText({ name, value }: Option): string {
  return value === undefined ? name : `${name}=${value}`;
}

function number(value: Seq, { name, base }: Symbols): string {
  const offset = distance(value, base);
  return offset === 0 ? name : offset > 0 ? `${name}+${offset}` : `${name}${offset}`;
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

/** Text of somebody else's: no states in brackets, no comments. */
function shortened(text: string): string {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return plainText(shown.replaceAll(/[[\]]/g, ' ')).replaceAll(/\s+/g, ' ');
}
