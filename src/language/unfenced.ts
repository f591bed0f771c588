/** Pieces of Markdown without a fence in which figures stand: tables, and code by indentation. */
import type { Fence } from './markdown.js';

/** A piece of a text; `first` is its first line, counted from 0. */
export interface Unfenced {
  readonly kind: 'table' | 'code';
  readonly first: number;
  readonly lines: readonly string[];
}

const DELIMITERS = /^[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/;
const EXAMPLE = /`[^`|]*(?:->|<-|→|←)[^`|]*`/u;
const INDENTED = /^(?: {4}|\t| {1,3}\t)/;

/** The tables and the indented code between the fences. */
export function unfenced(lines: readonly string[], fences: readonly Fence[]): Unfenced[] {
  const found: Unfenced[] = [];
  const isFenced = new Uint8Array(lines.length);
  for (const { line, lines: own, closed } of fences) {
    isFenced.fill(1, line, line + 1 + own.length + (closed ? 1 : 0));
  }
  const goesOn = (index: number, is: (line: string) => boolean): boolean =>
    index < lines.length && isFenced[index] === 0 && is(lines[index] ?? '');
  for (let index = 0; index < lines.length; index++) {
    if (isFenced[index] === 1) continue;
    const line = lines[index] ?? '';
    if (line.includes('|') && goesOn(index + 1, (next) => DELIMITERS.test(next))) {
      let end = index + 2;
      while (goesOn(end, (next) => next.includes('|'))) end++;
      const rows = lines.slice(index, end);
      // Whole statements as code in cells are a list of examples, not an exchange.
      if (!rows.some((row) => EXAMPLE.test(row))) found.push({ kind: 'table', first: index, lines: rows });
      index = end - 1;
    } else if (INDENTED.test(line) && line.trim() !== '' && (lines[index - 1] ?? '').trim() === '') {
      let end = index + 1;
      while (goesOn(end, (next) => INDENTED.test(next) || next.trim() === '')) end++;
      while ((lines[end - 1] ?? '').trim() === '') end--;
      found.push({ kind: 'code', first: index, lines: lines.slice(index, end) });
      index = end - 1;
    }
  }
  return found;
}
