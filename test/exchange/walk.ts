/**
 * Two conforming ends on a network that loses, delays, reorders and repeats: a TCP of its own, written down from
 * RFC 9293 without the engine, so that the two can be compared.
 */
import type { Statement } from '../../src/exchange/script.js';
import type { State } from '../../src/tcp/state.js';
import { arrives, calls, injects, is, leaves, loses, sends, type Arguments } from './build.js';

const mod = (n: number): number => n >>> 0;
const diff = (a: number, b: number): number => (a - b) | 0;

/** The most data in one segment, in octets (§3.7.1). */
export const MSS = 1460;

interface Wire {
  readonly flags: string;
  readonly seq: number;
  readonly ack: number | undefined;
  readonly len: number;
}

interface End {
  readonly name: string;
  readonly iss: number;
  state: State;
  nxt: number;
  una: number;
  rcv: number;
  fin: number | undefined;
  peerFin: number | undefined;
  readonly queue: Wire[];
  held: Wire[];
  /** What the RFC makes it send next, before anything else. */
  must: Wire[];
}

interface Carried {
  readonly wire: Wire;
  readonly to: End;
}

const octets = (wire: Wire): number => wire.len + (/SYN|FIN/.test(wire.flags) ? 1 : 0);

function newEnd(name: string, iss: number, state: State): End {
  const at = { nxt: iss, una: iss, rcv: 0, fin: undefined, peerFin: undefined };
  return { name, iss, state, ...at, queue: [], held: [], must: [] };
}

export interface Walk {
  readonly statements: readonly Statement[];
  /** The states of C and S after each statement. */
  readonly states: readonly (readonly [State, State])[];
}

/** A walk of `steps` events; `random` gives numbers in [0, 1). */
export function walk(
  random: () => number,
  steps: number,
  issC: number,
  issS: number,
  together: boolean,
): Walk {
  const c = newEnd('C', mod(issC), 'CLOSED');
  const s = newEnd('S', mod(issS), together ? 'CLOSED' : 'LISTEN');
  const statements: Statement[] = [is('C', 'CLOSED'), is('S', s.state)];
  const states: (readonly [State, State])[] = [
    [c.state, s.state],
    [c.state, s.state],
  ];
  const network: Carried[] = [];
  const arrived: Carried[] = [];
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const note = (statement: Statement): void => {
    statements.push(statement);
    states.push([c.state, s.state]);
  };

  const put = (from: End, wire: Wire): void => {
    const to = from === c ? s : c;
    const args: Arguments = {
      seq: wire.seq,
      ...(wire.ack === undefined ? {} : { ack: wire.ack }),
      ...(wire.len > 0 ? { len: wire.len } : {}),
    };
    const fate = random();
    if (fate < 0.6) {
      take(to, wire);
      arrived.push({ wire, to });
      note(sends(from.name, to.name, wire.flags, args));
    } else if (fate < 0.8) {
      note(loses(from.name, to.name, wire.flags, args));
    } else {
      network.push({ wire, to });
      note(leaves(from.name, wire.flags, args));
    }
  };

  const carry = (carried: Carried, again: boolean): void => {
    const { wire, to } = carried;
    take(to, wire);
    const args: Arguments = {
      seq: wire.seq,
      ...(wire.ack === undefined ? {} : { ack: wire.ack }),
      ...(wire.len > 0 ? { len: wire.len } : {}),
    };
    note(again ? injects('dup', undefined, to.name, wire.flags, args) : arrives(to.name, wire.flags, args));
  };

  const setOut = (end: End): Wire => {
    const wire = { flags: 'SYN', seq: end.iss, ack: undefined, len: 0 };
    end.state = 'SYN_SENT';
    sendNew(end, wire);
    return wire;
  };

  if (together) {
    for (const [end, to] of [
      [c, s],
      [s, c],
    ] as const) {
      const wire = setOut(end);
      network.push({ wire, to });
      note(leaves(end.name, wire.flags, { seq: wire.seq }));
    }
  } else {
    put(c, setOut(c));
  }
  for (let i = 0; i < steps; i++) {
    // What arrives at a closed end is answered by a reset, which is another story.
    if (c.state === 'CLOSED' || s.state === 'CLOSED') break;
    const owing = [c, s].find(({ must }) => must.length > 0);
    const reply = owing?.must.shift();
    if (owing && reply) {
      put(owing, reply);
      continue;
    }
    const end = random() < 0.5 ? c : s;
    const event = random();
    if (event < 0.3 && network.length > 0) {
      const carried = pick(network);
      // Of several that look alike the oldest arrives.
      const oldest = network.find((n) => carried && n.to === carried.to && alike(n.wire, carried.wire));
      if (oldest) {
        network.splice(network.indexOf(oldest), 1);
        carry(oldest, false);
        arrived.push(oldest);
      }
    } else if (event < 0.35 && arrived.length > 0) {
      const carried = pick(arrived);
      if (carried) carry(carried, true);
    } else if (event < 0.5) {
      const [first, second] = end.queue;
      const both = first && second && random() < 0.3 ? repackaged(first, second) : undefined;
      if (first) put(end, again(end, both ?? first));
    } else if (event < 0.75) {
      if (end.state === 'ESTABLISHED' || end.state === 'CLOSE_WAIT') {
        const wire = {
          flags: 'PSH+ACK+DATA',
          seq: end.nxt,
          ack: end.rcv,
          len: 1 + Math.floor(random() * 1000),
        };
        sendNew(end, wire);
        put(end, wire);
      }
    } else if (event < 0.85) {
      if (
        end.state === 'ESTABLISHED' ||
        end.state === 'CLOSE_WAIT' ||
        (end.state === 'SYN_RCVD' && end.nxt !== end.iss)
      ) {
        const len = end.state !== 'SYN_RCVD' && random() < 0.3 ? 1 + Math.floor(random() * 200) : 0;
        const wire = { flags: len > 0 ? 'FIN+ACK+DATA' : 'FIN+ACK', seq: end.nxt, ack: end.rcv, len };
        end.fin = mod(end.nxt + len);
        end.state = end.state === 'CLOSE_WAIT' ? 'LAST_ACK' : 'FIN_WAIT_1';
        sendNew(end, wire);
        put(end, wire);
      }
    } else if (!['LISTEN', 'SYN_SENT', 'SYN_RCVD', 'TIME_WAIT'].includes(end.state)) {
      put(end, { flags: 'ACK', seq: end.nxt, ack: end.rcv, len: 0 });
    } else if (end.state === 'TIME_WAIT' && network.length === 0 && random() < 0.3) {
      end.state = 'CLOSED';
      note(calls(end.name, '2MSL'));
    }
  }
  return { statements, states };
}

