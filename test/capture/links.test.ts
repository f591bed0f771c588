/** The kinds of links and what may lie around IP: the same exchange in each. */
import { describe, expect, it } from 'vitest';
import { datagramIn } from '../../src/capture/packet/ip.js';
import { Fragments } from '../../src/capture/packet/fragments.js';
import { headerIn } from '../../src/capture/packet/tcp.js';
import { framesIn, joined, pcapOf, read, small, tellOf, u } from './make.js';

const MACS = Array.from({ length: 12 }, () => 2);
const IPV4 = [8, 0];

/** A header of IPv4 that leaves its length to the frame, with what it carries. */
function within(protocol: number, head: readonly number[]): readonly number[] {
  const addresses = [192, 0, 2, 1, 192, 0, 2, 2];
  return [...MACS, ...IPV4, 0x45, 0, 0, 0, 0, 7, 0, 0, 64, protocol, 0, 0, ...addresses, ...head];
}

const MIRRORED = [...MACS, ...IPV4];
/** Eight octets, of which those that are not told are nothing. */
const eight = (...octets: number[]): readonly number[] =>
  Array.from({ length: 8 }, (_, at) => octets[at] ?? 0);
const toPort = (port: number): readonly number[] => eight(200, 0, port >> 8, port & 255);

const FRAMES: readonly (readonly [name: string, link: number, head: readonly number[]])[] = [
  ['Ethernet', 1, [...MACS, ...IPV4]],
  ['three VLAN tags', 1, [...MACS, 0x88, 0xa8, 0, 1, 0x81, 0, 0, 2, 0x81, 0, 0, 3, ...IPV4]],
  ['PPPoE', 1, [...MACS, 0x88, 0x64, 0x11, 0, 0, 1, 0, 60, 0, 0x21]],
  ['MPLS', 1, [...MACS, 0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64]],
  ['LLC with SNAP', 1, [...MACS, 0, 60, 0xaa, 0xaa, 3, 0, 0, 0, ...IPV4]],
  ['Linux cooked', 113, [0, 0, 0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0, ...IPV4]],
  ['Linux cooked, second version', 276, [...IPV4, ...Array.from({ length: 18 }, () => 0)]],
  ['BSD loopback of a little-endian machine', 0, [2, 0, 0, 0]],
  ['BSD loopback of a big-endian machine', 0, [0, 0, 0, 2]],
  ['OpenBSD loopback', 108, [0, 0, 0, 2]],
  ['raw IP', 101, []],
  ['raw IPv4', 228, []],
  ['PPP', 9, [0xff, 3, 0, 0x21]],
  ['PPP without address, its protocol short', 9, [0x21]],
  ['Cisco HDLC', 104, [0x0f, 0, ...IPV4]],
  ['IP in IP', 1, within(4, [])],
  ['GRE', 1, within(47, [0, 0, ...IPV4])],
  ['GRE with key and sequence number', 1, within(47, [0x30, 0, ...IPV4, ...eight()])],
  ['GRE with Ethernet', 1, within(47, [0, 0, 0x65, 0x58, ...MIRRORED])],
  ['GRE of PPTP', 1, within(47, [0x30, 0x81, 0x88, 0x0b, ...eight(), ...eight().slice(4), 0xff, 3, 0, 0x21])],
  ['ERSPAN', 1, within(47, [0x10, 0, 0x88, 0xbe, ...eight().slice(4), ...eight(0x10, 1), ...MIRRORED])],
  ['VXLAN', 1, within(17, [...toPort(4_789), ...eight(8), ...MIRRORED])],
  [
    'Geneve with an option',
    1,
    within(17, [...toPort(6_081), ...eight(1, 0, 0x65, 0x58), ...eight().slice(4), ...MIRRORED]),
  ],
  [
    'GTP with an extension',
    1,
    within(17, [...toPort(2_152), ...eight(0x34, 255), 0, 0, 0, 0x85, 1, 0, 0, 0]),
  ],
  ['netfilter log', 239, [2, 0, 0, 0, 8, 0, 1, 0, 1, 2, 3, 4, 4, 0, 9, 0]],
];

