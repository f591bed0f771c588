// What importing a capture costs, with every connection checked: against tshark, which analyses TCP in it, too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBundled } from '../../scripts/lib/bundled.mjs';
import { tell } from './lib/rows.mjs';

const { writePcap } = await importBundled('src/capture/out/pcap.ts');
const PACKETS = 100_000;
const [ACK, SYN, FIN] = [16, 2, 1];

/** @typedef {import('../../src/capture/out/pcap.js').WirePacket} WirePacket */

/**
 * A connection in so many packets: data in pairs, each pair acknowledged.
 *
 * @param {number} port
 * @param {number} packets
 * @param {number} start seconds
 * @param {number} least octets in a segment, some more in the next
 * @returns {WirePacket[]}
 */
function connection(port, packets, start, least) {
  let time = start;
  /** @type {WirePacket[]} */
  const all = [];
  /** @param {boolean} isClient @param {number} bits @param {number} seq @param {number} ack @param {number} len */
  const send = (isClient, bits, seq, ack, len) => {
    const [own, peer] = [
      [192, 0, 2, 1],
      [192, 0, 2, 2],
    ];
    const way = isClient
      ? { from: own, fromPort: port, to: peer, toPort: 40_000 }
      : { from: peer, fromPort: 40_000, to: own, toPort: port };
    all.push({ ...way, time: (time += 0.0001), bits, seq, ack, len, win: 60_000, up: 0, options: [] });
  };
  send(true, SYN, 100, 0, 0);
  send(false, SYN | ACK, 900, 101, 0);
  send(true, ACK, 101, 901, 0);
  let next = 901;
  while (all.length < packets - 4) {
    send(false, ACK, next, 101, least);
    send(false, ACK, next + least, 101, 1_000);
    send(true, ACK, 101, (next += least + 1_000), 0);
  }
  send(false, FIN | ACK, next, 101, 0);
  send(true, FIN | ACK, 101, next + 1, 0);
  send(false, ACK, next + 1, 102, 0);
  return all;
}

/**
 * Processor time of the faster of two runs, in milliseconds; undefined where there is no such program.
 *
 * @param {string} command
 * @param {string[]} args
 */
function costOf(command, args) {
  let best = Infinity;
  for (let run = 0; run < 2; run++) {
    const timed = spawnSync(
      'bash',
      ['-c', 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1', command, command, ...args],
      {
        encoding: 'utf8',
      },
    );
    if (timed.status !== 0) return undefined;
    const [user = NaN, system = NaN] = timed.stderr.trim().split(' ').map(Number);
    best = Math.min(best, (user + system) * 1000);
  }
  return best;
}

const folder = mkdtempSync(join(tmpdir(), 'segno-bench-'));
for (const { what, each, varied, why } of [
  { what: 'one long transfer', each: PACKETS, why: 'Node itself takes half a second to start.' },
  {
    what: 'connections of 13 packets',
    each: 13,
    why: 'Of connections that are the same but for addresses one is played; the rest is decoding, and writing text.',
  },
  {
    what: 'connections of 13 packets, with data of other lengths',
    each: 13,
    varied: true,
    why: 'Each connection is played by itself.',
  },
]) {
  const path = join(folder, 'a.pcap');
  const count = Math.floor(PACKETS / each);
  const packets = Array.from({ length: count }, (_, i) =>
    connection(1_024 + i, each, 1.7e9 + i, varied ? 500 + (i % 900) : 1_000),
  );
  writeFileSync(path, writePcap(packets.flat()));
  const own = costOf(process.execPath, ['dist/cli.js', 'import', path]);
  const theirs = costOf('tshark', ['-r', path]);
  if (own === undefined) throw new Error(`${what} could not be imported`);
  tell({
    what: `import of 100,000 packets, ${what}, against \`tshark -r\``,
    goal: '1 ×',
    figure:
      theirs === undefined
        ? `${own.toFixed(0)} ms CPU; no tshark here`
        : `${(own / theirs).toFixed(2)} × (${own.toFixed(0)} ms CPU, tshark: ${theirs.toFixed(0)} ms)`,
    ...(theirs === undefined ? {} : { reached: own <= theirs, why }),
  });
}
rmSync(folder, { recursive: true });
