/** What a capture would have shown of the exchanges that Linux played, at either host and between them. */
import { analyse, type Scenario } from '../../src/language/analyse.js';
import type { SegmentStatement, Statement } from '../../src/exchange/script.js';
import { writePcap, type WirePacket } from '../../src/capture/out/pcap.js';
import { FLAGS, type Flag } from '../../src/tcp/segment.js';
import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from '../../src/capture/packet/tcp.js';
import { readRecordings } from '../kernel/recorded.js';

export type Place = 'client' | 'between' | 'server';

const BITS: Readonly<Record<Flag, number>> = { SYN, FIN, RST, PSH, ACK, URG, ECE, CWR, AE };
const ADDRESS = { C: [192, 0, 2, 1], S: [192, 0, 2, 2] } as const;
const PORT = { C: 40_000, S: 80 } as const;

/** The exchanges in which nobody but the two hosts has put anything on the wire. */
export function recordedExchanges(): readonly Scenario[] {
  return [...readRecordings().values()].flatMap((text) => {
    const { scenarios } = analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' });
    return scenarios.filter(({ script, title }) => !script.statements.some(isForeign) && title !== '');
  });
}

function isForeign(statement: Statement): boolean {
  return statement.kind === 'segment' && (statement.origin === 'forged' || statement.origin === 'stale');
}

/** The capture of an exchange at a place: what leaves or arrives there, in that order. */
export function capturedAt(place: Place, exchange: Scenario): Uint8Array {
  return writePcap(packetsAt(place, exchange));
}

/** @param apart tells exchanges in one capture apart: each has a port, and a time, of its own */
export function packetsAt(place: Place, { script }: Scenario, apart = 0): readonly WirePacket[] {
  const packets: WirePacket[] = [];
  for (const [index, statement] of script.statements.entries()) {
    if (statement.kind !== 'segment' || !passes(statement, place)) continue;
    const from = statement.arrow === 'right' ? 'C' : 'S';
    const to = from === 'C' ? 'S' : 'C';
    packets.push({
      time: 1_700_000_000 + apart * 100 + index * 0.01,
      from: ADDRESS[from],
      to: ADDRESS[to],
      fromPort: PORT[from] + (from === 'C' ? apart : 0),
      toPort: PORT[to] + (to === 'C' ? apart : 0),
      bits: FLAGS.reduce((bits, flag) => bits | (statement.flags.has(flag) ? BITS[flag] : 0), 0),
      seq: statement.seq?.offset ?? 0,
      ack: statement.ack?.offset ?? 0,
      len: statement.len ?? 0,
      win: statement.win ?? 0,
      up: statement.up ?? 0,
      options: statement.options,
    });
  }
  return packets;
}

/** A segment under way passes the middle when it leaves, or, if it comes from the server, when it arrives. */
function passes({ fate, arrow }: SegmentStatement, place: Place): boolean {
  const fromClient = arrow === 'right';
  const atSender = fate !== 'arrived';
  const atReceiver = fate === 'delivered' || fate === 'arrived';
  if (place === 'between') return fromClient ? atSender : atReceiver;
  return (place === 'client') === fromClient ? atSender : atReceiver;
}

/** A file in pieces, so that no piece ends where a record does. */
export async function* inPiecesOf(octets: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) {
    await Promise.resolve();
    yield octets.subarray(at, at + size);
  }
}
