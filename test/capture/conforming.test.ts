/** What conforming stacks have done, as captures show it: nothing in it is wrong. */
import { describe, expect, it } from 'vitest';
import { noteOf } from '../../src/capture/capture.js';
import { writePcap, type WirePacket } from '../../src/capture/out/pcap.js';
import { ACK, FIN, RST, SYN } from '../../src/capture/packet/tcp.js';
import { fromClient, fromServer, read } from './make.js';

/** From whom, flags, numbers, length, and what else there is. */
type Row = readonly [
  from: 'C' | 'S',
  bits: number,
  seq: number,
  ack: number,
  len?: number,
  more?: Partial<WirePacket>,
];

const ASKED: Row = ['C', SYN, 100, 0];
const ANSWERED: Row = ['S', SYN | ACK, 900, 101];
const OPENING: readonly Row[] = [ASKED, ANSWERED, ['C', ACK, 101, 901]];

/** Both ends agree to SACK. */
const SELECTIVE: readonly Row[] = [
  ['C', SYN, 100, 0, 0, { options: [{ name: 'sackok' }] }],
  ['S', SYN | ACK, 900, 101, 0, { options: [{ name: 'sackok' }] }],
  ['C', ACK, 101, 901],
];

/** The client asks for a cookie, and the server needs none. */
const FAST: readonly Row[] = [['C', SYN, 100, 0, 0, { options: [{ name: 'tfo' }] }], ANSWERED];

async function noted(rows: readonly Row[]): Promise<readonly string[]> {
  const packets = rows.map(([from, bits, seq, ack, len = 0, more = {}], index) =>
    (from === 'C' ? fromClient : fromServer)(index / 1_000, { bits, seq, ack, len, ...more }),
  );
  const { connections } = await read(writePcap(packets));
  return connections.map((connection) => {
    const { text, problems } = noteOf(connection, {
      language: 'en',
      full: false,
      unfold: false,
      limit: Infinity,
    });
    expect(problems, text).toEqual([]);
    return text;
  });
}

const stamped = (value: number): Partial<WirePacket> => ({ options: [{ name: 'ts', value: `${value}/7` }] });

const at = (time: number): Partial<WirePacket> => ({ time: 1_700_000_000 + time });

/** Data from the server, two segments for each acknowledgment, the last but one of which comes once more. */
function oldAcknowledgment(segments: number, back: number): readonly Row[] {
  const rows: Row[] = [...OPENING];
  for (let octets = 0; octets < segments * 1_000; octets += 2_000) {
    rows.push(['S', ACK, 901 + octets, 101, 1_000], ['S', ACK, 1_901 + octets, 101, 1_000]);
    rows.push(['C', ACK, 101, 2_901 + octets]);
  }
  rows.push(['C', ACK, 101, 901 + (segments - back) * 1_000]);
  return [...rows, ['C', ACK | FIN, 101, 901 + segments * 1_000]];
}

const blocks = (...starts: readonly number[]): Partial<WirePacket> => ({
  options: starts.map((start) => ({ name: 'sack', value: `${start}..${start + 1_000}` })),
});

/** So many segments of 1,000 octets each from an end, the first with a number. */
function data(from: 'C' | 'S', first: number, ack: number, count: number): readonly Row[] {
  return Array.from({ length: count }, (_, index): Row => [from, ACK, first + index * 1_000, ack, 1_000]);
}

