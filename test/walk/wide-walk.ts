/**
 * Conforming ends on a network that loses, delays, reorders and repeats, with all that the RFC lets them do: a TCP of
 * its own, written down from RFC 9293 without the engine, so that the two can be compared.
 */
import type { Script } from '../../src/exchange/script.js';
import { script } from '../exchange/build.js';
import { answered, arrive } from './arrive.js';
import { chance as chanceOf, type Chance } from './chance.js';
import { drop, isOpen, newEnd, type End } from './end.js';
import { isAlike, Page, receiver, type Flight, type Habits, type Link } from './page.js';
import * as send from './send.js';
import { has, type Wire } from './wire.js';

export interface Wide {
  readonly script: Script;
  /** What happened in it, for tests that look for holes in the walks. */
  readonly met: ReadonlySet<string>;
}

/** A walk of `steps` events; `random` gives numbers in [0, 1). */
export function wideWalk(random: () => number, steps: number): Wide {
  const walk = new Walk(chanceOf(random));
  for (let i = 0; i < steps; i++) walk.step();
  walk.settle();
  return walk.written();
}

type Fate = 'delivered' | 'lost' | 'sent';

type Event = (link: Link, end: End) => void;

class Walk {
  private readonly links: readonly Link[];
  private readonly page: Page;
  private readonly strict: boolean;
  /** Windows are small; then all of them are written, or nobody could tell why data is not taken. */
  private readonly narrow: boolean;
  private readonly network: Flight[] = [];
  private readonly arrived: Flight[] = [];
  private readonly met = new Set<string>();
  private readonly events: readonly (readonly [weight: number, event: Event])[];
  private names = 1;

  constructor(private readonly chance: Chance) {
    const habits = habitsOf(chance);
    this.page = new Page(chance, habits);
    this.narrow = habits.windows === 1 && chance.is(0.7);
    this.strict = chance.is(0.2);
    const many = chance.is(0.2);
    const together = !many && chance.is(0.15);
    if (many) this.met.add('two peers');
    if (together) this.met.add('simultaneous open');
    this.links = (many ? ['C1', 'C2', 'C3'].slice(0, 2 + chance.below(2)) : ['C']).map((name) =>
      this.link(name, many, together),
    );
    const [first] = this.links;
    if (first && (together || chance.is(0.5))) {
      for (const { client } of this.links) this.page.begin(client);
      this.page.begin(first.server);
    }
    // Half of the walks are quiet, so that their connections grow old.
    const rare = chance.is(0.5) ? 1 : 0;
    this.events = [
      [30, (link) => this.arrival(link)],
      [5, (link) => this.copy(link)],
      [15, (link, end) => this.again(link, end)],
      [25, (link, end) => this.data(link, end)],
      [10, (link, end) => this.close(link, end)],
      [12, (link, end) => this.bareAck(link, end)],
      [6, (link, end) => this.read(link, end)],
      [4, (link, end) => this.probe(link, end)],
      [4, (link, end) => this.keepAlive(link, end)],
      [2, (link, end) => this.timeWaitEnds(link, end)],
      [8, (link) => this.reopen(link)],
      [2 * rare, (link, end) => this.abort(link, end)],
      [2 * rare, (link, end) => this.crash(link, end)],
      [rare, (link, end) => this.giveUp(link, end)],
    ];
    if (together) {
      for (const link of this.links) {
        for (const end of [link.client, link.server]) this.put(link, end, send.open(end, chance), 'sent');
      }
    } else {
      for (const link of this.links) {
        this.put(link, link.client, send.open(link.client, chance), chance.is(0.8) ? 'delivered' : 'lost');
      }
    }
  }

  written(): Wide {
    const plain = script(...this.page.statements);
    return { script: this.strict ? { ...plain, mode: 'strict' } : plain, met: this.met };
  }

