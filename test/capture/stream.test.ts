/** A capture is read as a stream: what is kept of it is what may still be needed. */
import { describe, expect, it } from 'vitest';
import {
  noteOf,
  readConnections,
  type Connection,
  type NoteOptions,
  type Octets,
} from '../../src/capture/capture.js';
import { writePcap, type WirePacket } from '../../src/capture/out/pcap.js';
import { ACK, FIN, RST, SYN } from '../../src/capture/packet/tcp.js';
import { fromClient, fromServer, read, smallExchange } from './make.js';
import { inPiecesOf } from './recorded.js';

const PLAIN: NoteOptions = { language: 'en', full: false, unfold: false, limit: Infinity };

/** The connections of a capture, in the order in which they are handed over, as what is left of them then. */
async function handedOver(
  packets: readonly WirePacket[],
  octets: (file: Uint8Array) => Octets = (file) => inPiecesOf(file, 65_536),
): Promise<readonly Connection[]> {
  const connections: Connection[] = [];
  await readConnections(octets(writePcap(packets)), {
    folds: () => true,
    take: (connection) => connections.push(connection),
  });
  return connections;
}

/** A response in so many pairs of segments, of which some have to be sent again. */
function transfer(pairs: number): readonly WirePacket[] {
  const packets: WirePacket[] = [
    fromClient(0, { bits: SYN, seq: 100 }),
    fromServer(0.01, { bits: SYN | ACK, seq: 900, ack: 101 }),
    fromClient(0.02, { bits: ACK, seq: 101, ack: 901 }),
  ];
  let [time, next] = [1, 901];
  const send = (seq: number): void => {
    packets.push(fromServer((time += 0.001), { bits: ACK, seq, ack: 101, len: 100 }));
  };
  const acknowledge = (ack: number): void => {
    packets.push(fromClient((time += 0.001), { bits: ACK, seq: 101, ack, win: 60_000 }));
  };
  for (let pair = 1; pair <= pairs; pair++) {
    send(next);
    send(next + 100);
    if (pair % 500 === 0) {
      // The first of the two was lost.
      acknowledge(next);
      time += 0.3;
      send(next);
    }
    next += 200;
    acknowledge(next);
  }
  packets.push(
    fromServer((time += 0.001), { bits: FIN | ACK, seq: next, ack: 101 }),
    fromClient((time += 0.001), { bits: FIN | ACK, seq: 101, ack: next + 1 }),
    fromServer((time += 0.001), { bits: ACK, seq: next + 1, ack: 102 }),
  );
  return packets;
}

/** A connection from a port of its own. */
function small(fromPort: number, more: Partial<WirePacket> = {}): readonly WirePacket[] {
  return smallExchange().map((packet) => {
    const port = packet.toPort === 80 ? { fromPort } : { toPort: fromPort };
    return { ...packet, ...port, ...more };
  });
}

describe('a stream of packets', () => {
  it('says the same of a long connection as all of its packets would', async () => {
    const packets = transfer(2_200);
    const [streamed] = await handedOver(packets);
    const [whole] = (await read(writePcap(packets))).connections;
    if (!streamed || !whole) throw new Error('no connection');
    expect(streamed.passings.length).toBeLessThan(whole.passings.length - 2_000);
    const note = noteOf(streamed, PLAIN);
    expect(note.problems).toEqual([]);
    expect(note.text).toBe(noteOf(whole, PLAIN).text);
  });

  it('leaves no more of a long connection than of one ten times shorter', async () => {
    const lossless = transfer(499).slice(0, -3);
    const [short] = await handedOver(lossless);
    const longer = Array.from({ length: 10 }, (_, i) =>
      lossless.slice(3).map((packet) => {
        const on = i * 499 * 200;
        return packet.toPort === 80
          ? { ...packet, ack: packet.ack + on, time: packet.time + 10 * i }
          : { ...packet, seq: packet.seq + on, time: packet.time + 10 * i };
      }),
    );
    const [long] = await handedOver([...lossless.slice(0, 3), ...longer.flat()]);
    expect(long?.passings.length).toBeLessThan(5 * (short?.passings.length ?? 0));
    expect(noteOf(long ?? { ends: { C: '', S: '' }, passings: [], copies: 0 }, PLAIN).text).toContain(
      'len=998000',
    );
  });

  it('is handed over connection by connection, long before its end', async () => {
    let early = 0;
    let sent = 0;
    const packets = Array.from({ length: 3_000 }, (_, i) => small(10_000 + i)).flat();
    const file = writePcap(packets);
    async function* octets(): Octets {
      for await (const piece of inPiecesOf(file, 65_536)) {
        yield piece;
        sent += piece.length;
      }
    }
    await readConnections(octets(), {
      folds: () => true,
      take: () => {
        if (sent < file.length - 65_536) early++;
      },
    });
    expect(early).toBeGreaterThan(1_000);
  });

  it('is handed over incarnation by incarnation, where a port is used again and again', async () => {
    const packets = Array.from({ length: 2_000 }, (_, i) =>
      smallExchange().map((packet) => ({
        ...packet,
        time: packet.time + i,
        seq: packet.seq + 100_000 * i,
        ack: packet.ack === 0 ? 0 : packet.ack + 100_000 * i,
      })),
    ).flat();
    const connections = await handedOver(packets);
    expect(connections).toHaveLength(2_000);
    expect(new Set(connections.map(({ passings }) => passings.length))).toEqual(new Set([8]));
  });

  it('keeps a connection that was reset until others have come', async () => {
    const reset = [
      fromClient(0, { bits: SYN, seq: 100 }),
      fromServer(0.01, { bits: RST | ACK, seq: 0, ack: 101 }),
      fromClient(1, { bits: SYN, seq: 100 }),
      fromServer(1.01, { bits: RST | ACK, seq: 0, ack: 101 }),
    ];
    expect(await handedOver(reset)).toHaveLength(1);
  });
});
