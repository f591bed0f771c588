import { describe, expect, it } from 'vitest';
import { exampleOf, starter } from '../../src/extension/first-notes.js';
import { analyse, type TextKind } from '../../src/language/analyse.js';

const codes = (text: string, kind: TextKind): string[] =>
  analyse(text, { kind, language: 'en', stateNames: 'netstat' }).problems.map(({ code }) => code);

describe.each(['en', 'zh-cn'] as const)('the notes to begin with, in %s', (language) => {
  it('show one mistake, which one edit mends', () => {
    const { text } = exampleOf('mistake', language);
    expect(codes(text, 'segno')).toEqual(['wrong-ack-number']);
    expect(codes(text.replace('x+2', 'x+1'), 'segno')).toEqual([]);
  });

  it('show a block in Markdown without a problem, with the cursor in it', () => {
    const { languageId, text, line } = exampleOf('markdown', language);
    expect(languageId).toBe('markdown');
    expect(codes(text, 'markdown')).toEqual([]);
    const block = text.split('\n').findIndex((written) => written.startsWith('```segno'));
    expect(line).toBeGreaterThan(block);
  });

  it('begin with a segment and no problem, whatever is filled in', () => {
    const filled = starter(language)
      .replaceAll(/\$\{\d:([^}]*)\}/g, '$1')
      .replace('$0', '');
    expect(codes(filled, 'segno')).toEqual([]);
  });
});
