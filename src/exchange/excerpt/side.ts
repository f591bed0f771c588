/** One end of a connection, and what of the script concerns it. */
import type { CallStatement, PathStatement, SegmentStatement, StateStatement, Statement } from '../script.js';
import type { Connection, Topology } from '../topology.js';
import type { EndKey } from '../trace.js';
import { isSegment, type Mention, type Mentions } from './mentions.js';

/** The state line that stands before an end's first event, and its index. */
export interface Told {
  readonly line: StateStatement;
  readonly index: number;
}

export class Side {
  readonly key: EndKey;
  readonly name: string;
  /** The address of the other end, undefined for an end without segments. */
  readonly peer: string | undefined;
  readonly peerKey: EndKey | undefined;
  /** The statements that may concern the end. */
  readonly #own: readonly Mention[];

  constructor(
    private readonly mentions: Mentions,
    private readonly topology: Topology,
    { key, name, peer }: Connection,
  ) {
    this.key = key;
    this.name = name;
    this.peer = peer;
    this.peerKey = peer === undefined ? undefined : topology.key(peer, name);
    this.#own = mentions.of(name, peer);
  }

  /** The first segment of the script, whoever sends it. */
  get firstOfAll(): SegmentStatement | undefined {
    return this.mentions.firstSegment;
  }

  /** Whether a SYN without ACK arrives at the end, from whomever. */
  get hearsSyn(): boolean {
    return this.mentions.hearsSyn(this.name);
  }

  /** The segments that the end sends or gets. */
  segments(): readonly SegmentStatement[] {
    return this.#own.map(({ statement }) => statement).filter(isSegment);
  }

  /** The first segment that is an event of this end, or may be. */
  firstSegment(): SegmentStatement | undefined {
    const own = this.#own.find(({ statement }) => isSegment(statement) && this.concerns(statement));
    const [half] = this.peer === undefined ? [] : this.mentions.halvesOf(this.name, this.peer);
    const [first] = [own, half].filter((one) => one !== undefined).sort((a, b) => a.index - b.index);
    return first?.statement as SegmentStatement | undefined;
  }

  /** Whether states stand in a figure, where a reader may take them for those before or behind a segment. */
  get isInFigure(): boolean {
    return this.mentions.isFigure;
  }

  /** The same end of the script without its state lines. */
  withoutStates(): Side {
    return new Side(this.mentions.withoutStates, this.topology, this);
  }

  /** Whether the other end is no TCP that is judged. */
  get meetsInjector(): boolean {
    return this.peer !== undefined && !this.topology.isChecked(this.peer);
  }

  /** Whether the end takes over the address of another. */
  get reuses(): boolean {
    return this.topology.reuses(this.name);
  }

  /** The state line that says where the end begins. */
  told(): Told | undefined {
    return this.#toldOf(this.#own, this.name, this.peer);
  }

  /** The state line that says where the other end begins. */
  toldOfPeer(): Told | undefined {
    const { name, peer } = this;
    return peer === undefined ? undefined : this.#toldOf(this.mentions.of(peer, name), peer, name);
  }

  /** Any state line of the other end. */
  peerLine(): StateStatement | undefined {
    return this.peer === undefined ? undefined : this.mentions.stateAt(this.peer);
  }

  #toldOf(mentions: readonly Mention[], name: string, peer: string | undefined): Told | undefined {
    for (const { index, statement: line } of mentions) {
      // What is lost on its way is no event of the end that it never reaches.
      const isMissed = line.kind === 'segment' && line.fate === 'lost' && line.from !== name;
      if (!isMissed && this.#concerns(line, name, peer)) return undefined;
      if (line.kind === 'state' && this.#isOf(line, name, peer)) return { line, index };
    }
    return undefined;
  }

  /** Whether the statement is an event of this end. */
  concerns(statement: Statement): boolean {
    return this.#concerns(statement, this.name, this.peer);
  }

  #concerns(statement: Statement, name: string, peer: string | undefined): boolean {
    if (statement.kind === 'call') return this.#isOf(statement, name, peer);
    if (statement.kind !== 'segment') return false;
    const { from, to } = statement;
    const forged = statement.origin === 'forged' && from === name;
    const other = from === name ? to : to === name ? from : undefined;
    if ((from !== name && to !== name) || forged) return false;
    return other === undefined || peer === undefined || this.topology.address(other) === peer;
  }

  #isOf({ end }: StateStatement | CallStatement, name: string, peer: string | undefined): boolean {
    if (end.name !== name) return false;
    return end.peer === undefined || peer === undefined || this.topology.address(end.peer) === peer;
  }

  path(): PathStatement | undefined {
    return this.#own
      .map(({ statement }) => statement)
      .find(
        (one): one is PathStatement =>
          one.kind === 'path' && (one.end.peer === undefined || one.end.peer === this.peer),
      );
  }

  /** The call on this end before anything leaves it or arrives. */
  firstCall(): CallStatement['call'] | undefined {
    const first = this.mentions.firstOf(this.name);
    for (const { index, statement: one } of this.#own) {
      if (index >= first) return undefined;
      if (one.kind !== 'call') continue;
      if (one.end.peer === undefined || one.end.peer === this.peer) return one.call;
    }
    return undefined;
  }

  /** What this end sends in the scenario. */
  own(): readonly SegmentStatement[] {
    return this.segments().filter(
      ({ from, to, origin }) =>
        from === this.name &&
        origin === 'new' &&
        (to === undefined || this.peer === undefined || this.topology.address(to) === this.peer),
    );
  }

  /** The segments that go from one end of the pair to the other, as far as they say. */
  ofPair(): readonly SegmentStatement[] {
    return this.mentions.ofPair(this.name, this.peer).map(({ statement }) => statement);
  }
}
