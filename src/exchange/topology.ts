/** Who is in a scenario, and which ends share a connection. */
import { Lines } from './lines.js';
import { isSame } from './same.js';
import type { End, Script, SegmentStatement, Statement } from './script.js';
import { isSlipOf, MOST_NAMES } from './slip.js';
import type { EndKey, Endpoint } from './trace.js';

/** Stands for the unnamed peer of an end that is alone in its scenario. */
export const NETWORK = '...';

/** One end of one connection; `peer` is the address of the other end, undefined for an end without segments. */
export interface Connection {
  readonly key: EndKey;
  readonly name: string;
  readonly peer: string | undefined;
}

export class Topology {
  readonly endpoints: readonly Endpoint[];
  private readonly labels = new Map<string, string>();
  private readonly unchecked = new Set<string>();
  private readonly reused = new Map<string, string>();
  private readonly addresses = new Map<string, string>();
  /** For each name, the addresses it exchanges segments with, in order of appearance. */
  private readonly peers = new Map<string, Set<string>>();
  private readonly all: readonly Connection[];
  private readonly byKey: ReadonlyMap<EndKey, Connection>;
  private readonly arrivals = new Map<string, Arrival>();

  /** @param lines what is read of the script when it is asked for what comes later */
  constructor(
    private readonly script: Script,
    private readonly lines = new Lines(script.statements),
  ) {
    const names = new Set<string>();
    for (const statement of script.statements) {
      for (const name of mentioned(statement)) if (name !== undefined) names.add(name);
      if (statement.kind === 'endpoint') this.declare(statement);
    }
    for (const name of misspelt(script, names)) names.delete(name);
    for (const statement of script.statements) {
      if (statement.kind !== 'segment' || statement.from === undefined || statement.to === undefined)
        continue;
      this.connect(statement.from, statement.to);
      this.connect(statement.to, statement.from);
    }
    if (this.peers.size === 0) this.connectOpenEnds(names);
    for (const name of this.reused.keys()) this.share(name, this.address(name));
    this.endpoints = [...names].map((name) => ({
      name,
      label: this.labels.get(name) ?? null,
      unchecked: this.unchecked.has(name),
    }));
    this.all = this.endpoints.flatMap(({ name }) => (this.isChecked(name) ? this.connectionsOf(name) : []));
    this.byKey = new Map(this.all.map((connection) => [connection.key, connection]));
  }

  /** Whether everybody is the same, and talks to the same ends. */
  isSame(other: Topology): boolean {
    const told = ({ endpoints, labels, unchecked, reused, peers }: Topology): readonly unknown[] => [
      endpoints,
      labels,
      unchecked,
      reused,
      peers,
    ];
    return isSame(told(this), told(other));
  }

  private declare(statement: Extract<Statement, { kind: 'endpoint' }>): void {
    if (statement.label !== undefined) this.labels.set(statement.name, statement.label);
    if (statement.unchecked) this.unchecked.add(statement.name);
    if (statement.reuses !== undefined && statement.reuses !== statement.name) {
      this.reused.set(statement.name, statement.reuses);
    }
  }

  private connect(name: string, peer: string): void {
    const known = this.peers.get(name) ?? new Set();
    this.peers.set(name, known.add(this.address(peer)));
  }

  /** Whoever uses the same address talks to the same peers. */
  private share(name: string, address: string): void {
    const known = [name, address].flatMap((one) => [...this.peersOf(one)]);
    for (const peer of known) {
      this.connect(name, peer);
      this.connect(address, peer);
    }
  }

  /** With only `...` written, two ends that send belong together; a single one talks to an unnamed peer. */
  private connectOpenEnds(names: ReadonlySet<string>): void {
    const inSegments = new Set(
      this.script.statements.flatMap((one) => (one.kind === 'segment' ? [one.from, one.to] : [])),
    );
    const open = [...names].filter((name) => inSegments.has(name));
    const [first, second] = open;
    if (first !== undefined && second !== undefined && open.length === 2) {
      this.connect(first, second);
      this.connect(second, first);
    } else {
      for (const name of open) this.connect(name, NETWORK);
    }
  }

  /** The name under which an end's address was used first (`reuses`). */
  address(name: string): string {
    const known = this.addresses.get(name);
    if (known !== undefined) return known;
    const way = new Set<string>();
    let last = name;
    let address = this.addresses.get(last);
    while (address === undefined) {
      way.add(last);
      const next = this.reused.get(last);
      if (next === undefined || way.has(next)) address = last;
      else address = this.addresses.get((last = next));
    }
    for (const one of way) this.addresses.set(one, address);
    return address;
  }

  /** Whether the end takes over the address of another. */
  reuses(name: string): boolean {
    return this.reused.has(name);
  }

  /** Whether the name is a TCP that is judged, rather than an injector or the unnamed peer. */
  isChecked(name: string): boolean {
    return name !== NETWORK && !this.unchecked.has(name);
  }

  /** The addresses that the end talks to. */
  peersOf(name: string): ReadonlySet<string> {
    return this.peers.get(name) ?? NONE;
  }

  /** The first of them, or the unnamed peer. */
  private firstPeerOf(name: string): string {
    for (const peer of this.peersOf(name)) return peer;
    return NETWORK;
  }

