/** Capture files of each format, whole and damaged. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { looksLikeCapture, NotACapture } from '../../src/capture/capture.js';
import { pcapngOf, pcapOf, read, small, tellOf, tried, type PcapForm } from './make.js';

const RAW: PcapForm = { little: true, nanoseconds: false, link: 101, head: [] };
const ETHERNET = [...Array.from({ length: 12 }, () => 2)];

describe('a capture file', () => {
  it.each([true, false])('is read in either byte order, little endian %s', async (little) => {
    const wanted = tellOf(await read(small()));
    expect(wanted).toHaveLength(8);
    expect(tellOf(await read(pcapOf({ ...RAW, little })))).toEqual(wanted);
    expect(tellOf(await read(pcapOf({ ...RAW, little, nanoseconds: true })))).toEqual(wanted);
  });

  it('may say in the upper half of the link type how long frame check sequences are', async () => {
    const file = pcapOf({ ...RAW, link: 0x2400_0001, head: [...ETHERNET, 8, 0] });
    expect(tellOf(await read(file))).toEqual(tellOf(await read(small())));
  });

  it.each([true, false])(
    'of pcapng has interfaces of their own links and clocks, little endian %s',
    async (little) => {
      const { connections, damage } = await read(pcapngOf(little));
      expect(damage).toBeUndefined();
      expect(connections[0]?.passings.map(({ len }) => len)).toEqual([0, 0, 0, 16, 17, 0, 0, 0]);
      expect(connections[0]?.passings[0]?.text).toBe('hello');
      const times = connections[0]?.passings.map(({ time }) => ((time ?? 0) - 1_700_000_000).toFixed(2));
      expect(times).toEqual(['0.00', '0.01', '0.02', '0.03', '0.04', '0.05', '0.06', '0.07']);
    },
  );

  it('may be compressed, and is read as far as the compressed octets go', async () => {
    const file = new Uint8Array(gzipSync(small()));
    expect(tellOf(await read(file, 7))).toEqual(tellOf(await read(small())));
    const { damage } = await read(file.subarray(0, file.length - 20));
    expect(damage).toBeDefined();
  });

  it('is told by its first octets', () => {
    expect(looksLikeCapture(small())).toBe(true);
    expect(looksLikeCapture(pcapngOf(false))).toBe(true);
    expect(looksLikeCapture(new TextEncoder().encode('begin'))).toBe(false);
    expect(looksLikeCapture(new Uint8Array(2))).toBe(false);
  });

  it('of another format is refused', async () => {
    await expect(read(new TextEncoder().encode('not a capture'))).rejects.toBeInstanceOf(NotACapture);
    await expect(read(new Uint8Array(0))).rejects.toBeInstanceOf(NotACapture);
  });
});

describe('a damaged capture', () => {
  it.each([
    ['pcap', small()],
    ['pcapng', pcapngOf(true)],
  ])('%s that is cut says so, wherever it is cut, and gives what comes before', async (_, file) => {
    const whole = tellOf(await read(file));
    for (let length = 4; length < file.length; length++) {
      const capture = await tried(file.subarray(0, length));
      if (!capture) continue;
      const told = tellOf(capture);
      expect(whole.slice(0, told.length)).toEqual(told);
      expect(told.length < whole.length || capture.damage === undefined).toBe(true);
    }
    expect((await tried(file.subarray(0, file.length - 1)))?.damage?.why).toBe('cut-short');
  });
});
