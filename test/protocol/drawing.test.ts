import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Drawing, Row } from '../../src/diagram/drawing.js';
import { isDrawingsAnswer } from '../../src/protocol/server.js';
import { drawn, drawnFile } from '../diagram/written.js';
import { root } from '../support/root.js';

const answerOf = (scenarios: readonly unknown[]): unknown => ({
  uri: 'file:///a.segno',
  version: 1,
  scenarios,
  problems: [],
});

const notes = ['test/corpus', 'test/rules'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.segno'))
    .map((name) => `${folder}/${name}`),
);

const drawing = drawn(`
endpoint C "Ann"
== opening ==
C -> SYN(seq=x) -> S : hello
C <- SYN(seq=y)+ACK(ack=x+2) <- S
C -> ACK -> ...
S: LISTEN
... -> ACK -> S
C: close
note C, S: done
`);

type Path = readonly (string | number)[];

/** The places of everything in a value that is no object itself. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, part]) => leaves(part, [...path, name]));
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((inner, name) => (inner as Record<string | number, unknown>)[name], value);
}

function withLeaf(value: unknown, path: Path, leaf: unknown): unknown {
  const copy = structuredClone(value);
  const holder = at(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  holder[path.at(-1) ?? ''] = leaf;
  return copy;
}

describe('a drawing', () => {
  it.each(notes)('of ours is taken for one: %s', (note) => {
    const { scenarios, problems } = drawnFile(readFileSync(join(root, note), 'utf8'), 'zh-cn', 'ss');
    const answer = JSON.parse(JSON.stringify({ ...(answerOf(scenarios) as object), problems })) as unknown;
    expect(isDrawingsAnswer(answer)).toBe(true);
  });

  it('is none as soon as one thing in it is of another kind', () => {
    const wrong = {
      number: ['0', '%%{init}%%', -1, 0.5, NaN, 1e12, null, {}, []],
      string: [0, null, {}, ['a']],
      boolean: [0, 'true', null, {}],
    };
    const place = fc.constantFrom(...leaves(drawing));
    fc.assert(
      fc.property(place, fc.nat(), (path, choice) => {
        const values = wrong[typeof at(drawing, path) as keyof typeof wrong];
        const forged = withLeaf(drawing, path, values[choice % values.length]);
        expect(isDrawingsAnswer(answerOf([forged]))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  const first = (kind: Row['kind']) => drawing.rows.findIndex((row) => row.kind === kind);
  const beyond: readonly [string, (one: Drawing) => Path][] = [
    ['where a segment leaves', () => ['rows', first('segment'), 'from']],
    ['where a segment arrives', () => ['rows', first('segment'), 'to']],
    ['whose call it is', () => ['rows', first('call'), 'participant']],
    [
      'whose state it is',
      (one) => ['rows', one.rows.findIndex((row) => row.states.length > 0), 'states', 0, 'end'],
    ],
    ['what a note begins over', () => ['rows', first('note'), 'first']],
    ['what a note ends over', () => ['rows', first('note'), 'last']],
    [
      'a problem of a row',
      (one) => ['rows', one.rows.findIndex((row) => row.problems.length > 0), 'problems', 0],
    ],
    ['the row of a problem', () => ['problems', 0, 'row']],
    ['where it arrives later', (one) => ['rows', one.rows.findIndex((row) => 'other' in row), 'other']],
    ['whose end it is', () => ['ends', 0, 'participant']],
    ['what changes in a TCB', () => ['tcbs', 'changes', 0, 'after', 0, 1]],
    ['which row changes a TCB', () => ['tcbs', 'changes', 0, 'row']],
  ];

  it.each(beyond)('is none where it points at what is not there: %s', (_what, path) => {
    expect(isDrawingsAnswer(answerOf([drawing]))).toBe(true);
    expect(typeof at(drawing, path(drawing))).toBe('number');
    for (const index of [1000, 1e9]) {
      expect(isDrawingsAnswer(answerOf([withLeaf(drawing, path(drawing), index)]))).toBe(false);
    }
  });

  it('is none with more rows than anybody reads', () => {
    const rows = Array.from({ length: 200_001 }, () => drawing.rows.find(({ kind }) => kind === 'phase'));
    expect(isDrawingsAnswer(answerOf([{ ...drawing, rows }]))).toBe(false);
  });
});
