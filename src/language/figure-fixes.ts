/**
 * Fixes in other notations than Segno's: what is written is written over, in the figure's own way of writing. Nothing but
 * a flag is added, and no line taken away.
 */
import { LETTER } from '../notation/label/flags.js';
import type { Fix } from '../rules/rule.js';
import type { Flag } from '../tcp/segment.js';
import { parseState, stateName } from '../tcp/state.js';
import type { FixedText } from './fixes.js';
import { shift, type Edit, type Range } from './range.js';
import type { SourceMap } from './source-map.js';

export function figureEdits(fix: Fix, map: SourceMap, text: FixedText): readonly Edit[] {
  const { place, text: right, where = 'replace' } = fix;
  const { statement, part } = place;
  const textOf = ({ line, column, endColumn }: Range): string =>
    text.line(line).slice(column - 1, endColumn - 1);
  if (where === 'turned') {
    const [from, to] = [map.written({ statement, part: 'from' }), map.written({ statement, part: 'to' })];
    if (!from || !to) return [];
    return [
      { range: from, text: textOf(to) },
      { range: to, text: textOf(from) },
    ];
  }
  if (where !== 'replace') return [];
  const flags = flagsAfter(fix, map);
  if (flags) {
    const range = map.written({ statement, part: 'flags' });
    const written = range && spelled(flags, textOf(range), () => joinerIn(map, textOf));
    return range && written !== undefined ? [{ range, text: written }] : [];
  }
  if (right === '') return [];
  const mapped = map.statements[statement];
  const value = mapped?.lowered.values?.get(part);
  if (mapped && value) {
    const range = shift(value, mapped.first + map.lines);
    return [{ range, text: right.replace(/^\w+=/, '') }];
  }
  const range = map.written(place);
  if (!range) return [];
  const state = parseState(right.replace(/^[^:]*:\s*/, ''));
  if (state)
    return [{ range, text: stateName(state, hyphens(textOf(range), text, map) ? 'rfc' : 'netstat') }];
  return /[()=:]/.test(right) ? [] : [{ range, text: right }];
}

/** The flags that a segment should have, if the fix is about these. */
function flagsAfter({ place: { statement, part }, text }: Fix, map: SourceMap): readonly Flag[] | undefined {
  const written = map.statements[statement]?.lowered.statement;
  if (written?.kind !== 'segment') return undefined;
  if (part === 'flags') {
    const named = text.split('+');
    return named.every(isFlag) ? named : undefined;
  }
  const [, name] = /^flag\.(\w+)$/.exec(part) ?? [];
  if (name === undefined || !isFlag(name)) return undefined;
  const others = [...written.flags].filter((flag) => flag !== name);
  if (text === '') return others;
  return isFlag(text) ? [...others, text] : undefined;
}

const FLAGS: ReadonlySet<string> = new Set(Object.values(LETTER));

function isFlag(text: string): text is Flag {
  return FLAGS.has(text);
}

/** Flags as a sample of the figure's writes them: `S.`, `[SYN, ACK]`, `SYN=1, ACK=1`, `syn/ack`; undefined where it cannot. */
function spelled(flags: readonly Flag[], sample: string, joiner: () => string): string | undefined {
  if (flags.length === 0) return undefined;
  if (/^[SFRPUEW.]+$/.test(sample) && !isFlag(sample)) {
    return Object.entries(LETTER)
      .filter(([, flag]) => flags.includes(flag))
      .map(([letter]) => letter)
      .join('');
  }
  const names =
    /[a-z]/.test(sample) && !/[A-Z]/.test(sample) ? flags.map((flag) => flag.toLowerCase()) : flags;
  if (/^\[.*\]$/.test(sample)) return `[${names.join(', ')}]`;
  if (/=\s*1/.test(sample)) {
    const between = /1(\s*[,;，、+&]?\s*)\w+\s*=/.exec(sample)?.[1] ?? ', ';
    return names.map((name) => `${name}=1`).join(between);
  }
  // Something else stands between the flags.
  if (!/^[A-Za-z\s,+/&·-]*$/.test(sample)) return undefined;
  return names.join(/[A-Za-z](\s*[,+/&·-]\s*)[A-Za-z]/.exec(sample)?.[1] ?? joiner());
}

/** What the figure writes between two flags elsewhere. */
function joinerIn(map: SourceMap, textOf: (range: Range) => string): string {
  for (let statement = 0; statement < map.statements.length; statement++) {
    const range = map.written({ statement, part: 'flags' });
    const joiner = range && /[A-Za-z](\s*[,+/&·-]\s*)[A-Za-z]/.exec(textOf(range))?.[1];
    if (joiner !== undefined) return joiner;
  }
  return '+';
}

/** Whether the figure writes states with hyphens, as RFC 9293 does. */
function hyphens(sample: string, text: FixedText, map: SourceMap): boolean {
  if (/[-_]/.test(sample)) return sample.includes('-');
  const last = map.statements.at(-1);
  for (let line = map.lines + 1; last && line <= map.lines + last.last + 1; line++) {
    const written = /\b(?:SYN|FIN|CLOSE|LAST|TIME)([-_])(?:SENT|RECEIVED|RCVD|WAIT|ACK\b)/i.exec(
      text.line(line),
    );
    if (written && !/SYN-ACK/i.test(written[0])) return written[1] === '-';
  }
  return false;
}