  step(): void {
    const { chance } = this;
    const owing = this.links.flatMap((link) =>
      [link.client, link.server].flatMap((end) => (end.must.length > 0 ? [{ link, end }] : [])),
    );
    const first = chance.is(0.85) ? chance.pick(owing) : undefined;
    const answer = first?.end.must.shift();
    if (first && answer !== undefined) {
      this.put(first.link, first.end, answered(first.end, answer, chance));
      return;
    }
    const link = chance.pick(this.links);
    if (link === undefined) return;
    const end = chance.is(0.5) ? link.client : link.server;
    let draw = chance.below(this.events.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, event] of this.events) {
      draw -= weight;
      if (draw >= 0) continue;
      event(link, end);
      return;
    }
  }

  /** Sends the resets that are still owed: they have to come before the exchange ends. */
  settle(): void {
    for (const link of this.links) {
      for (const end of [link.client, link.server]) {
        for (const answer of end.must.splice(0)) {
          if (answer !== 'ack' && has(answer, 'RST')) this.put(link, end, answer, 'lost');
        }
      }
    }
  }

  private link(name: string, many: boolean, together: boolean): Link {
    const { chance } = this;
    const room = (): number => (this.narrow && chance.is(0.7) ? 100 + chance.below(2000) : 65_535);
    const server = newEnd('S', together ? 'CLOSED' : 'LISTEN', room());
    const client = newEnd(name, 'CLOSED', room());
    for (const end of [client, server]) end.scale = chance.is(0.3) ? chance.below(8) : undefined;
    return { client, server, many };
  }

  private put(link: Link, from: End, wire: Wire, given?: Fate): void {
    const toServer = from === link.client;
    const draw = this.chance.below(10);
    // Of what a server with several peers leaves in the network nobody could tell whom it is for.
    const held = link.many && !toServer ? 'lost' : 'sent';
    const fate = given ?? (draw < 6 ? 'delivered' : draw < 8 ? 'lost' : held);
    this.met.add(from.state);
    const flight: Flight = { wire, shown: this.page.shown(wire), link, toServer };
    this.met.add(wire.flags);
    if (wire.win === 0) this.met.add('zero window');
    if (fate === 'sent') this.network.push(flight);
    if (fate === 'delivered') this.take(flight);
    this.page.segment(flight, fate);
  }

  private take(flight: Flight): void {
    const end = receiver(flight);
    const before = end.state;
    this.met.add(before);
    hear(end, flight.wire, this.chance);
    this.arrived.push(flight);
    if (end.state !== before) this.met.add(`${before} -> ${end.state}`);
  }

  private arrival(link: Link): void {
    const waiting = this.network.filter((flight) => flight.link === link);
    const drawn = this.chance.pick(waiting);
    // Of several that look alike the oldest arrives.
    const flight = waiting.find((one) => drawn && isAlike(one, drawn));
    if (!flight) return;
    this.network.splice(this.network.indexOf(flight), 1);
    this.take(flight);
    this.page.segment(flight, 'arrived');
  }

  private copy(link: Link): void {
    const flight = this.chance.pick(this.arrived.filter((one) => one.link === link));
    if (!flight) return;
    hear(receiver(flight), flight.wire, this.chance);
    this.page.segment(flight, 'dup');
  }

  private again(link: Link, end: End): void {
    if (!isFree(end)) return;
    const wire = send.again(end, this.chance);
    if (!wire) return;
    this.page.implied(link, end, 'timeout');
    this.put(link, end, wire);
  }

  private data(link: Link, end: End): void {
    if (!isFree(end)) return;
    const wire = send.newData(end, this.chance);
    if (!wire) return;
    this.page.implied(link, end, 'send', wire.len);
    this.put(link, end, wire);
  }

  private close(link: Link, end: End): void {
    const { chance } = this;
    if (!isFree(end)) return;
    if (send.mayClose(end)) {
      const unread = end.unread > 0;
      const called = chance.is(0.4);
      send.close(end);
      end.deaf = called && chance.is(0.5);
      if (called) this.page.call(link, end, end.deaf ? 'close' : 'shutdown');
      if (end.deaf && unread && chance.is(0.5)) {
        // What the program has not read is lost, and a reset says so (SHLD-3).
        const reset = send.abort(end, chance);
        if (reset) this.put(link, end, reset);
        else this.page.call(link, end, 'abort');
        return;
      }
      const wire = called && chance.is(0.3) ? undefined : send.finish(end, chance);
      if (!wire && !called) this.page.call(link, end, 'shutdown');
      if (wire) this.put(link, end, wire);
      return;
    }
    const wire = send.finish(end, chance);
    if (wire) this.put(link, end, wire);
  }

  private bareAck(link: Link, end: End): void {
    const wire = isFree(end) ? send.bareAck(end, this.chance) : undefined;
    if (wire) this.put(link, end, wire);
  }

  private probe(link: Link, end: End): void {
    const wire = isFree(end) ? send.probe(end, this.chance) : undefined;
    if (!wire) return;
    this.met.add('probe');
    this.page.implied(link, end, 'timeout');
    this.put(link, end, wire);
  }

  private keepAlive(link: Link, end: End): void {
    const { unanswered } = end;
    const wire = send.keepAlive(end, this.chance);
    if (!wire) return;
    this.met.add('keep-alive');
    // In place of an answer that could be expected only the call tells it from a wrong number.
    if (unanswered) this.page.call(link, end, 'keepalive');
    else this.page.implied(link, end, 'keepalive');
    this.put(link, end, wire);
  }

  private read(link: Link, end: End): void {
    if (end.unread === 0 || end.deaf || !isOpen(end)) return;
    const octets = 1 + this.chance.below(end.unread);
    end.unread -= octets;
    this.page.implied(link, end, 'receive', octets);
  }

  private abort(link: Link, end: End): void {
    if (!isOpen(end) || !isFree(end)) return;
    const wire = send.abort(end, this.chance);
    this.met.add('abort');
    if (wire) this.page.implied(link, end, 'abort');
    else this.page.call(link, end, 'abort');
    if (wire) this.put(link, end, wire);
  }

  /** The user timeout (§3.10.8): the connection is gone, with or without a reset. */
  private giveUp(link: Link, end: End): void {
    if (!isOpen(end) || !isFree(end)) return;
    const wire = send.abort(end, this.chance);
    this.met.add('user timeout');
    this.page.call(link, end, 'user-timeout');
    if (wire && this.chance.is(0.5)) this.put(link, end, wire);
  }

  private timeWaitEnds(link: Link, end: End): void {
    if (end.state !== 'TIME_WAIT') return;
    drop(end);
    // Nothing of the connection is in the network any more.
    for (const flight of this.network.filter((one) => one.link === link)) {
      this.network.splice(this.network.indexOf(flight), 1);
    }
    this.page.call(link, end, '2MSL');
  }

  private crash(link: Link, end: End): void {
    const { chance, page } = this;
    if (link.server !== end) {
      if (!isOpen(end)) return;
      this.lose(end);
      page.host(end.name, 'crash');
      this.met.add('crash');
      return;
    }
    if (!this.links.some(({ server }) => isOpen(server)) || !chance.is(0.5)) return;
    this.met.add('crash');
    for (const { server } of this.links) this.lose(server);
    page.host(end.name, 'crash');
    // What listened before may do so again once the host is back, and nothing need say so.
    const called = chance.is(0.5);
    const listens = called || (end.listens && chance.is(0.6));
    for (const { server } of this.links) {
      server.listens = listens;
      if (called) server.state = 'LISTEN';
    }
    if (called) page.host(end.name, 'listen');
  }

  private lose(end: End): void {
    drop(end);
    end.must = [];
    // A host that has lost its clock begins anywhere.
    end.before = undefined;
  }

  private reopen(link: Link): void {
    const { chance } = this;
    if (link.client.state !== 'CLOSED' || !isFree(link.client)) return;
    if (!link.many && chance.is(0.2)) {
      const before = link.client.name;
      this.names += 1;
      link.client.name = `D${this.names}`;
      this.page.reuses(link.client.name, before);
      this.met.add('another name');
    }
    this.met.add('another connection');
    if (isOpen(link.server) && link.server.state !== 'TIME_WAIT') this.met.add('half-open');
    this.put(link, link.client, send.open(link.client, chance));
  }
}

function hear(end: End, wire: Wire, chance: Chance): void {
  arrive(end, wire, chance);
  // A SYN,ACK that has not left by then has come too late.
  end.must = end.must.filter((one) => one === 'ack' || !has(one, 'SYN') || end.state === 'SYN_RCVD');
}

/** Whether nothing has to be answered first. */
const isFree = ({ must }: End): boolean => must.every((answer) => answer === 'ack');

function habitsOf(chance: Chance): Habits {
  const share = (): number => (chance.is(0.4) ? 0 : chance.is(0.5) ? 1 : 0.3);
  return { windows: share(), states: share(), calls: share() };
}
