import { describe, expect, it } from 'vitest';
import { ShownNote } from '../../src/extension/shown-note.js';

describe('which note a preview shows', () => {
  it('is the one that the editor has, if that surely has exchanges', () => {
    const note = new ShownNote('a', false);
    expect(note.follow('b', true)).toBe(true);
    expect([note.uri, note.undecided]).toEqual(['b', false]);
  });

  it('stays until another one is found to have exchanges', () => {
    const note = new ShownNote('a', false);
    expect(note.follow('b', false)).toBe(true);
    expect([note.uri, note.wanted, note.undecided]).toEqual(['a', 'b', true]);
    expect([note.isAbout('a'), note.isAbout('b')]).toEqual([true, true]);
    expect(note.found('b', false)).toBe(false);
    expect(note.uri).toBe('a');
    expect(note.found('b', true)).toBe(true);
    expect([note.uri, note.undecided]).toEqual(['b', false]);
  });

  it('is the old one again when the editor comes back to it', () => {
    const note = new ShownNote('a', false);
    note.follow('b', false);
    note.follow('a', false);
    expect([note.uri, note.undecided]).toEqual(['a', false]);
    expect(note.found('b', true)).toBe(false);
  });

  it('is the first one that comes, where there is none', () => {
    const note = new ShownNote(undefined, false);
    expect(note.follow('a', false)).toBe(true);
    expect(note.uri).toBe('a');
    note.leave();
    expect(note.wanted).toBeUndefined();
  });

  it('does not change while it is locked, but by what is asked for', () => {
    const note = new ShownNote('a', false);
    note.follow('b', false);
    note.lock(true);
    expect([note.uri, note.undecided]).toEqual(['a', false]);
    expect(note.follow('c', true)).toBe(false);
    expect([note.show('c'), note.show('c'), note.uri]).toEqual([true, false, 'c']);
  });

  it('goes with its file, and with the folders that this is in', () => {
    const note = new ShownNote('file:///a/b/note.md', true);
    expect(note.moved('file:///a/b/note', 'file:///a/b/other')).toBe(false);
    expect(note.moved('file:///a/b/note.md', 'file:///a/b/kept.md')).toBe(true);
    expect(note.moved('file:///a', 'file:///c%20d')).toBe(true);
    expect(note.uri).toBe('file:///c%20d/b/kept.md');
  });
});
