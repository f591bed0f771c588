/** Fixes that are offered for what is wrong in the corpus and in the fixtures, applied. */
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/language/analyse.js';
import { offeredIn } from '../support/fixes.js';
import { root } from '../support/root.js';

/** One of so many exchanges is tried; all of them with `SEGNO_RUNS=1000`. */
const STRIDE = Number(process.env['SEGNO_RUNS'] ?? 300) < 1000 ? 3 : 1;

const FILES = ['test/corpus', 'test/rules'].flatMap((folder) =>
  readdirSync(`${root}/${folder}`)
    .filter((name) => name.endsWith('.segno') && !name.startsWith('valid'))
    .map((name) => `${folder}/${name}`),
);

/** The exchanges of all files as texts of their own. */
const exchanges = FILES.flatMap((file) => {
  const text = readFileSync(`${root}/${file}`, 'utf8');
  const lines = text.split('\n');
  const { scenarios } = analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' });
  return scenarios.map(({ line, endLine }) => lines.slice(line - 1, endLine).join('\n'));
}).filter((_, i) => i % STRIDE === 0);

describe('a fix that is offered', () => {
  it('mends its problem and brings no other', { timeout: 300_000 }, async () => {
    let all = 0;
    for (const text of exchanges) {
      await setImmediate();
      const { applied, bad } = offeredIn(text);
      all += applied;
      expect(bad).toEqual([]);
    }
    expect(all).toBeGreaterThan(exchanges.length / 2);
  });
});
