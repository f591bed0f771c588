/** Texts of every kind that somebody, or something, may hand to what reads notes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { root } from '../support/root.js';

/** How many texts of each kind are tried; more with `SEGNO_FUZZ`. */
export const TEXTS = Number(process.env['SEGNO_FUZZ'] ?? 15);

const TOKENS = [
  ...['C', 'S', '客户端', 'end', 'seq', 'S(C)', '...', '……', '->', '<-', '-x', 'x-', '-->', '→', '-'],
  ...['SYN', 'ACK', 'FIN', 'RST', 'PSH', 'URG', 'DATA', 'SYNACK', 'syn', '+', '＋', '(', ')', '（', ')('],
  ...['seq=', 'ack=', 'len=', 'win=', 'up=', 'wscale=', 'sack=', 'ts=', 'tfo', 'mss=', '..', '/', ','],
  ...['0', '1', '101', '4294967295', '99999999999999999999', '0x', 'x', 'x+1', 'x-1', '-1', '"', '\\x', '\\'],
  ...['ESTABLISHED', 'LISTEN', 'TIME_WAIT', '[', ']', ':', '：', ' ', '\t', '//', '#', '/*', '*/', '=='],
  ...[
    'begin',
    'end',
    '开始',
    '结束',
    'mode strict',
    'endpoint',
    'reuses',
    'unchecked',
    'note',
    'dup',
    'forged',
  ],
  ...['C: close', 'S: listen', 'C: send 5', '// expect-error', '// ignore', '\n', '\n', '\n', '\r\n', '\r'],
  ...['```', '```segno', '~~~', '> ', '- ', '1. ', '    ', '\u0000', '\ud800', '\u2028', '\ufeff', '👩‍👩‍👧'],
];

/** Lines that a note may hold, so that what is spliced of them is nearly right. */
const LINES = ['valid.segno', 'wrong.segno', 'figures.segno']
  .flatMap((name) => readFileSync(join(root, 'test/corpus', name), 'utf8').split('\n'))
  .filter((line) => line !== '');

const one = <T>(list: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...(list as [T, ...T[]]));

const cut = fc
  .tuple(fc.array(one(LINES), { maxLength: 12 }), fc.nat(), fc.nat(30))
  .map(([lines, at, gone]) => {
    const text = lines.join('\n');
    const place = at % (text.length + 1);
    return text.slice(0, place) + text.slice(place + gone);
  });

const deep = fc
  .tuple(
    one(['(', '[', '"', '/*', '> ', '- ', '```segno\n', 'begin\n', 'C -> SYN+', 'seq=', '+', 'x-']),
    fc.nat(3000),
  )
  .map(([piece, times]) => `C -> SYN${piece.repeat(times)} -> S`);

const long = fc
  .tuple(one(TOKENS), fc.integer({ min: 1000, max: 3000 }), one(LINES))
  .map(([piece, times, line]) => `${line}\n${line} ${piece.repeat(times)} ${line}`);

/** Kinds of texts by name. */
export const texts: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'any characters': fc.string({ unit: 'binary', maxLength: 300 }),
  'a soup of tokens': fc
    .array(fc.tuple(one(TOKENS), one(['', ' ', ' '])), { maxLength: 80 })
    .map((all) => all.flat().join('')),
  'lines of other notes': fc.array(one(LINES), { maxLength: 25 }).map((lines) => lines.join('\n')),
  'a note with a hole': cut,
  'deep nesting': deep,
  'very long lines': long,
};
