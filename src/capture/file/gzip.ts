/** Capture files that are compressed with gzip. */
import type { Octets } from './inlet.js';

/** The part of the Compression Streams API that is used; Node and browsers have it. */
interface Decompressor {
  readonly readable: { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }> } };
  readonly writable: {
    getWriter(): { write(piece: Uint8Array): Promise<void>; close(): Promise<void>; abort(): Promise<void> };
  };
}

type MakeDecompressor = new (format: 'gzip') => Decompressor;

export function isGzip(magic: number): boolean {
  return magic >>> 16 === 0x1f8b;
}

/** What the octets hold, as far as they can be read; `failed` is told where they cannot be read to their end. */
export async function* inflated(octets: Octets, failed: (failure: unknown) => void): Octets {
  const { DecompressionStream } = globalThis as unknown as { DecompressionStream: MakeDecompressor };
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  const writing = (async () => {
    for await (const piece of octets) await writer.write(piece);
    await writer.close();
  })().catch(failed);
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (value) yield value;
    }
  } catch (failure) {
    failed(failure);
  } finally {
    // A reader that has enough leaves the writer waiting for ever.
    await writer.abort().catch(() => undefined);
  }
  await writing;
}
