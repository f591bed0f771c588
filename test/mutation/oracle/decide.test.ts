import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Statement } from '../../../src/exchange/script.js';
import { analyse } from '../../../src/language/analyse.js';
import { arrives, calls, is, leaves, loses, script, sends } from '../../exchange/build.js';
import { root } from '../../support/root.js';
import { walkBases, writtenBases } from '../bases.js';
import { verdictOf } from '../measure.js';
import { decide, type Verdict } from './decide.js';
import { unchanged } from '../trial.js';

const verdict = (...statements: Statement[]): Verdict => decide(script(...statements));

const open = [
  is('C', 'ESTABLISHED', { snd: 100, una: 100, rcv: 300 }),
  is('S', 'ESTABLISHED', { snd: 300, una: 300, rcv: 100 }),
];

describe('the oracle', () => {
  it('knows a handshake', () => {
    const lines = [
      is('C', 'CLOSED'),
      is('S', 'LISTEN'),
      sends('C', 'S', 'SYN', { seq: 2 ** 32 - 1 }),
      sends('S', 'C', 'SYN', { seq: 7, ack: 0 }),
      sends('C', 'S', 'ACK', { seq: 0, ack: 8, sender: 'ESTABLISHED', receiver: 'ESTABLISHED' }),
    ];
    expect(verdict(...lines)).toEqual({ kind: 'valid' });
    expect(verdict(...lines.with(3, sends('S', 'C', 'SYN', { seq: 7, ack: 1 })))).toMatchObject({
      kind: 'invalid',
      wrong: 3,
    });
  });

  it('knows that more may have been sent before an excerpt, and nothing where the lines say what was', () => {
    const lines = [
      sends('C', 'S', 'ACK+DATA', { seq: 100, ack: 300, len: 5 }),
      sends('S', 'C', 'ACK', { seq: 300, ack: 110 }),
    ];
    expect(verdict(...lines)).toMatchObject({ kind: 'undecided' });
    expect(verdict(...open, ...lines)).toMatchObject({ kind: 'invalid', wrong: 3 });
  });

  it.each([
    ['a gap', [sends('C', 'S', 'ACK+DATA', { seq: 101, ack: 300, len: 5 })], 2],
    ['an ACK of what was never sent', [sends('C', 'S', 'ACK', { seq: 100, ack: 301 })], 2],
    [
      'data after a FIN',
      [
        loses('C', 'S', 'FIN+ACK', { seq: 100, ack: 300 }),
        sends('C', 'S', 'ACK+DATA', { seq: 101, ack: 300, len: 1 }),
      ],
      3,
    ],
    ['what arrives without having left', [arrives('S', 'ACK', { seq: 100, ack: 300 })], 2],
    ['a state that no way leads to', [sends('C', 'S', 'ACK', { seq: 100, ack: 300, sender: 'CLOSING' })], 2],
  ] as const)('finds %s impossible', (_name, lines, wrong) => {
    expect(verdict(...open, ...lines, sends('S', 'C', 'ACK', { seq: 300, ack: 100 }))).toMatchObject({
      kind: 'invalid',
      wrong,
    });
  });

  it('leaves open what only an unlikely stack does', () => {
    expect(verdict(...open, sends('C', 'S', 'ACK', { seq: 99, ack: 300 }))).toEqual({
      kind: 'undecided',
      why: 'a keep-alive',
    });
    const late = [
      sends('C', 'S', 'ACK+DATA', { seq: 100, ack: 300, len: 5 }),
      sends('S', 'C', 'ACK', { seq: 300, ack: 102 }),
    ];
    expect(verdict(...open, ...late)).toEqual({ kind: 'undecided', why: 'data that was dropped' });
  });

  it('follows every order in which segments may arrive', () => {
    expect(
      verdict(
        ...open,
        leaves('C', 'ACK+DATA', { seq: 100, ack: 300, len: 5 }),
        leaves('C', 'FIN+ACK', { seq: 105, ack: 300 }),
        arrives('S', 'FIN+ACK', { seq: 105, ack: 300, receiver: 'ESTABLISHED' }),
        arrives('S', 'ACK+DATA', { seq: 100, ack: 300, len: 5, receiver: 'CLOSE_WAIT' }),
        sends('S', 'C', 'ACK', { seq: 300, ack: 106, receiver: 'FIN_WAIT_2' }),
      ),
    ).toEqual({ kind: 'valid' });
  });

  it('leaves open what may have been under way before the first line, and nothing else', () => {
    const begins = [is('C', 'ESTABLISHED', { snd: 100 }), is('S', 'ESTABLISHED', { rcv: 100 })];
    const low = sends('S', 'C', 'ACK', { seq: 300, ack: 90 });
    expect(verdict(...begins, low)).toEqual({
      kind: 'undecided',
      why: 'data that was dropped',
    });
    const high = sends('S', 'C', 'ACK', { seq: 300, ack: 101 });
    expect(verdict(...begins, high)).toMatchObject({ kind: 'invalid', wrong: 2 });
    const closing = sends('S', 'C', 'ACK', { seq: 300, ack: 100, receiver: 'CLOSING' });
    expect(verdict(...begins, closing)).toMatchObject({ kind: 'invalid', wrong: 2 });
  });

  it('judges each connection of an end that has several by itself', () => {
    const opens = (client: string, isn: number, ack: number): Statement[] => [
      sends(client, 'S', 'SYN', { seq: isn }),
      sends('S', client, 'SYN', { seq: 2 * isn, ack }),
      sends(client, 'S', 'ACK', { seq: isn + 1, ack: 2 * isn + 1 }),
    ];
    const [syn = is('C1', 'CLOSED'), ...rest] = opens('C1', 10, 11);
    expect(verdict(syn, ...opens('C2', 70, 71), ...rest)).toEqual({ kind: 'valid' });
    expect(verdict(syn, ...opens('C2', 70, 72), ...rest)).toMatchObject({ kind: 'invalid', wrong: 2 });
  });

  it('knows what a crash leaves, and an abort', () => {
    const data = sends('S', 'C', 'ACK+DATA', { seq: 300, ack: 100, len: 5 });
    const reset = sends('C', 'S', 'RST', { seq: 100, sender: 'CLOSED', receiver: 'CLOSED' });
    expect(verdict(...open, calls('C', 'crash'), data, reset)).toEqual({ kind: 'valid' });
    expect(verdict(...open, calls('C', 'abort'), reset)).toEqual({ kind: 'valid' });
    expect(verdict(...open, data, reset, reset)).toMatchObject({ kind: 'invalid', wrong: 4 });
  });

  it('never finds a mistake of the corpus valid', () => {
    const text = readFileSync(join(root, 'test/corpus/wrong.segno'), 'utf8');
    const { scenarios } = analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' });
    const found = scenarios.filter(({ script: one }) => {
      try {
        return decide(one).kind === 'valid';
      } catch {
        return false;
      }
    });
    expect(found.map(({ title }) => title)).toEqual([]);
  });

  it('finds no walk impossible, and next to nothing that is written down', () => {
    const walks = walkBases(40).map((base) => verdictOf(unchanged(base)).kind);
    expect(walks).not.toContain('invalid');
    expect(walks.filter((kind) => kind === 'valid').length).toBeGreaterThan(30);
    const impossible = writtenBases().filter((base) => verdictOf(unchanged(base)).kind === 'invalid');
    // Data that the note does not show, and ends that begin where a state line does not say.
    expect(impossible.length).toBeLessThan(12);
  });
});
