import { ResponseError, type Position, type TextEdit } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import type { TextKind } from '../../src/language/analyse.js';
import { definitionAt, highlightsAt, referencesAt } from '../../src/language/features/references.js';
import { prepareRename, renameAt } from '../../src/language/features/rename.js';
import type { Language } from '../../src/rules/rule.js';
import { applied, noteOf, uri } from './note.js';

const TEXT = [
  'begin A',
  'C -> SYN(seq=x) -> S : C says hello to S',
  'C <- SYN+ACK(seq=y, ack=x+1) <- S [C: ESTABLISHED]',
  'S(C): CLOSED -> LISTEN -> SYN_RCVD -> ESTABLISHED',
  'endpoint C "Client"',
  'note C, S: C and S know x',
  'end',
  'begin B',
  'C -> SYN(seq=x) -> S',
  'end',
].join('\n');

/** The position of a piece of text on a line. */
function on(line: number, piece: string, text = TEXT): Position {
  return { line, character: text.split('\n')[line]?.indexOf(piece) ?? -1 };
}

function renamed(
  text: string,
  position: Position,
  name: string,
  kind: TextKind = 'segno',
  language: Language = 'en',
): string {
  const edit = renameAt(noteOf(text, kind, language), position, name);
  if (edit instanceof ResponseError) return edit.message;
  return applied(text, edit.changes?.[uri] ?? ([] as TextEdit[]));
}

describe('renaming', () => {
  it('an end renames it wherever its scenario names it, and in no other', () => {
    expect(renamed(TEXT, on(1, 'C '), 'Client1').split('\n')).toEqual([
      'begin A',
      'Client1 -> SYN(seq=x) -> S : C says hello to S',
      'Client1 <- SYN+ACK(seq=y, ack=x+1) <- S [Client1: ESTABLISHED]',
      'S(Client1): CLOSED -> LISTEN -> SYN_RCVD -> ESTABLISHED',
      'endpoint Client1 "Client"',
      'note Client1, S: C and S know x',
      'end',
      'begin B',
      'C -> SYN(seq=x) -> S',
      'end',
    ]);
  });

  it('a symbol renames it in sums, too', () => {
    const lines = renamed(TEXT, on(2, 'x+1'), '甲').split('\n');
    expect(lines.slice(1, 3)).toEqual([
      'C -> SYN(seq=甲) -> S : C says hello to S',
      'C <- SYN+ACK(seq=y, ack=甲+1) <- S [C: ESTABLISHED]',
    ]);
    expect(lines[8]).toBe('C -> SYN(seq=x) -> S');
  });

  it('stays inside one block of Markdown', () => {
    const text = '- a\n\n  ```segno\n  C -> SYN -> S\n  ```\n\n```segno\nC -> SYN -> S\n```\n';
    expect(renamed(text, { line: 3, character: 2 }, 'D', 'markdown')).toBe(text.replace('C ->', 'D ->'));
  });

  it.each([
    ['y', 'already'],
    ['1x', 'no name'],
    ['a b', 'no name'],
    ['', 'no name'],
  ])('a symbol to %j is refused', (name, why) => {
    expect(renamed(TEXT, on(1, 'x'), name)).toContain(why);
  });

  it('is refused where a line would say something else', () => {
    const text = 'C -> SYN -> S\nC: close\n';
    expect(renamed(text, { line: 0, character: 0 }, 'begin')).toContain('something else');
    expect(renamed('C -> SYN -> S : text [D: CLOSED]', { line: 0, character: 0 }, 'D')).toContain(
      'something else',
    );
    expect(renamed('C -> SYN -> S\n', { line: 0, character: 0 }, 'begin')).toBe('begin -> SYN -> S\n');
  });

  it('of anything else is refused in the language of the reader', () => {
    expect(prepareRename(noteOf(TEXT), on(1, 'SYN'))).toMatchObject({
      message: 'Only the names of ends and symbols can be renamed.',
    });
    expect(prepareRename(noteOf(TEXT, 'segno', 'zh-cn'), on(1, 'says'))).toMatchObject({
      message: '只有端的名字和符号可以重命名。',
    });
    expect(renamed(TEXT, on(1, 'x'), 'y', 'segno', 'zh-cn')).toContain('已经有');
  });

  it('offers the name as it stands', () => {
    expect(prepareRename(noteOf(TEXT), on(2, 'x+1'))).toEqual({
      range: { start: on(2, 'x+1'), end: on(2, '+1)') },
      placeholder: 'x',
    });
  });
});

describe('references', () => {
  it('are all places in the scenario, with or without the one that declares', () => {
    const lines = (declaration: boolean): number[] =>
      referencesAt(noteOf(TEXT), on(1, 'C'), declaration).map(({ range }) => range.start.line);
    expect(lines(true)).toEqual([1, 2, 2, 3, 4, 5]);
    expect(lines(false)).toEqual([1, 2, 2, 3, 5]);
  });

  it('of a broken line and of words are none', () => {
    expect(referencesAt(noteOf('C -> SYN ->\nC -> SYN -> S'), { line: 0, character: 0 }, true)).toEqual([]);
    expect(referencesAt(noteOf(TEXT), on(1, 'says'), true)).toEqual([]);
  });

  it('lead to where an end is declared and a symbol is bound', () => {
    expect(definitionAt(noteOf(TEXT), on(5, 'C,'))).toMatchObject({ range: { start: on(4, 'C') } });
    expect(definitionAt(noteOf(TEXT), on(2, 'x+1'))).toMatchObject({ range: { start: on(1, 'x') } });
    expect(definitionAt(noteOf(TEXT), on(0, 'begin'))).toBeNull();
  });
});

describe('highlights', () => {
  it('tell where a symbol is bound from where it is used', () => {
    expect(highlightsAt(noteOf(TEXT), on(2, 'x+1')).map(({ range, kind }) => [range.start, kind])).toEqual([
      [on(1, 'x'), 3],
      [on(2, 'x+1'), 2],
    ]);
  });
});
