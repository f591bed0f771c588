/**
 * The reader of scripts of packetdrill. One end is the TCP that is tried; the other is packetdrill, which injects what it
 * likes, and is not judged. Numbers are those of each stream, counted from its SYN, whose own number is absolute.
 */
import { exprText, type Expr } from '../../exchange/script.js';
import { parseState } from '../../tcp/state.js';
import type { Label } from '../label/label.js';
import type { Range } from '../range.js';
import type { Figure, FigureEvent, Message, Participant, Reader } from '../reader.js';
import { Words } from '../words.js';
import { drawnLines } from '../layout/text.js';
import { Sockets } from './calls.js';
import { linesThatCount, type ScriptLine } from './script.js';
import { segmentIn, type ScriptSegment } from './segment.js';

export const packetdrill: Reader = {
  notation: 'packetdrill',
  finds(source) {
    return source.kind !== 'table' && drawnLines(source.lines).some((line) => segmentIn(line) !== undefined);
  },
  read(source) {
    return connectionsIn(linesThatCount(drawnLines(source.lines))).flatMap(figureOf);
  },
};

/** A line, and the segment in it. */
interface Line extends ScriptLine {
  readonly segment: ScriptSegment | undefined;
}

/** The lines of each connection: a socket that is made once others have sent something is for another one. */
function connectionsIn(lines: readonly ScriptLine[]): readonly (readonly Line[])[] {
  const connections: Line[][] = [[]];
  let hasSent = false;
  for (const one of lines) {
    const segment = segmentIn(one.text);
    if (hasSent && /\bsocket\s*\(/.test(one.text.replace(/\/\/.*$/, ''))) {
      connections.push([]);
      hasSent = false;
    }
    hasSent ||= segment !== undefined;
    connections.at(-1)?.push({ ...one, segment });
  }
  return connections;
}

function figureOf(lines: readonly Line[]): readonly Figure[] {
  const segments = lines.flatMap(({ segment }) => segment ?? []);
  const first = lines.find(({ segment }) => segment);
  const last = lines.findLast(({ segment }) => segment);
  if (!first || !last) return [];
  const opening = segments.find(({ flags }) => flags.has('SYN') && !flags.has('ACK'));
  const isActive = opening?.injected === false;
  const tried = isActive ? 'C' : 'S';
  const injector = isActive ? 'S' : 'C';
  const numbers = new Numbers(segments, isActive);
  // What was agreed on is not known where any options will do.
  const isOpen = segments.some(({ flags, options }) => flags.has('SYN') && options === undefined);
  // What is offered to the network card in one piece says nothing of what the other end takes.
  const isCut = segments.some(({ injected, len = 0 }) => !injected && len > mostTaken(segments));
  const sockets = new Sockets();
  const events: FigureEvent[] = [];
  for (const { text, line, segment } of lines) {
    if (segment) {
      if (events.length === 0 && segment.injected && segment !== opening && sockets.listens) {
        events.push(note(tried, 'LISTEN', line, text));
      }
      events.push(messageOf(segment, line, [tried, injector], numbers, { isOpen, isCut }));
      continue;
    }
    const state = stateIn(text);
    if (state !== undefined) events.push(note(tried, state, line, text));
    for (const call of sockets.callsIn(text)) events.push(note(tried, call, line, text));
    const remark = /^\s*\/\/+\s*(\S.*)$/.exec(text)?.[1];
    if (remark !== undefined && line > first.line && line < last.line) {
      const words = Words.trimmed(remark, line, text.indexOf(remark) + 1);
      events.push({ kind: 'note', over: [], words, unclaimed: true, range: words.whole });
    }
  }
  const participants: readonly Participant[] = [
    { id: tried, label: 'TCP' },
    { id: injector, label: 'packetdrill', unchecked: true },
  ];
  return [
    {
      title: '',
      participants: isActive ? participants : [...participants].reverse(),
      events,
      line: lines[0]?.line ?? first.line,
      endLine: last.line,
    },
  ];
}

/** `%{ assert tcpi_state == TCP_CLOSE_WAIT, tcpi_state }%` */
function stateIn(text: string): string | undefined {
  const name = /\btcpi_state\s*==\s*TCP(?:S|F)?_?([A-Z_\d]{4,12})\b/.exec(text)?.[1];
  return name === undefined ? undefined : parseState(name);
}

/** A call of the end that is tried, or a state of it. */
function note(end: string, said: string, line: number, text: string): FigureEvent {
  const column = text.length - text.trimStart().length + 1;
  const range: Range = { line, column, endLine: line, endColumn: text.trimEnd().length + 1 };
  return { kind: 'note', over: [end], words: Words.at(said, line, column), range };
}

/**
 * Turns printed numbers into those of the exchange, from one segment to the next: `x` and `y` are the numbers of the first
 * SYNs. Those of a SYN are absolute, others are counted from the SYN of the connection.
 */
class Numbers {
  readonly #injected: Stream;
  readonly #own: Stream;

  constructor(
    segments: readonly ScriptSegment[],
    private readonly isActive: boolean,
  ) {
    const of = (injected: boolean): Stream => {
      const first = segments.find((one) => one.injected === injected && one.flags.has('SYN'))?.seq ?? 0;
      return { first, syn: first, counted: first };
    };
    this.#injected = of(true);
    this.#own = of(false);
  }

  /** Follows a SYN: the connection counts from it once it is answered. */
  read({ injected, flags, seq }: ScriptSegment): void {
    if (!flags.has('SYN') || seq === undefined) return;
    const stream = this.#of(injected);
    stream.syn = seq;
    if (injected && !flags.has('ACK')) return;
    stream.counted = seq;
    if (!injected && flags.has('ACK')) this.#injected.counted = this.#injected.syn;
  }

  seq({ injected, flags, seq }: ScriptSegment): Expr | undefined {
    if (seq === undefined) return undefined;
    // The reset of a segment without ACK has the number 0 (RFC 9293 §3.5.2).
    if (flags.has('RST') && seq === 0) return { offset: 0 };
    return flags.has('SYN') ? this.#absolute(injected, seq) : this.#counted(injected, seq);
  }

  ack({ injected, flags, ack }: ScriptSegment): Expr | undefined {
    if (ack === undefined || !flags.has('ACK')) return undefined;
    return flags.has('SYN') ? this.#absolute(!injected, ack) : this.#counted(!injected, ack);
  }

  /** An edge of a SACK block of what is injected, or of what is not. */
  edge(injected: boolean, printed: number): string {
    return exprText(this.#counted(injected, printed));
  }

  #of(injected: boolean): Stream {
    return injected ? this.#injected : this.#own;
  }

  #counted(injected: boolean, printed: number): Expr {
    const { first, counted } = this.#of(injected);
    return this.#expr(injected, printed + counted - first);
  }

  #absolute(injected: boolean, printed: number): Expr {
    return this.#expr(injected, printed - this.#of(injected).first);
  }

  #expr(injected: boolean, offset: number): Expr {
    // What lies before the beginning is printed as a number that has come round.
    return { symbol: injected === this.isActive ? 'y' : 'x', offset: offset | 0 };
  }
}

