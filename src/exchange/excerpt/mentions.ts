/** Where in a script an end is mentioned, so that many ends can be told apart without reading all of it for each. */
import type { Script, SegmentStatement, StateStatement, Statement } from '../script.js';
import type { Topology } from '../topology.js';

/** A statement with its index in the script. */
export interface Mention<T extends Statement = Statement> {
  readonly index: number;
  readonly statement: T;
}

export class Mentions {
  readonly isFigure: boolean;
  readonly firstSegment: SegmentStatement | undefined;
  /** All that is said of an end; what of that by itself, and with an address; segments by the addresses of their ends. */
  readonly #all = new Map<string, Mention[]>();
  readonly #alone = new Map<string, Mention[]>();
  readonly #together = new Map<string, Mention[]>();
  readonly #segments = new Map<string, Mention<SegmentStatement>[]>();
  readonly #states = new Map<string, StateStatement>();
  readonly #first = new Map<string, number>();
  readonly #hearing = new Set<string>();
  #withoutStates: Mentions | undefined;

  constructor(
    private readonly script: Script,
    private readonly topology: Topology,
  ) {
    this.isFigure = script.figure === true;
    this.firstSegment = script.statements.find(isSegment);
    for (const [index, statement] of script.statements.entries()) {
      if (statement.kind === 'segment') this.#addSegment({ index, statement });
      else if ('end' in statement)
        this.#addOther({ index, statement }, statement.end.name, statement.end.peer);
      if (statement.kind !== 'state') continue;
      const address = topology.address(statement.end.name);
      if (!this.#states.has(address)) this.#states.set(address, statement);
    }
  }

  #addSegment(mention: Mention<SegmentStatement>): void {
    const { from, to, flags } = mention.statement;
    for (const name of [from, to]) {
      if (name !== undefined && !this.#first.has(name)) this.#first.set(name, mention.index);
    }
    if (to !== undefined && flags.has('SYN') && !flags.has('ACK')) this.#hearing.add(to);
    if (from !== undefined) this.#addOther(mention, from, to);
    if (to !== undefined && to !== from) this.#addOther(mention, to, from);
    add(this.#segments, this.#pair(from, to), mention);
  }

  #addOther(mention: Mention, name: string, peer: string | undefined): void {
    add(this.#all, name, mention);
    if (peer === undefined) add(this.#alone, name, mention);
    else add(this.#together, `${name} ${this.topology.address(peer)}`, mention);
  }

  #pair(name: string | undefined, other: string | undefined): string {
    const one = name === undefined ? '' : this.topology.address(name);
    const two = other === undefined ? '' : this.topology.address(other);
    return one < two ? `${one} ${two}` : `${two} ${one}`;
  }

  /** The script without its state lines, and not as a figure. */
  get withoutStates(): Mentions {
    if (this.#withoutStates) return this.#withoutStates;
    const { figure: _figure, ...script } = this.script;
    const statements = script.statements.filter(({ kind }) => kind !== 'state');
    return (this.#withoutStates = new Mentions({ ...script, statements }, this.topology));
  }

  /** The first state line of an end with that address. */
  stateAt(address: string): StateStatement | undefined {
    return this.#states.get(address);
  }

  /** What is said of the end, unless with a peer of another address: its segments, calls, states and paths. */
  of(name: string, peer: string | undefined): readonly Mention[] {
    if (peer === undefined) return this.#all.get(name) ?? [];
    return merged([this.#alone.get(name) ?? [], this.#together.get(`${name} ${peer}`) ?? []]);
  }

  /** The index of the first segment of an end, whoever it goes to or comes from. */
  firstOf(name: string): number {
    return this.#first.get(name) ?? Infinity;
  }

  /** Whether a SYN without ACK arrives at the end, from whomever. */
  hearsSyn(name: string): boolean {
    return this.#hearing.has(name);
  }

  /** The segments from one end of the pair to the other, as far as they say. */
  ofPair(name: string, peer: string | undefined): readonly Mention<SegmentStatement>[] {
    const ends = [undefined, name, peer];
    return this.#between(ends.flatMap((one) => ends.map((other) => this.#pair(one, other))));
  }

  /** Those of them that name one end only. */
  halvesOf(name: string, peer: string): readonly Mention<SegmentStatement>[] {
    return this.#between([name, peer].map((end) => this.#pair(undefined, end)));
  }

  #between(pairs: readonly string[]): readonly Mention<SegmentStatement>[] {
    return merged([...new Set(pairs)].map((pair) => this.#segments.get(pair) ?? []));
  }
}

export function isSegment(statement: Statement): statement is SegmentStatement {
  return statement.kind === 'segment';
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** All of them in the order of the script. */
function merged<T extends Statement>(lists: readonly (readonly Mention<T>[])[]): readonly Mention<T>[] {
  const [first = [], ...others] = lists.filter((list) => list.length > 0);
  return others.length === 0 ? first : [first, ...others].flat().sort((a, b) => a.index - b.index);
}
