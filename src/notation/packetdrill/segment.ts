/** A line of a script with a segment: what packetdrill injects (`<`), or expects (`>`). */
import type { Part } from '../../exchange/script.js';
import type { Flag, Option } from '../../tcp/segment.js';
import { LETTER } from '../label/flags.js';
import type { Span } from '../label/plain.js';

export interface ScriptSegment {
  readonly injected: boolean;
  readonly flags: ReadonlySet<Flag>;
  /** As it is printed; undefined for `...`. */
  readonly seq: number | undefined;
  readonly ack: number | undefined;
  readonly len: number | undefined;
  readonly win: number | undefined;
  /** Undefined where any options will do. */
  readonly options: readonly Option[] | undefined;
  /** Edges of SACK blocks as they are printed. */
  readonly sack: readonly (readonly [number, number])[];
  /** What is written of the segment, and where in it its parts stand. */
  readonly written: string;
  readonly column: number;
  readonly parts: ReadonlyMap<Part, Span>;
}

const SECONDS = String.raw`[+-]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})(?:e-?\d{1,2})?`;
/** When something happens: at a time, after a time, at some time between two, at any time. */
export const TIME = String.raw`^\s{0,200}(?:\*|${SECONDS}(?:(?:~|\.\.\.)${SECONDS})?)\s*`;
/** The fields of the IP header come first. */
const IP = String.raw`(?:\([^)]{0,100}\)\s*)?(?:\[[^\]]{0,40}\]\s*)?(?:\([^)]{0,100}\)\s*)?`;
const HEAD = new RegExp(
  `${TIME}(?<way>[<>])\\s*${IP}(?<flags>[FSRPUEWA.-]{1,9})\\s+` +
    String.raw`(?<seq>(?:(?<first>\d{1,10})!?:\d{1,10}!?|\.\.\.)\s*\((?<len>\d{1,10}|\.\.\.)\))(?<rest>.*)$`,
  'd',
);

export function segmentIn(line: string): ScriptSegment | undefined {
  const match = HEAD.exec(line);
  if (!match?.groups) return undefined;
  const { way, flags = '', first, len = '', rest = '' } = match.groups;
  const [flagsAt = 0] = match.indices?.groups?.['flags'] ?? [];
  const [restAt = 0] = match.indices?.groups?.['rest'] ?? [];
  const parts = new Map<Part, Span>();
  const mark = (part: Part, [from, to]: readonly [number, number]): void => {
    parts.set(part, { start: from - flagsAt, end: to - flagsAt });
  };
  for (const part of ['flags', 'seq'] as const) {
    const place = match.indices?.groups?.[part];
    if (place) mark(part, place);
  }
  const [fields = '', list = ''] = rest.split(/[<>]/);
  const field = (part: 'ack' | 'win'): number | undefined => {
    const found = new RegExp(`\\b${part} (\\d{1,10})`).exec(fields);
    if (!found) return undefined;
    mark(part, [restAt + found.index, restAt + found.index + found[0].length]);
    return Number(found[1]);
  };
  return {
    injected: way === '<',
    flags: new Set(Array.from(flags).flatMap((letter) => (letter === 'A' ? ['AE'] : (LETTER[letter] ?? [])))),
    seq: first === undefined ? undefined : Number(first),
    ack: field('ack'),
    len: len === '...' ? undefined : Number(len),
    win: field('win'),
    options: list.includes('...') ? undefined : optionsIn(list),
    sack: blocksIn(list),
    written: line
      .slice(flagsAt)
      .replace(/\s*\/\/.*$/, '')
      .trimEnd(),
    column: flagsAt + 1,
    parts,
  };
}

/** Timestamps are not among them: a script has those of one run of one stack. */
function optionsIn(list: string): readonly Option[] {
  return list.split(',').flatMap((item): Option[] => {
    const [name = '', value] = item.trim().split(/\s+/);
    if (/^(?:mss|wscale)$/.test(name) && /^\d{1,5}$/.test(value ?? '')) return [{ name, value: value ?? '' }];
    if (/^sackOK$/i.test(name)) return [{ name: 'sackok' }];
    return /^FO/.test(name) ? [{ name: 'tfo' }] : [];
  });
}

function blocksIn(list: string): readonly (readonly [number, number])[] {
  const blocks = /\bsack((?:\s+\d{1,10}:\d{1,10}){1,4})/.exec(list)?.[1] ?? '';
  return [...blocks.matchAll(/(\d+):(\d+)/g)].map(([, from, to]) => [Number(from), Number(to)]);
}
