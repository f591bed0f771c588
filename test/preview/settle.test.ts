import { describe, expect, it } from 'vitest';
import type { Drawing, FileProblem } from '../../src/diagram/drawing.js';
import { settle, type Settled } from '../../src/preview/settle.js';
import { handshake, sketch } from './drawings.js';

const uri = 'file:///a.segno';

function scenario(title: string, line: number, count = 3): Drawing {
  return sketch({
    title,
    line,
    participants: ['C', 'S'],
    initial: { C: 'CLOSED', S: 'LISTEN' },
    rows: Array.from({ length: count }, () => ({ from: 'C', to: 'S', flags: 'SYN' })),
  });
}

function brokenAt(line: number): FileProblem {
  return { line, severity: 'error', code: 'syntax', message: '', broken: true };
}

function after(
  before: Settled | undefined,
  scenarios: readonly Drawing[],
  problems: readonly FileProblem[] = [],
): Settled {
  return settle(before, { uri, version: 1, scenarios, problems });
}

/** Titles of what is shown, with `~` before those that are held. */
function shown(settled: Settled): string[] {
  return settled.shown.map(
    ({ drawing, held }) => `${held ? '~' : ''}${drawing.title}:${drawing.rows.length}`,
  );
}

const good = after(undefined, [scenario('one', 1), scenario('two', 10), scenario('three', 20)]);

describe('while a line is broken', () => {
  it('holds the scenario that it stands in and shows the others as they are', () => {
    const next = after(
      good,
      [scenario('one', 1, 4), scenario('two', 10, 2), scenario('three', 20)],
      [brokenAt(12)],
    );
    expect(shown(next)).toEqual(['one:4', '~two:3', 'three:3']);
  });

  it('holds a scenario whose beginning is half typed, and shows nothing twice', () => {
    // `begi two`: what follows belongs to nobody, or to the scenario above.
    const next = after(
      good,
      [scenario('one', 1), scenario('', 11, 3), scenario('three', 20)],
      [brokenAt(10)],
    );
    expect(shown(next)).toEqual(['one:3', '~two:3', 'three:3']);
  });

  it('goes on holding while the line stays broken', () => {
    const once = after(good, [scenario('two', 10, 2)], [brokenAt(12)]);
    const twice = after(once, [scenario('two', 10, 1)], [brokenAt(12)]);
    expect(shown(twice)).toContain('~two:3');
  });

  it('shows what can be read where there was no good drawing before', () => {
    expect(shown(after(undefined, [scenario('one', 1, 2)], [brokenAt(2)]))).toEqual(['one:2']);
  });
});

it('shows the new drawings as soon as every line can be read', () => {
  const held = after(good, [scenario('two', 10, 2)], [brokenAt(12)]);
  expect(shown(after(held, [scenario('two', 10, 5)]))).toEqual(['two:5']);
});

it('keeps the last picture when a file loses its last exchange, and says so', () => {
  const next = after(good, []);
  expect(shown(next)).toEqual(['~one:3', '~two:3', '~three:3']);
  expect(next.vanished).toBe(true);
});

it('keeps nothing of another file', () => {
  expect(settle(good, { uri: 'file:///b.segno', version: 1, scenarios: [], problems: [] }).shown).toEqual([]);
});

it('shows a scenario that has only begun, beside those that are whole', () => {
  expect(shown(after(undefined, [{ ...handshake, rows: [], initial: [] }]))).toEqual([
    'Three-way handshake:0',
  ]);
  expect(shown(after(good, [scenario('one', 1), scenario('four', 10, 0)]))).toEqual(['one:3', 'four:0']);
});

describe('a first line that is half typed', () => {
  it('is an exchange of its own where it belongs to no other', () => {
    const next = after(after(undefined, [scenario('one', 1)]), [scenario('one', 1)], [brokenAt(8)]);
    expect(shown(next)).toEqual(['one:3', ':0']);
    expect(next.shown[1]).toMatchObject({ begun: true, held: false, drawing: { line: 8, endLine: 8 } });
    // As soon as it can be read it is what it is.
    expect(shown(after(next, [scenario('one', 1), scenario('', 8, 1)]))).toEqual(['one:3', ':1']);
  });

  it('belongs to the scenario that has begun above it, which has nothing to hold', () => {
    const begun = after(good, [scenario('one', 1), { ...scenario('four', 10, 0), initial: [] }]);
    const next = after(
      begun,
      [scenario('one', 1), { ...scenario('four', 10, 0), initial: [] }],
      [brokenAt(11)],
    );
    expect(shown(next)).toEqual(['one:3', 'four:0']);
  });
});

describe('a drawing that is held', () => {
  const breaks = (line: number, breaks: number) => ({ line, endLine: line, breaks, whole: false });

  it('has its lines go with what is edited around it, so that they stay the right ones', () => {
    const held = settle(good, { uri, version: 2, scenarios: [], problems: [brokenAt(2)] }, [breaks(1, 2)]);
    const [first, second] = held.shown;
    expect(first?.held).toBe(true);
    expect(first?.drawing.rows.map(({ line }) => line)).toEqual([4, 5, 6]);
    expect([second?.drawing.line, second?.drawing.endLine]).toEqual([12, 16]);
  });

  it('is found again by where it has gone to', () => {
    const untitled = after(undefined, [scenario('', 1), scenario('', 10)]);
    const next = settle(
      untitled,
      { uri, version: 2, scenarios: [scenario('', 21, 1), scenario('', 30)], problems: [brokenAt(22)] },
      [breaks(1, 20)],
    );
    expect(shown(next)).toEqual(['~:3', ':3']);
  });
});
