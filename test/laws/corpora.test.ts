import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Script } from '../../src/exchange/script.js';
import { dice } from '../support/dice.js';
import { root } from '../support/root.js';
import { written } from '../support/written.js';
import { filledIn, leftOut, mirrored, renamed, shifted } from './changes.js';
import { read, serious } from './exchanges.js';

/** How often each change is made to each exchange; more with `SEGNO_RUNS`. */
const TIMES = Math.ceil(Number(process.env['SEGNO_RUNS'] ?? 300) / 300);

/** Valid exchanges of every corpus. */
const FILES = [
  ...named('test/corpus', /^(?:valid|figures).*\.segno$/),
  ...named('examples', /\.(?:segno|md)$/),
];

function named(folder: string, pattern: RegExp): string[] {
  return readdirSync(`${root}/${folder}`)
    .filter((name) => pattern.test(name))
    .map((name) => `${folder}/${name}`);
}

function scriptsIn(file: string): readonly Script[] {
  const text = readFileSync(`${root}/${file}`, 'utf8');
  return read(text, file.endsWith('.md') ? 'markdown' : 'segno').scenarios.map(({ script }) => script);
}

const random = dice(Number(process.env['SEGNO_SEED'] ?? 1));

/** A constant of each stream: anywhere, or such that 2^31 or 2^32 lies within what the exchange counts. */
function constants(): (stream: string, near: number) => number {
  const known = new Map<string, number>();
  return (stream, near) => {
    let by = known.get(stream);
    if (by === undefined) {
      const edge = random() < 0.5 ? 2 ** 31 : 2 ** 32;
      by = random() < 0.4 ? Math.floor(random() * 2 ** 32) : edge - near - Math.floor(random() * 300);
      known.set(stream, by);
    }
    return by;
  };
}

interface Change {
  readonly of: (script: Script) => Script;
  /** One of so many exchanges is tried, if each is not tried often: to leave numbers out, the engine is asked of each. */
  readonly stride?: number;
}

const CHANGES: Readonly<Record<string, Change>> = {
  shifted: { of: (script) => shifted(script, constants()) },
  mirrored: { of: mirrored },
  renamed: { of: (script) => renamed(script, (name) => `${name}_${name}`) },
  'filled in': { of: filledIn },
  'with numbers left out': { of: (script) => leftOut(script, Math.floor(random() * 2 ** 30)), stride: 4 },
};

describe.each(Object.entries(CHANGES))(
  'nothing is wrong with a valid exchange %s',
  (_, { of, stride = 1 }) => {
    it.each(FILES)('of %s', async (file) => {
      for (const [i, script] of scriptsIn(file).entries()) {
        await setImmediate();
        if (TIMES === 1 && i % stride > 0) continue;
        for (let time = 0; time < TIMES; time++) {
          const other = of(script);
          expect(serious(other), written(other)).toEqual([]);
        }
      }
    });
  },
);
