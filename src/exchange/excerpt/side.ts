/** One end of a connection, and what of the script concerns it. */
import type {
  CallStatement,
  PathStatement,
  Script,
  SegmentStatement,
  StateStatement,
  Statement,
} from '../script.js';
import type { Connection, Topology } from '../topology.js';
import type { EndKey } from '../trace.js';

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
  /** All segments of the script. */
  readonly all: readonly SegmentStatement[];
  readonly #statements: readonly Statement[];

  constructor(
    private readonly script: Script,
    private readonly topology: Topology,
    { key, name, peer }: Connection,
  ) {
    this.key = key;
    this.name = name;
    this.peer = peer;
    this.peerKey = peer === undefined ? undefined : topology.key(peer, name);
    this.#statements = script.statements;
    this.all = script.statements.filter((one): one is SegmentStatement => one.kind === 'segment');
  }

  /** Whether states stand in a figure, where a reader may take them for those before or behind a segment. */
  get isInFigure(): boolean {
    return this.script.figure === true;
  }

  /** The same end of the script without its state lines. */
  withoutStates(): Side {
    const { figure: _figure, ...script } = this.script;
    const statements = script.statements.filter(({ kind }) => kind !== 'state');
    return new Side({ ...script, statements }, this.topology, this);
  }

  /** Whether the end takes over the address of another. */
  get reuses(): boolean {
    return this.topology.reuses(this.name);
  }

  /** The state line that says where the end begins. */
  told(): Told | undefined {
    return this.#toldOf(this.name, this.peer);
  }

  /** The state line that says where the other end begins. */
  toldOfPeer(): Told | undefined {
    return this.peer === undefined ? undefined : this.#toldOf(this.peer, this.name);
  }

  /** Any state line of the other end. */
  peerLine(): StateStatement | undefined {
    const { peer } = this;
    return this.#statements.find(
      (one): one is StateStatement =>
        one.kind === 'state' && peer !== undefined && this.topology.address(one.end.name) === peer,
    );
  }

  #toldOf(name: string, peer: string | undefined): Told | undefined {
    for (const [index, line] of this.#statements.entries()) {
      if (this.#concerns(line, name, peer)) return undefined;
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
    return this.#statements.find(
      (one): one is PathStatement =>
        one.kind === 'path' &&
        one.end.name === this.name &&
        (one.end.peer === undefined || one.end.peer === this.peer),
    );
  }

  /** The call on this end before anything leaves it or arrives. */
  firstCall(): CallStatement['call'] | undefined {
    for (const one of this.#statements) {
      if (one.kind === 'segment' && (one.from === this.name || one.to === this.name)) return undefined;
      if (one.kind !== 'call' || one.end.name !== this.name) continue;
      if (one.end.peer === undefined || one.end.peer === this.peer) return one.call;
    }
    return undefined;
  }

  /** What this end sends in the scenario. */
  own(): readonly SegmentStatement[] {
    return this.all.filter(
      ({ from, to, origin }) =>
        from === this.name &&
        origin === 'new' &&
        (to === undefined || this.peer === undefined || this.topology.address(to) === this.peer),
    );
  }

  /** The segments that go from one end of the pair to the other, as far as they say. */
  ofPair(): readonly SegmentStatement[] {
    const pair = [this.topology.address(this.name), this.peer];
    return this.all.filter(({ from, to }) =>
      [from, to].every((end) => end === undefined || pair.includes(this.topology.address(end))),
    );
  }

  /** Whether the segment has but one end written, and that is one of the pair. */
  isHalfOfPair({ from, to }: SegmentStatement): boolean {
    const [only, ...more] = [from, to].flatMap((end) =>
      end === undefined ? [] : [this.topology.address(end)],
    );
    if (this.peer === undefined || only === undefined || more.length > 0) return false;
    return only === this.topology.address(this.name) || only === this.peer;
  }
}
