/** What a walk writes down: its statements, with the states of its ends where the walk is annotated. */
import type { Call, ExpectedState, Statement } from '../../src/exchange/script.js';
import { arrives, calls, injects, is, leaves, loses, sends } from '../exchange/build.js';
import type { Chance } from './chance.js';
import type { End } from './end.js';
import { argumentsOf, type Wire } from './wire.js';

/** A connection: both of its ends, and what a line calls the one of the server. */
export interface Link {
  client: End;
  server: End;
  /** Whether the server has other peers, too. */
  readonly many: boolean;
}

/** A segment on its way, or one that has arrived. */
export interface Flight {
  readonly wire: Wire;
  /** The wire as it is written. */
  readonly shown: Wire;
  readonly link: Link;
  readonly toServer: boolean;
}

export interface Habits {
  /** Which windows are written: a share of them. */
  readonly windows: number;
  /** The share of lines that tell the states of both ends. */
  readonly states: number;
  /** The share of calls that are written though they are implied. */
  readonly calls: number;
}

export class Page {
  readonly statements: Statement[] = [];

  constructor(
    private readonly chance: Chance,
    private readonly habits: Habits,
  ) {}

  begin(end: End): void {
    this.statements.push(is(end.name, end.state === 'LISTEN' ? 'LISTEN' : 'CLOSED'));
  }

  reuses(name: string, reuses: string): void {
    this.statements.push({ kind: 'endpoint', line: 0, endLine: 0, name, reuses, unchecked: false });
  }

  /** The segment as it is written, now and wherever it is written again. */
  shown(wire: Wire): Wire {
    if (wire.win === undefined || this.chance.is(this.habits.windows)) return wire;
    const { win: _hidden, ...rest } = wire;
    return rest;
  }

  segment(
    { shown: wire, link, toServer }: Flight,
    fate: 'delivered' | 'lost' | 'sent' | 'arrived' | 'dup',
  ): void {
    const [from, to] = toServer ? [link.client, link.server] : [link.server, link.client];
    const { flags } = wire;
    const args = argumentsOf(wire);
    const line = {
      delivered: () => sends(from.name, to.name, flags, args),
      lost: () => loses(from.name, to.name, flags, args),
      sent: () => leaves(from.name, flags, args),
      arrived: () => arrives(to.name, flags, args),
      dup: () => injects('dup', undefined, to.name, flags, args),
    }[fate]();
    const both = fate === 'delivered';
    const shown = both ? [from, to] : fate === 'lost' || fate === 'sent' ? [from] : [to];
    this.statements.push({ ...line, states: this.states(link, shown) });
  }

  /** A call that says more than the lines below it imply. */
  call(link: Link, end: End, call: Call, octets?: number): void {
    const name = end === link.server && link.many ? `${end.name}(${link.client.name})` : end.name;
    this.statements.push({ ...calls(name, call, octets), states: this.states(link, [end]) });
  }

  /** A call that the next line implies. */
  implied(link: Link, end: End, call: Call, octets?: number): void {
    if (this.chance.is(this.habits.calls)) this.call(link, end, call, octets);
  }

  /** What happens to a whole host. */
  host(name: string, call: Call): void {
    this.statements.push(calls(name, call));
  }

  private states(link: Link, ends: readonly End[]): readonly ExpectedState[] {
    if (!this.chance.is(this.habits.states)) return [];
    return ends.map((end, i): ExpectedState => {
      const peer = end === link.server && link.many ? { peer: link.client.name } : {};
      return { end: { name: end.name, ...peer }, state: end.state, part: `states.${i}` };
    });
  }
}

/** Whether two segments cannot be told apart where they are written. */
export function isAlike(one: Flight, other: Flight): boolean {
  const same = one.link === other.link && one.toServer === other.toServer;
  return (
    same &&
    JSON.stringify(argumentsOf(one.shown)) + one.wire.flags ===
      JSON.stringify(argumentsOf(other.shown)) + other.wire.flags
  );
}

export const receiver = ({ link, toServer }: Flight): End => (toServer ? link.server : link.client);