/** Numbers of one end's SYNs: of its first, its last, and the one from which its connection counts. */
interface Stream {
  readonly first: number;
  syn: number;
  counted: number;
}

/** How much data packetdrill takes in one segment. */
function mostTaken(segments: readonly ScriptSegment[]): number {
  const syn = segments.find(({ injected, flags }) => injected && flags.has('SYN'));
  return Number(syn?.options?.find(({ name }) => name === 'mss')?.value ?? Infinity);
}

function messageOf(
  segment: ScriptSegment,
  line: number,
  [tried, injector]: readonly [string, string],
  numbers: Numbers,
  { isOpen, isCut }: { readonly isOpen: boolean; readonly isCut: boolean },
): Message {
  const { injected, flags, len, win, options = [], sack, parts, written, column } = segment;
  numbers.read(segment);
  const seq = numbers.seq(segment);
  const ack = numbers.ack(segment);
  const blocks = sack.map(([from, to]) => ({
    name: 'sack',
    value: `${numbers.edge(!injected, from)}..${numbers.edge(!injected, to)}`,
  }));
  const said: Label = {
    flags,
    data: len === undefined || len > 0,
    ...(seq === undefined ? {} : { seq }),
    ...(ack === undefined ? {} : { ack }),
    ...(len === undefined || len === 0 ? {} : { len }),
    ...(win === undefined || isOpen ? {} : { win }),
    options: isOpen ? [] : [...options.filter(({ name }) => !isCut || name !== 'mss'), ...blocks],
    lost: false,
    again: false,
    states: [],
    parts,
    values: new Map(),
    words: [],
    text: '',
    bits: false,
    onlyData: false,
  };
  const label = Words.at(written, line, column);
  return {
    kind: 'message',
    from: injected ? injector : tried,
    to: injected ? tried : injector,
    label,
    said,
    range: label.whole,
  };
}
