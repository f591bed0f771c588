/** The options of a segment as they stand in its header (RFC 9293 §3.2, RFC 7323, RFC 2018, RFC 7413). */
import type { Option } from '../../tcp/segment.js';
import { seq } from '../../tcp/seq.js';

/** So many octets there are for them. */
const ROOM = 40;

/**
 * Those that can be written and find room, padded to whole words. All SACK blocks are one option, with commas between
 * them.
 */
export function writtenOptions(options: readonly Option[]): readonly Option[] {
  const blocks = options.flatMap(({ name, value }) =>
    name === 'sack' && value !== undefined ? [value] : [],
  );
  const wanted = options.filter(({ name }) => name !== 'sack');
  if (blocks.length > 0) wanted.push({ name: 'sack', value: blocks.join() });
  const written: Option[] = [];
  let size = 0;
  for (const { name, value } of wanted) {
    // What is no number has no octets; of a cookie a note has no more than a name.
    if (name !== 'tfo' && value !== undefined && !/^[\d./,]+$/.test(value)) continue;
    const option = value === undefined || name === 'tfo' ? { name } : { name, value: inField(name, value) };
    const { length } = encoded(option);
    if (length === 0 || size + length > ROOM) continue;
    written.push(option);
    size += length;
  }
  for (; size % 4 !== 0; size++) written.push(NOP);
  return written;
}

/** As much of the numbers as their fields hold. */
function inField(name: string, value: string): string {
  const octets = name === 'mss' ? 2 : name === 'wscale' ? 1 : 4;
  return value.replaceAll(/\d+/g, (digits) => String(Number(digits) % 256 ** octets));
}

const NOP: Option = { name: 'nop' };

/** How a notation writes what is not the same in all of them. */
export interface OptionStyle {
  /** SACK blocks, each its two edges. */
  readonly sack: (blocks: readonly (readonly [number, number])[]) => string;
  readonly tfo: string;
}

/** An option as tcpdump prints it, and as packetdrill reads it. Edges of SACK blocks count from `base`. */
export function optionText({ name, value = '' }: Option, base: number, style: OptionStyle): string {
  switch (name) {
    case 'mss':
    case 'wscale':
      return `${name} ${value}`;
    case 'sackok':
      return 'sackOK';
    case 'ts': {
      const [own = '', echoed = ''] = value.split('/');
      return `TS val ${own} ecr ${echoed}`;
    }
    case 'sack': {
      const edges = value
        .split(',')
        .map((block) => block.split('..').map((edge) => seq(Number(edge) - base)));
      return style.sack(edges.map(([from = 0, to = 0]) => [from, to]));
    }
    case 'tfo':
      return style.tfo;
    default:
      return name;
  }
}

export function optionOctets(written: readonly Option[]): Uint8Array {
  return Uint8Array.from(written.flatMap(encoded));
}

/** Nothing for what has no number of its own. */
function encoded({ name, value = '' }: Option): readonly number[] {
  switch (name) {
    case 'nop':
      return [1];
    case 'mss':
      return [2, 4, ...bytes(Number(value), 2)];
    case 'wscale':
      return [3, 3, Number(value) & 0xff];
    case 'sackok':
      return [4, 2];
    case 'sack': {
      const edges = value.split(',').flatMap((block) => pair(block, '..'));
      return [5, 2 + edges.length, ...edges];
    }
    case 'ts':
      return [8, 10, ...pair(value, '/')];
    case 'tfo':
      return [34, 2];
    default:
      return [];
  }
}

function pair(value: string, between: string): readonly number[] {
  const [one = '', two = ''] = value.split(between);
  return [...bytes(Number(one), 4), ...bytes(Number(two), 4)];
}

/** A number in network order. */
export function bytes(value: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** (count - 1 - i)) & 0xff);
}
