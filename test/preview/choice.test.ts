import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../src/diagram/drawing.js';
import { Choice } from '../../src/preview/choice.js';
import { drawnFile } from '../diagram/written.js';

const uri = 'file:///a.segno';

const scenario = (title: string) => `begin ${title}\nC -> SYN -> S\nC <- SYN+ACK <- S\nend\n`;
const both = drawnFile(scenario('A') + scenario('B')).scenarios;

const answer = (scenarios: readonly Drawing[], version = 1, of = uri) => ({
  uri: of,
  version,
  scenarios,
  problems: [],
});

function choice(memory = {}): Choice {
  const made = new Choice(memory);
  made.take(answer(both));
  return made;
}

describe('which exchange is shown', () => {
  it('is the first one, until the cursor is in another', () => {
    const one = choice();
    expect([one.drawing?.title, one.row]).toEqual(['A', undefined]);
    expect(one.follow(uri, 6)).toEqual({ drawing: both[1], moved: true });
    expect([one.drawing?.title, one.row]).toEqual(['B', 0]);
  });

  it('is the one that was picked, until the cursor moves', () => {
    const one = choice();
    one.follow(uri, 2);
    expect(one.pick(1)).toBe(true);
    expect(one.take(answer(both, 2)).another).toBe(false);
    expect(one.drawing?.title).toBe('B');
    one.follow(uri, 3);
    expect(one.drawing?.title).toBe('A');
  });

  it('is no other because of a cursor in another note, or a pick of what is not there', () => {
    const one = choice();
    expect(one.follow('file:///b.segno', 6)).toBeUndefined();
    expect(one.pick(7)).toBe(false);
    expect(one.drawing?.title).toBe('A');
  });

  it('is the one that an earlier session left, with how it was looked at, once', () => {
    const left = { uri, scenario: { title: 'B', line: 5 }, zoom: 2 };
    const one = new Choice(left);
    expect(one.take(answer(both)).left).toBe(left);
    expect(one.drawing?.title).toBe('B');
    // The first thing that is said of the cursor tells only where it was.
    expect(one.follow(uri, 2)).toEqual({ moved: false });
    expect(one.drawing?.title).toBe('B');
    expect(one.take(answer(both, 2)).left).toBeUndefined();
  });

  it('begins anew with another note', () => {
    const one = choice();
    one.follow(uri, 6);
    const taken = one.take(answer(both, 1, 'file:///b.segno'));
    expect(taken).toMatchObject({ otherNote: true, another: true, drawing: both[0] });
  });

  it('waits with the cursor for drawings of the text in which it has moved', () => {
    const one = choice();
    one.edited({
      type: 'edited',
      uri,
      version: 2,
      edits: [{ line: 1, endLine: 1, breaks: 4, whole: true }],
    });
    expect(one.follow(uri, 10)).toBeUndefined();
    expect(one.drawing?.title).toBe('A');
    const moved = drawnFile(scenario('New') + scenario('A') + scenario('B')).scenarios;
    one.take(answer(moved, 2));
    expect(one.drawing?.title).toBe('B');
  });

  it('is none where there is none', () => {
    const one = new Choice({});
    expect(one.take(answer([])).drawing).toBeUndefined();
    const other = choice();
    other.leave();
    expect([other.drawing, other.uri]).toEqual([undefined, undefined]);
  });
});
