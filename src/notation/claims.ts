/** What a note in a figure says of the states of its ends, and which calls it names. */
import { CALLS, type Call } from '../exchange/script.js';
import { plain } from './label/plain.js';
import { claimsIn, blank, type NamedState } from './label/states.js';
import type { Names } from './names.js';
import type { ClaimedState } from './reader.js';
import type { Words } from './words.js';

/** A call of Segno's, alone in a note: `close`, `(Close)`, `send 100`. */
export function callNamed(text: string): { call: Call; octets?: number } | undefined {
  const joined = text
    .trim()
    .replace(/\b2\s+MSL\b/iu, '2MSL')
    .replace(/\buser\s+timeout\b/iu, 'user-timeout');
  const match = /^\(?\s*([a-z\d-]+)(?:\s+(\d{1,9}))?\s*(?:\(\))?\s*\)?$/iu.exec(joined);
  const word = match?.[1]?.toLowerCase();
  const call = CALLS.find((one) => one.toLowerCase() === word);
  if (call === undefined || call === 'listen') return undefined;
  return { call, ...(match?.[2] === undefined ? {} : { octets: Number(match[2]) }) };
}

/** Segno's own remarks about what is wrong. */
const REMARK = /^\s*(?:⚠|✗|ⓘ)/u;

/**
 * The states that a note claims of the ends that it stands at, and what else it says. An end named before a state is
 * the one that is meant; else a state is said of all the ends, or as many states as there are ends of each in turn.
 */
export function claimsOf(
  words: Words,
  ends: readonly string[],
  names: Names,
): { claims: readonly ClaimedState[]; rest: string } {
  const { text, written } = plain(words.text);
  if (REMARK.test(text)) return { claims: [], rest: text };
  const found = claimsIn(text);
  const claims: ClaimedState[] = [];
  let rest = text;
  let before = 0;
  const unnamed: NamedState[] = [];
  for (const claim of found) {
    const lead = text.slice(before, claim.span.start);
    const named = endIn(lead, ends, names);
    if (named) {
      claims.push({ end: named.id, state: claim.state, range: words.range(written(claim.span)) });
      rest = blank(rest, { start: before + named.start, end: before + named.end });
    } else unnamed.push(claim);
    rest = blank(rest, claim.span);
    before = claim.span.end;
    // Of a step from one state to the next, the first is what was before.
    if (/^\W*(?:→|->|=>|⇒|➜)/u.test(text.slice(before))) {
      if (named) claims.pop();
      else unnamed.pop();
    }
  }
  const left = ends.filter((id) => !claims.some(({ end }) => end === id));
  const [first, ...others] = unnamed;
  if (first && (left.length === 1 || others.length === 0)) {
    for (const { state, span } of unnamed)
      for (const end of left) claims.push({ end, state, range: words.range(written(span)) });
  } else if (unnamed.length === left.length) {
    unnamed.forEach(({ state, span }, index) => {
      const end = left[index];
      if (end !== undefined) claims.push({ end, state, range: words.range(written(span)) });
    });
  }
  return { claims, rest: remaining(rest) };
}

/** The end whose name or label stands last in a text. */
function endIn(
  text: string,
  ends: readonly string[],
  names: Names,
): { id: string; start: number; end: number } | undefined {
  let found: { id: string; start: number; end: number } | undefined;
  for (const id of ends) {
    for (const name of new Set([names.of(id), names.shown(id), plain(id).text])) {
      const start = lastWord(text, name);
      if (start !== undefined && (!found || start > found.start))
        found = { id, start, end: start + name.length };
    }
  }
  return found;
}

function lastWord(text: string, word: string): number | undefined {
  const lower = text.toLowerCase();
  for (
    let at = lower.lastIndexOf(word.toLowerCase());
    at >= 0;
    at = at === 0 ? -1 : lower.lastIndexOf(word.toLowerCase(), at - 1)
  ) {
    const around = (text[at - 1] ?? ' ') + (text[at + word.length] ?? ' ');
    if (!/[\p{Script=Latin}\d_]/u.test(around)) return at;
  }
  return undefined;
}

function remaining(text: string): string {
  const rest = text
    .replaceAll(/[([]\s*[)\]]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[\s,;:./|&=()→>–-]+/u, '')
    .replace(/[\s,;:/|&=(→>–-]+$/u, '');
  return /[\p{L}\p{N}]/u.test(rest) && !/^(?:and|state|und|et|y|和|状态|状態)$/iu.test(rest) ? rest : '';
}
