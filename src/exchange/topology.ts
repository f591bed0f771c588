/** Who is in a scenario, and which ends share a connection. */
import { Lines } from './lines.js';
import { isSame } from './same.js';
import type { End, Script, SegmentStatement, Statement } from './script.js';
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
  /** For each name, the addresses it exchanges segments with, in order of appearance. */
  private readonly peers = new Map<string, string[]>();

  /** @param lines what is read of the script when it is asked for what comes later */
  constructor(
    private readonly script: Script,
    private readonly lines = new Lines(script.statements),
  ) {
    const names: string[] = [];
    const meet = (name: string | undefined): void => {
      if (name !== undefined && !names.includes(name)) names.push(name);
    };
    for (const statement of script.statements) {
      for (const name of mentioned(statement)) meet(name);
      if (statement.kind === 'endpoint') this.declare(statement);
    }
    for (const statement of script.statements) {
      if (statement.kind !== 'segment' || statement.from === undefined || statement.to === undefined)
        continue;
      this.connect(statement.from, statement.to);
      this.connect(statement.to, statement.from);
    }
    if (this.peers.size === 0) this.connectOpenEnds(names);
    for (const name of this.reused.keys()) this.share(name, this.address(name));
    this.endpoints = names.map((name) => ({
      name,
      label: this.labels.get(name) ?? null,
      unchecked: this.unchecked.has(name),
    }));
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
    const known = this.peers.get(name) ?? [];
    const address = this.address(peer);
    if (!known.includes(address)) known.push(address);
    this.peers.set(name, known);
  }

  /** Whoever uses the same address talks to the same peers. */
  private share(name: string, address: string): void {
    const known = [name, address].map((one) => this.peers.get(one) ?? []);
    for (const peer of known.flat()) {
      this.connect(name, peer);
      this.connect(address, peer);
    }
  }

  /** With only `...` written, two ends that send belong together; a single one talks to an unnamed peer. */
  private connectOpenEnds(names: readonly string[]): void {
    const open = names.filter((name) =>
      this.script.statements.some((s) => s.kind === 'segment' && (s.from === name || s.to === name)),
    );
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
    let address = name;
    for (let hops = 0; hops < this.reused.size; hops++) address = this.reused.get(address) ?? address;
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
  peersOf(name: string): readonly string[] {
    return this.peers.get(name) ?? [];
  }

  /** Whether an end may have the peer that is named for it: not if it talks to others only. */
  hasPeer({ name, peer }: End): boolean {
    const peers = this.peersOf(name);
    if (peer === undefined || peers.length === 0 || peers.includes(NETWORK)) return true;
    return peers.includes(this.address(peer));
  }

  /** The name of one end of the connection between `name` and `peer`, as the trace writes it. */
  key(name: string, peer: string | undefined): EndKey {
    const peers = this.peersOf(name);
    return peers.length > 1 && peer !== undefined ? `${name}(${this.address(peer)})` : name;
  }

  /** All keys of an end: those it names if it says for which peer, else one a peer. None for a peer that it has not. */
  keys(end: End): readonly EndKey[] {
    if (end.peer !== undefined) return this.hasPeer(end) ? [this.key(end.name, end.peer)] : [];
    const peers = this.peersOf(end.name);
    return peers.length > 1 ? peers.map((peer) => this.key(end.name, peer)) : [end.name];
  }

  /** Every key of every checked end with the name and the peer's address it stands for, in order of appearance. */
  connections(): readonly Connection[] {
    return this.endpoints
      .filter(({ name }) => this.isChecked(name))
      .flatMap(({ name }): readonly Connection[] => {
        const peers = this.peersOf(name);
        if (peers.length === 0) return [{ key: name, name, peer: undefined }];
        return peers.map((peer) => ({ key: this.key(name, peer), name, peer }));
      });
  }

  /**
   * Both ends of a segment, the ones that are written as `...` found from the other: the only peer, or the peer at
   * which a matching segment arrives later.
   */
  ends(statement: SegmentStatement, index: number): { readonly from: string; readonly to: string } {
    const { from, to } = statement;
    if (from !== undefined && to !== undefined) return { from, to };
    if (from !== undefined) return { from, to: this.receiver(from, statement, index) };
    if (to !== undefined) return { from: this.peersOf(to)[0] ?? NETWORK, to };
    return { from: NETWORK, to: NETWORK };
  }

  private receiver(from: string, statement: SegmentStatement, index: number): string {
    const peers = this.peersOf(from);
    if (peers.length < 2) return peers[0] ?? NETWORK;
    const arrives = this.lines.find(
      index + 1,
      Infinity,
      (later): later is SegmentStatement =>
        later.kind === 'segment' &&
        later.fate === 'arrived' &&
        later.to !== undefined &&
        peers.includes(this.address(later.to)) &&
        [...statement.flags].every((flag) => later.flags.has(flag)),
    );
    return arrives?.to ?? peers[0] ?? NETWORK;
  }
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

/** The end that a key stands for. */
export function endNamed(key: EndKey): End {
  const [, name = key, peer] = /^(.*)\((.*)\)$/.exec(key) ?? [];
  return peer === undefined ? { name } : { name, peer };
}