  /** Whether an end may have the peer that is named for it: not if it talks to others only. */
  hasPeer({ name, peer }: End): boolean {
    const peers = this.peersOf(name);
    if (peer === undefined || peers.size === 0 || peers.has(NETWORK)) return true;
    return peers.has(this.address(peer));
  }

  /** The name of one end of the connection between `name` and `peer`, as the trace writes it. */
  key(name: string, peer: string | undefined): EndKey {
    const isOneOfSeveral = peer !== undefined && this.peersOf(name).size > 1;
    return isOneOfSeveral ? `${name}(${this.address(peer)})` : name;
  }

  /** All keys of an end: those it names if it says for which peer, else one a peer. None for a peer that it has not. */
  keys(end: End): readonly EndKey[] {
    if (end.peer !== undefined) return this.hasPeer(end) ? [this.key(end.name, end.peer)] : [];
    const peers = this.peersOf(end.name);
    return peers.size > 1 ? [...peers].map((peer) => this.key(end.name, peer)) : [end.name];
  }

  /** Every key of every checked end with the name and the peer's address it stands for, in order of appearance. */
  connections(): readonly Connection[] {
    return this.all;
  }

  /** The end with that key, if it is checked. */
  connection(key: EndKey): Connection | undefined {
    return this.byKey.get(key);
  }

  private connectionsOf(name: string): readonly Connection[] {
    const peers = this.peersOf(name);
    if (peers.size === 0) return [{ key: name, name, peer: undefined }];
    return [...peers].map((peer) => ({ key: this.key(name, peer), name, peer }));
  }

  /**
   * Both ends of a segment, the ones that are written as `...` found from the other: the only peer, or the peer at
   * which a matching segment arrives later.
   */
  ends(statement: SegmentStatement, index: number): { readonly from: string; readonly to: string } {
    const { from, to } = statement;
    if (from !== undefined && to !== undefined) return { from, to };
    if (from !== undefined) return { from, to: this.receiver(from, statement, index) };
    if (to !== undefined) return { from: this.firstPeerOf(to), to };
    return { from: NETWORK, to: NETWORK };
  }

  private receiver(from: string, statement: SegmentStatement, index: number): string {
    const peers = this.peersOf(from);
    if (peers.size < 2) return this.firstPeerOf(from);
    const flags = [...statement.flags];
    const key = `${from} ${flags.sort().join()}`;
    let arrival = this.arrivals.get(key);
    // What arrives first behind one line arrives first behind those between.
    if (!arrival || index < arrival.after || index >= arrival.index) {
      const found = this.lines.find(
        index + 1,
        Infinity,
        (later): later is SegmentStatement =>
          later.kind === 'segment' &&
          later.fate === 'arrived' &&
          later.to !== undefined &&
          peers.has(this.address(later.to)) &&
          flags.every((flag) => later.flags.has(flag)),
      );
      arrival = { after: index, index: found?.index ?? Infinity, to: found?.statement.to };
      this.arrivals.set(key, arrival);
    }
    return arrival.to ?? this.firstPeerOf(from);
  }
}

const NONE: ReadonlySet<string> = new Set();

/** The first line behind a statement at which a segment with given flags arrives at a peer of a given end. */
interface Arrival {
  readonly after: number;
  readonly index: number;
  readonly to: string | undefined;
}

function mentioned(statement: Statement): readonly (string | undefined)[] {
  switch (statement.kind) {
    case 'segment':
      // In the order of the page, left to right.
      return statement.arrow === 'right' ? [statement.from, statement.to] : [statement.to, statement.from];
    case 'call':
    case 'state':
    case 'path':
      return [statement.end.name];
    case 'endpoint':
      return [statement.name];
    default:
      return [];
  }
}

/**
 * The names of ends that nothing is sent by or to, that nobody declares, and that look like a slip of one that takes part:
 * they are no ends of their own. In a figure the participants are drawn.
 */
function misspelt({ statements, figure }: Script, names: ReadonlySet<string>): readonly string[] {
  if (figure || names.size > MOST_NAMES) return [];
  const partners = new Set<string>();
  const declared = new Set<string>();
  for (const one of statements) {
    if (one.kind === 'segment')
      [one.from, one.to].forEach((name) => name !== undefined && partners.add(name));
    if (one.kind === 'endpoint')
      [one.name, one.reuses].forEach((name) => name !== undefined && declared.add(name));
  }
  return [...names].filter(
    (name) =>
      !partners.has(name) && !declared.has(name) && [...partners].some((partner) => isSlipOf(name, partner)),
  );
}

/** The end that a key stands for. */
export function endNamed(key: EndKey): End {
  const [, name = key, peer] = /^(.*)\((.*)\)$/.exec(key) ?? [];
  return peer === undefined ? { name } : { name, peer };
}

/** Of scripts that questions are asked about, as long as somebody holds them. */
const known = new WeakMap<Script, Topology>();

/** Who is in a script, for questions about what is written in it. */
export function topologyOf(script: Script): Topology {
  const topology = known.get(script) ?? new Topology(script);
  known.set(script, topology);
  return topology;
}
