/** Puts the fragments of IP packets together again (RFC 791 §3.2, RFC 8200 §4.5). */
import type { Datagram } from './ip.js';

interface Parts {
  readonly pieces: { readonly offset: number; readonly end: number; readonly octets: Uint8Array }[];
  /** How long the whole is, once the last fragment has come. */
  total: number | undefined;
}

/** How many packets may wait for fragments; the oldest is given up first. */
const MOST_WAITING = 256;
/** More fragments than that are no packet. */
const MOST_PIECES = 8_192;
const LONGEST = 65_535 + 8;

export class Fragments {
  readonly #waiting = new Map<string, Parts>();

  /** The packet that a fragment completes; undefined as long as others are missing. */
  add(datagram: Datagram): Datagram | undefined {
    const { from, to, protocol, id, fragment, payload, length } = datagram;
    if (!fragment) return datagram;
    // The protocol stands in the first fragment only, where headers precede it.
    const key = `${from} ${to} ${id ?? ''}`;
    const parts = this.#waiting.get(key) ?? { pieces: [], total: undefined };
    const end = fragment.offset + length;
    if (end > LONGEST || parts.pieces.length >= MOST_PIECES) return undefined;
    parts.pieces.push({ offset: fragment.offset, end, octets: payload.slice() });
    if (!fragment.more) parts.total = end;
    this.#waiting.set(key, parts);
    const whole = assembled(parts);
    if (!whole) {
      const [oldest] = this.#waiting.keys();
      if (this.#waiting.size > MOST_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
      return undefined;
    }
    this.#waiting.delete(key);
    return { from, to, protocol, id, payload: whole.octets, length: whole.length };
  }
}

function assembled({ pieces, total }: Parts): { octets: Uint8Array; length: number } | undefined {
  if (total === undefined) return undefined;
  const ordered = [...pieces].sort((one, other) => one.offset - other.offset);
  let reached = 0;
  for (const { offset, end } of ordered) {
    if (offset > reached) return undefined;
    reached = Math.max(reached, end);
  }
  if (reached < total) return undefined;
  const octets = new Uint8Array(total);
  let captured = total;
  for (const piece of ordered) {
    octets.set(piece.octets.subarray(0, Math.max(0, total - piece.offset)), Math.min(piece.offset, total));
    if (piece.octets.length < piece.end - piece.offset) {
      captured = Math.min(captured, piece.offset + piece.octets.length);
    }
  }
  return { octets: octets.subarray(0, captured), length: total };
}
