/** A capture: its connections, and what can be said of the file. */
import type { Damage } from './file/frame.js';
import type { Octets } from './file/inlet.js';
import { readFrames } from './file/read.js';
import { Decoder } from './packet/decode.js';
import { Connections } from './exchange/connections.js';
import type { Connection } from './exchange/pair.js';
import type { Passing } from './exchange/passing.js';

export { NotACapture, type Damage } from './file/frame.js';
export { looksLikeCapture, MAGIC } from './file/read.js';
export type { Octets } from './file/inlet.js';
export type { Connection } from './exchange/pair.js';
export type { Passing } from './exchange/passing.js';
export { noteOf, type Note, type NoteOptions } from './note/read.js';
export { summaryOf, type Summary } from './summary.js';
export { exchangesJson, type ExchangesJson } from './out/json.js';
export { packetdrillScript, triedEnd, type Refused } from './out/packetdrill.js';
export { writePcap } from './out/pcap.js';
export { tcpdumpText } from './out/tcpdump.js';
export { packetsIn } from './out/wire.js';

export interface Capture {
  readonly connections: readonly Connection[];
  /** Frames of the file, and TCP segments in them. */
  readonly frames: number;
  readonly segments: number;
  /** What is wrong with the file, where it could not be read to its end. */
  readonly damage?: Damage;
}

/** What is told of a file that was read as a stream. */
export type Told = Omit<Capture, 'connections'>;

export interface Reading {
  /** Is handed each connection as soon as it has ended, and the others at the end. */
  readonly take: (connection: Connection, start: number | undefined) => void;
  /**
   * Which segments may be told together with others when a connection is long; none where it is left out.
   *
   * @param start when the first TCP segment of the file was captured
   */
  readonly folds?: ((passing: Passing, start: number | undefined) => boolean) | undefined;
}

/**
 * Reads a capture without keeping more of it than the connections that are open.
 *
 * @throws NotACapture where it is none of the formats that are known
 */
export async function readConnections(octets: Octets, { take, folds }: Reading): Promise<Told> {
  const decoder = new Decoder();
  let [frames, segments] = [0, 0];
  let start: number | undefined;
  const connections = new Connections(
    (connection) => {
      take(connection, start);
    },
    folds && ((passing) => folds(passing, start)),
  );
  const damage = await readFrames(octets, (frame) => {
    frames++;
    const packet = decoder.packetIn(frame);
    if (!packet) return;
    if (segments === 0) start = packet.time;
    segments++;
    connections.add(packet);
  });
  connections.end();
  return { frames, segments, ...(damage ? { damage } : {}) };
}

/**
 * Reads a capture as a whole.
 *
 * @throws NotACapture where it is none of the formats that are known
 */
export async function readCapture(octets: Octets): Promise<Capture> {
  const connections: Connection[] = [];
  const told = await readConnections(octets, { take: (connection) => connections.push(connection) });
  return { connections: connections.sort((one, two) => firstOf(one) - firstOf(two)), ...told };
}

/** The place in the file of the first frame of a connection, which is that of no other. */
export function firstOf({ passings }: Connection): number {
  return passings[0]?.number ?? 0;
}
