/** A capture file of whatever format, read as a stream. */
import { NotACapture, type Damage, type Frame } from './frame.js';
import { inflated, isGzip } from './gzip.js';
import { Inlet, type Octets } from './inlet.js';
import { isPcap, readPcap, viewOf } from './pcap.js';
import { readPcapng, SECTION } from './pcapng.js';

/** How many octets tell the format. */
export const MAGIC = 4;

/** Whether a file that begins with these octets is a capture, or compressed. */
export function looksLikeCapture(first: Uint8Array): boolean {
  if (first.length < MAGIC) return false;
  const magic = viewOf(first).getUint32(0);
  return isPcap(magic) || magic === SECTION || isGzip(magic);
}

/**
 * Hands over each frame of a capture, in the order of the file.
 *
 * @returns what is wrong with the file, where it could not be read to its end
 * @throws NotACapture where it is none of the formats that are known
 */
export async function readFrames(octets: Octets, take: (frame: Frame) => void): Promise<Damage | undefined> {
  const outer = new Inlet(octets);
  const magic = await magicOf(outer);
  if (!isGzip(magic)) return readInner(outer, magic, take);
  const failures: unknown[] = [];
  const inner = new Inlet(inflated(outer.rest(), (failure) => failures.push(failure)));
  const damage = await readInner(inner, await magicOf(inner), take);
  return failures.length > 0 ? { why: 'bad-compression', offset: inner.taken } : damage;
}

async function magicOf(inlet: Inlet): Promise<number> {
  return (await inlet.waitFor(MAGIC)) ? viewOf(inlet.peek(MAGIC)).getUint32(0) : 0;
}

async function readInner(
  inlet: Inlet,
  magic: number,
  take: (frame: Frame) => void,
): Promise<Damage | undefined> {
  if (isPcap(magic)) return readPcap(inlet, take);
  if (magic === SECTION) return readPcapng(inlet, take);
  throw new NotACapture();
}