function alike(a: Wire, b: Wire): boolean {
  return a.flags === b.flags && a.seq === b.seq && a.ack === b.ack && a.len === b.len;
}

function sendNew(end: End, wire: Wire): void {
  end.queue.push(wire);
  end.nxt = mod(wire.seq + octets(wire));
}

function again(end: End, wire: Wire): Wire {
  if (end.state === 'SYN_RCVD' && wire.flags === 'SYN') return { ...wire, flags: 'SYN+ACK', ack: end.rcv };
  return wire.ack === undefined ? wire : { ...wire, ack: end.rcv };
}

/** Two segments of data as one (§3.8.6), or undefined where they do not fit into one. */
function repackaged(first: Wire, second: Wire): Wire | undefined {
  if (/SYN|FIN/.test(first.flags + second.flags) || first.len + second.len > MSS) return undefined;
  return { ...first, len: first.len + second.len };
}

const ackOf = (end: End): Wire => ({ flags: 'ACK', seq: end.nxt, ack: end.rcv, len: 0 });

/** SEGMENT ARRIVES with an unbounded window; never a reset, for the walk stops before one is due. */
function take(end: End, wire: Wire): void {
  if (end.state === 'LISTEN') {
    if (wire.flags !== 'SYN') return;
    end.rcv = mod(wire.seq + 1);
    end.state = 'SYN_RCVD';
    const reply = { flags: 'SYN+ACK', seq: end.iss, ack: end.rcv, len: 0 };
    sendNew(end, reply);
    end.must.push(reply);
    return;
  }
  if (end.state === 'SYN_SENT') {
    if (!wire.flags.startsWith('SYN')) return;
    end.rcv = mod(wire.seq + 1);
    if (wire.ack === undefined) {
      end.state = 'SYN_RCVD';
      end.must.push({ flags: 'SYN+ACK', seq: end.iss, ack: end.rcv, len: 0 });
    } else {
      end.state = 'ESTABLISHED';
      acknowledge(end, wire.ack);
      end.must.push(ackOf(end));
    }
    return;
  }
  const repeatsSyn = wire.flags === 'SYN+ACK' && end.state === 'SYN_RCVD' && mod(wire.seq + 1) === end.rcv;
  const last = mod(wire.seq + Math.max(octets(wire), 1) - 1);
  if (!repeatsSyn && diff(last, end.rcv) < 0) {
    if (end.state !== 'SYN_RCVD') end.must.push(ackOf(end));
    return;
  }
  if (wire.flags.startsWith('SYN') && !repeatsSyn) return;
  if (wire.ack === undefined) return;
  if (end.state === 'SYN_RCVD') {
    if (diff(wire.ack, end.una) <= 0) return;
    end.state = 'ESTABLISHED';
  }
  acknowledge(end, wire.ack);
  if (repeatsSyn || octets(wire) === 0 || end.peerFin !== undefined) return;
  end.held.push(wire);
  deliver(end);
  end.must = [ackOf(end)];
}

function acknowledge(end: End, ack: number): void {
  if (diff(ack, end.una) <= 0) return;
  end.una = ack;
  while (end.queue[0] && diff(mod(end.queue[0].seq + octets(end.queue[0])), ack) <= 0) end.queue.shift();
  if (end.fin === undefined || diff(ack, end.fin) <= 0) return;
  if (end.state === 'FIN_WAIT_1') end.state = 'FIN_WAIT_2';
  else if (end.state === 'CLOSING') end.state = 'TIME_WAIT';
  else if (end.state === 'LAST_ACK') end.state = 'CLOSED';
}

function deliver(end: End): void {
  for (let moved = true; moved;) {
    moved = false;
    for (const wire of end.held) {
      const stop = mod(wire.seq + octets(wire));
      if (diff(wire.seq, end.rcv) > 0 || diff(stop, end.rcv) <= 0) continue;
      end.rcv = stop;
      moved = true;
      if (wire.flags.includes('FIN')) {
        end.peerFin = mod(stop - 1);
        if (end.state === 'ESTABLISHED') end.state = 'CLOSE_WAIT';
        else if (end.state === 'FIN_WAIT_1') end.state = 'CLOSING';
        else if (end.state === 'FIN_WAIT_2') end.state = 'TIME_WAIT';
      }
    }
    end.held = end.held.filter((wire) => diff(mod(wire.seq + octets(wire)), end.rcv) > 0);
  }
}