describe('a capture of conforming stacks has no problem', () => {
  it.each<readonly [string, readonly Row[]]>([
    [
      'where a window probe goes out while an acknowledgment is owed',
      [...OPENING, ['S', ACK, 901, 101, 10], ['C', ACK, 100, 911], ['S', ACK, 911, 101]],
    ],
    [
      'where a keep-alive shows that the handshake was completed',
      [ASKED, ANSWERED, ['S', ACK, 900, 101], ['C', ACK, 101, 901]],
    ],
    [
      'where the network doubles a reset',
      [ASKED, ANSWERED, ANSWERED, ['C', RST, 101, 0], ['C', RST, 101, 0], ['C', RST, 101, 0]],
    ],
    [
      'where what left before a reset passes behind it',
      [
        ...OPENING,
        ['S', ACK, 901, 101, 1_000],
        ['S', ACK, 1_901, 101, 1_000],
        ['S', ACK, 2_901, 101, 1_000],
        ['C', RST, 101, 0],
        ['C', ACK, 101, 1_901],
        ['C', RST | ACK, 101, 1_901],
        ['C', RST, 101, 0],
      ],
    ],
    [
      'where a FIN that was sent again is answered by a reset',
      [
        ...OPENING,
        ['C', FIN | ACK, 101, 901],
        ['C', FIN | ACK, 101, 901],
        ['S', ACK, 901, 102, 1_000],
        ['S', RST | ACK, 1_901, 102],
        ['C', RST, 102, 0],
        ['S', RST, 901, 0],
      ],
    ],
    [
      'where acknowledgments with one time pass in another order',
      [
        ...OPENING,
        ['S', ACK, 901, 101, 1_000, stamped(70)],
        ['S', ACK, 1_901, 101, 1_000, stamped(70)],
        ['C', ACK, 101, 2_901, 0, stamped(50)],
        ['C', ACK, 101, 1_901, 0, stamped(50)],
      ],
    ],
    [
      'where it begins with a keep-alive',
      [
        ['C', ACK, 100, 901],
        ['S', ACK, 901, 101],
        ['C', ACK, 100, 901],
        ['S', ACK, 901, 101],
      ],
    ],
    [
      'where the network doubles a reset behind one of its own accord',
      [ASKED, ASKED, ANSWERED, ANSWERED, ['C', RST | ACK, 101, 901], ['C', RST, 101, 0], ['C', RST, 101, 0]],
    ],
    [
      'where a reset answers what the capture has missed',
      [...OPENING, ['C', FIN | ACK, 101, 901], ['C', RST, 101, 0], ['C', RST, 102, 0]],
    ],
    [
      'where it has missed the SYN+ACK that agrees to SACK',
      [
        ['C', SYN, 100, 0, 0, { options: [{ name: 'sackok' }] }],
        ['C', ACK, 101, 901],
        ['S', ACK, 901, 101, 1_000],
        ['S', ACK, 2_901, 101, 1_000],
        ['C', ACK, 101, 1_901, 0, blocks(2_901)],
      ],
    ],
    [
      'where an acknowledgment is repeated for a larger window, and not for a segment behind a hole',
      [
        ...OPENING,
        ...data('S', 901, 101, 3),
        ['C', ACK, 101, 901],
        ['C', ACK, 101, 901, 0, { win: 2_000 }],
        ['C', ACK, 101, 1_901],
        ['C', ACK, 101, 2_901],
        ['C', ACK, 101, 3_901],
      ],
    ],
    [
      'where acknowledgments are long under way while their receiver goes on',
      [
        ...OPENING,
        ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((count): Row[] => [
          ['S', ACK, 901 + 1_000 * count, 101, 1_000],
          ['C', ACK, 101, 1_901 + 1_000 * count],
        ]),
        ['S', ACK, 1_901, 101, 1_000],
        ['C', ACK, 101, 10_901],
      ],
    ],
    [
      'where parts of a run that is told in one line are lost',
      [
        ...OPENING,
        ...data('C', 101, 901, 12),
        ['S', ACK, 901, 5_101],
        ['S', ACK, 901, 5_101],
        ['C', ACK, 5_101, 901, 1_000],
        ['S', ACK, 901, 6_101],
        ['C', ACK, 6_101, 901, 1_000],
        ['S', ACK, 901, 12_101],
      ],
    ],
    [
      'where there are more holes than SACK blocks',
      [
        ...SELECTIVE,
        ...data('S', 901, 101, 9),
        ['C', ACK, 101, 901, 0, blocks(1_901)],
        ['C', ACK, 101, 901, 0, blocks(3_901, 1_901)],
        ['C', ACK, 101, 901, 0, blocks(5_901, 3_901, 1_901)],
        ['C', ACK, 101, 901, 0, blocks(7_901, 5_901, 3_901)],
        ['S', ACK, 901, 101, 1_000],
        ['C', ACK, 101, 2_901, 0, blocks(7_901, 5_901, 3_901)],
        ['S', ACK, 2_901, 101, 1_000],
        ['C', ACK, 101, 4_901, 0, blocks(7_901, 5_901)],
        ['S', ACK, 4_901, 101, 1_000],
        ['C', ACK, 101, 6_901, 0, blocks(7_901)],
        ['S', ACK, 6_901, 101, 1_000],
        ['C', ACK, 101, 8_901],
        ['C', ACK, 101, 9_901],
      ],
    ],
    [
      'where a server answers early to a client that has gone (Fast Open)',
      [...FAST, ['C', RST, 101, 0], ...data('S', 901, 101, 2), ['C', RST, 101, 0], ['C', RST, 101, 0]],
    ],
    [
      'where a reset that is under way is doubled while its receiver goes on',
      [
        ...FAST,
        ['C', RST, 101, 0],
        ['C', RST, 101, 0],
        ...data('S', 901, 101, 2),
        ['C', RST, 101, 0],
        ['C', RST, 101, 0],
      ],
    ],
    [
      'where resets answer data that passes late',
      [
        ...FAST,
        ['S', ACK, 901, 101, 1_000, stamped(70)],
        ['S', ACK, 2_901, 101, 1_000, stamped(70)],
        ['C', RST, 101, 0],
        ['C', RST, 101, 0],
        ['C', RST, 101, 0],
        ['S', ACK, 1_901, 101, 1_000, stamped(70)],
        ['C', RST, 101, 0],
      ],
    ],
    [
      'where resets answer data of which one segment was lost before it passed',
      [
        ...OPENING,
        ['C', RST | ACK, 101, 901],
        ['S', ACK, 901, 101, 1_000],
        ['S', ACK, 2_901, 101, 1_000],
        ['C', RST, 101, 0],
        ['C', RST, 101, 0],
      ],
    ],
    [
      'where what was sent again, being late only, is answered by resets',
      [
        ...OPENING,
        ['C', ACK, 101, 901, 1_000],
        ['C', FIN | ACK, 1_101, 901],
        ['C', FIN | ACK, 1_101, 901, 0, at(0.3)],
        ['C', ACK, 101, 901, 1_000, at(0.31)],
        ['S', ACK, 901, 1_101, 0, at(0.4)],
        ['S', ACK, 901, 1_102, 0, at(0.401)],
        ['S', RST | ACK, 901, 1_102, 0, at(0.402)],
        ['S', RST, 901, 0, 0, at(0.41)],
        ['S', RST, 901, 0, 0, at(0.411)],
      ],
    ],
    [
      'where it has missed what SACK blocks name',
      [
        ...SELECTIVE,
        ['S', ACK, 901, 101, 1_000],
        ['C', ACK, 101, 1_901, 0, blocks(2_901)],
        ['S', ACK, 3_901, 101, 1_000],
        ['C', ACK, 101, 4_901],
      ],
    ],
    [
      'where it holds one direction only, with SACK blocks',
      [
        ['C', SYN, 100, 0, 0, { options: [{ name: 'sackok' }] }],
        ['C', ACK, 101, 901],
        ['C', ACK, 101, 1_901, 0, blocks(2_901)],
        ['C', ACK, 101, 1_901, 0, blocks(4_901, 2_901)],
        ['C', ACK, 101, 5_901],
      ],
    ],
    [
      'where a SYN+ACK passes behind the reset that follows it',
      [ASKED, ['S', RST | ACK, 901, 101], ANSWERED, ['C', RST, 101, 0]],
    ],
    ['where an old acknowledgment comes once more', oldAcknowledgment(60, 4)],
    ['where it is very old', oldAcknowledgment(1_400, 600)],
  ])('%s', async (_, rows) => {
    expect(await noted(rows)).toHaveLength(1);
  });
});
