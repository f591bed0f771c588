import type { SelectionRange } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import type { TextKind } from '../../src/language/analyse.js';
import { lensesOf, PREVIEW_COMMAND } from '../../src/language/features/code-lens.js';
import { selectionAt } from '../../src/language/features/selection.js';
import { TOKEN_TYPES, tokensOf } from '../../src/language/features/semantic-tokens.js';
import { symbolsIn } from '../../src/language/features/workspace-symbols.js';
import { Command } from '../../src/extension/names.js';
import { contributes } from '../../package.json';
import { noteOf, uri } from './note.js';

/** Each token with what it is said to be. */
function tokens(text: string, kind: TextKind = 'segno', first?: number, last?: number): string[] {
  const { data } = tokensOf(noteOf(text, kind), first, last);
  const lines = text.split('\n');
  const result: string[] = [];
  let [line, column] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0] = data.slice(at, at + 5);
    column = down > 0 ? right : column + right;
    line += down;
    result.push(`${lines[line]?.slice(column, column + length) ?? ''} ${TOKEN_TYPES[type] ?? ''}`);
  }
  return result;
}

describe('semantic tokens', () => {
  it('say what each word of a segment is', () => {
    expect(tokens('stale ... -> SYN(seq=x+1, mss=5)+DATA("a") -x S : C said [S: LISTEN]')).toEqual([
      'stale modifier',
      '... operator',
      '-> operator',
      'SYN function',
      'seq parameter',
      'x variable',
      '+ operator',
      '1 number',
      'mss parameter',
      '5 number',
      '+ operator',
      'DATA function',
      '"a" string',
      '-x operator',
      'S type',
      'S type',
      'LISTEN enumMember',
    ]);
  });

  it.each([
    ['S: close', ['S type', 'close method']],
    ['S: send 5', ['S type', 'send method', '5 number']],
    ['S(C): ESTABLISHED(snd=5)', ['S type', 'C type', 'ESTABLISHED enumMember', 'snd parameter', '5 number']],
    ['模式 严格', ['模式 keyword', '严格 enumMember']],
    ['endpoint C "c" reuses D', ['endpoint keyword', 'C type', '"c" string', 'reuses keyword', 'D type']],
    ['end -> SYN -> note', ['end type', '-> operator', 'SYN function', '-> operator', 'note type']],
    ['C -> SYN ->', []],
  ])('tell in %s a name from a keyword', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('are those of a range, and of the blocks in Markdown', () => {
    const text = 'C -> SYN -> S\n\n```segno\nS: close\nC: abort\n```\n';
    expect(tokens(text, 'markdown')).toEqual(['S type', 'close method', 'C type', 'abort method']);
    expect(tokens(text, 'markdown', 4, 4)).toEqual(['C type', 'abort method']);
  });

  it('have a scope for themes that know nothing of them', () => {
    for (const { scopes } of contributes.semanticTokenScopes) {
      expect(Object.keys(scopes).sort()).toEqual([...TOKEN_TYPES].sort());
    }
  });
});

describe('a growing selection', () => {
  it('goes from the word to the block, never the same twice', () => {
    const text = 'begin A\nC -> ACK(seq=x+1, ack=y) -> S : text\nend\n';
    const selected: string[] = [];
    const lines = text.split('\n');
    let selection: SelectionRange | undefined = selectionAt(noteOf(text), { line: 1, character: 13 });
    for (; selection; selection = selection.parent) {
      const { start, end } = selection.range;
      selected.push(
        start.line === end.line
          ? (lines[start.line] ?? '').slice(start.character, end.character)
          : `${start.line}-${end.line}`,
      );
    }
    expect(selected).toEqual([
      'x',
      'seq=x+1',
      '(seq=x+1, ack=y)',
      'ACK(seq=x+1, ack=y)',
      'C -> ACK(seq=x+1, ack=y) -> S : text',
      '0-2',
      '0-3',
    ]);
  });

  it('outside of every block stays where it is', () => {
    const position = { line: 0, character: 1 };
    expect(selectionAt(noteOf('abc\n', 'markdown'), position)).toEqual({
      range: { start: position, end: position },
    });
  });
});

describe('workspace symbols', () => {
  it('are the scenarios whose titles hold what is asked for', () => {
    const notes = [noteOf('begin Three-way handshake\nC -> SYN -> S\nend\nbegin 关闭\nC: close\nend\n')];
    const names = (query: string): string[] => symbolsIn(notes, query).map(({ name }) => name);
    expect(names('')).toEqual(['Three-way handshake', '关闭']);
    expect(names('hand')).toEqual(['Three-way handshake']);
    expect(names('twh')).toEqual(['Three-way handshake']);
    expect(names('关')).toEqual(['关闭']);
    expect(names('xyz')).toEqual([]);
    expect(symbolsIn(notes, 'twh')).toMatchObject([
      { containerName: 'C, S', location: { uri, range: { start: { line: 0 } } } },
    ]);
  });
});

describe('code lenses', () => {
  it('open the preview, in the language of the reader', () => {
    const text = 'begin A\nC -> SYN -> S\nend\n\nbegin B\nC -> SYN -> S\nend\n';
    expect(lensesOf(noteOf(text)).map(({ range, command }) => [range.start.line, command?.title])).toEqual([
      [0, 'Preview'],
      [4, 'Preview'],
    ]);
    expect(lensesOf(noteOf(text, 'segno', 'zh-cn'))[0]?.command?.title).toBe('预览');
    expect(PREVIEW_COMMAND).toBe(Command.openPreviewToSide);
  });
});