describe('the IP packet is found in', () => {
  it.each(FRAMES)('%s', async (_, link, head) => {
    // The field of the netfilter log says how long it is, which is as good as the end of the frame.
    const file = pcapOf({ little: true, nanoseconds: false, link, head });
    if (link !== 239) expect(tellOf(await read(file))).toEqual(tellOf(await read(small())));
    else expect((await read(file)).frames).toBe(8);
  });

  it('no frame of a link that is not known', async () => {
    const { frames, segments } = await read(
      pcapOf({ little: true, nanoseconds: false, link: 147, head: [] }),
    );
    expect([frames, segments]).toEqual([8, 0]);
  });
});

const SEGMENT = [...u(40_000, 2), ...u(80, 2), ...u(7, 4), ...u(8, 4), 0x50, 16, ...u(1_000, 2), ...u(0, 4)];

function ipv6(next: number, payload: readonly number[]): Uint8Array {
  const address = Array.from({ length: 16 }, (_, i) => (i === 15 ? 1 : 0));
  return Uint8Array.from([
    0x60,
    0,
    0,
    0,
    ...u(payload.length, 2),
    next,
    64,
    ...address,
    ...address,
    ...payload,
  ]);
}

describe('IPv6', () => {
  it('may have headers between its own and that of TCP', () => {
    const hopByHop = [60, 0, 1, 4, 0, 0, 0, 0];
    const options = [6, 0, 1, 4, 0, 0, 0, 0];
    const packet = ipv6(0, [...hopByHop, ...options, ...SEGMENT, 1, 2, 3]);
    const datagram = datagramIn(packet, packet.length);
    expect(datagram).toMatchObject({ from: '::1', protocol: 6, length: 23 });
    expect(datagram && headerIn(datagram.payload, datagram.length)).toMatchObject({ seq: 7, len: 3 });
  });

  it('is whole where it is its only fragment', () => {
    const packet = ipv6(44, [6, 0, 0, 0, ...u(99, 4), ...SEGMENT]);
    expect(datagramIn(packet, packet.length)?.fragment).toBeUndefined();
  });
});

describe('fragments', () => {
  const pieces = [0, 8, 16].map((start) => {
    const more = start < 16 ? 1 : 0;
    const packet = ipv6(44, [6, 0, ...u(start + more, 2), ...u(99, 4), ...SEGMENT.slice(start, start + 8)]);
    return datagramIn(packet, packet.length);
  });

  it.each([
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ])('are put together in whatever order they come: %i, %i, %i', (...order) => {
    const fragments = new Fragments();
    const found = order.map((index) => {
      const piece = pieces[index];
      return piece && fragments.add(piece);
    });
    expect(found.slice(0, 2)).toEqual([undefined, undefined]);
    expect([...(found[2]?.payload ?? [])]).toEqual(SEGMENT);
  });

  it('wait no longer than there is room', () => {
    const fragments = new Fragments();
    const [first] = pieces;
    for (let id = 0; first && id < 10_000; id++) expect(fragments.add({ ...first, id })).toBeUndefined();
  });
});

describe('a packet that the capture has cut', () => {
  it('has the length that its IP header says', async () => {
    const frames = framesIn(small());
    const file = joined([
      small().subarray(0, 24),
      ...frames.flatMap(({ octets }) => {
        const kept = octets.subarray(0, 40);
        return [
          [
            ...u(1_700_000_000, 4, true),
            ...u(0, 4),
            ...u(kept.length, 4, true),
            ...u(octets.length, 4, true),
          ],
          kept,
        ];
      }),
    ]);
    const lengths = (await read(file)).connections[0]?.passings.map(({ len }) => len);
    expect(lengths).toEqual([0, 0, 0, 16, 17, 0, 0, 0]);
  });

  it('is left out where not even the header of TCP is there', () => {
    expect(headerIn(Uint8Array.from(SEGMENT.slice(0, 19)), 40)).toBeUndefined();
    expect(headerIn(Uint8Array.from(SEGMENT), 19)).toBeUndefined();
  });
});
