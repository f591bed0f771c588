/** A capture: its connections, and what can be said of the file. */
import type { Damage } from './file/frame.js';
import type { Octets } from './file/inlet.js';
import { readFrames } from './file/read.js';
import { Decoder } from './packet/decode.js';
import { Connections, type Connection } from './exchange/connections.js';

export { NotACapture, type Damage } from './file/frame.js';
export { looksLikeCapture, MAGIC } from './file/read.js';
export type { Octets } from './file/inlet.js';
export type { Connection } from './exchange/connections.js';
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

/**
 * Reads a capture.
 *
 * @throws NotACapture where it is none of the formats that are known
 */
export async function readCapture(octets: Octets): Promise<Capture> {
  const decoder = new Decoder();
  const connections = new Connections();
  let [frames, segments] = [0, 0];
  const damage = await readFrames(octets, (frame) => {
    frames++;
    const packet = decoder.packetIn(frame);
    if (!packet) return;
    segments++;
    connections.add(packet);
  });
  return { connections: connections.all(), frames, segments, ...(damage ? { damage } : {}) };
}
