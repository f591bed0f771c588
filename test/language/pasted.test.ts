import { describe, expect, it } from 'vitest';
import { pasted } from '../../src/language/pasted.js';
import { applyEdits } from '../../src/language/range.js';
import { analysed, serious } from './helpers.js';
import { noteOf } from './note.js';

const LADDER = `Client              Server
  |---- SYN seq=x ---->|
  |<--- SYN+ACK -------|
  |---- ACK ---------->|
`;

/** The text in which `@` is where something is pasted, after that; undefined where nothing is. */
function after(text: string, clipboard: string, kind: 'segno' | 'markdown' = 'segno'): string | undefined {
  const at = text.indexOf('@');
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = before.length - (before.lastIndexOf('\n') + 1) + 1;
  const range = { line, column, endLine: line, endColumn: column };
  const without = text.replace('@', '');
  const own = pasted(noteOf(without, kind), range, clipboard);
  return own === undefined ? undefined : applyEdits(without, [{ range, text: own }]);
}

const EXCHANGE = ['Client -> SYN(seq=x) -> Server', 'Client <- SYN+ACK <- Server', 'Client -> ACK -> Server'];

describe('what is pasted as Segno', () => {
  it('is a scenario in an empty file', () => {
    expect(after('@', LADDER)).toBe(['begin', ...EXCHANGE, 'end'].join('\n'));
  });

  it('is statements in an exchange', () => {
    expect(after('begin A\n@\nend\n', LADDER)).toBe(['begin A', ...EXCHANGE, 'end', ''].join('\n'));
    expect(after('C -> RST -> S\n@', LADDER)).toBe(['C -> RST -> S', ...EXCHANGE].join('\n'));
    expect(after('C -> RST@ -> S\n', LADDER)).toBe(['C -> RST', ...EXCHANGE, ' -> S', ''].join('\n'));
  });

  it('is a scenario between exchanges', () => {
    expect(after('begin\nC -> RST -> S\nend\n@\nbegin\nend', LADDER)).toBe(
      ['begin', 'C -> RST -> S', 'end', 'begin', ...EXCHANGE, 'end', 'begin', 'end'].join('\n'),
    );
  });

  it('is a block in Markdown, and a scenario in a block that is there', () => {
    expect(after('# Note\n\n@\n', LADDER, 'markdown')).toBe(
      ['# Note', '', '```segno', 'begin', ...EXCHANGE, 'end', '```', ''].join('\n'),
    );
    expect(after('> ```segno\n> @\n> ```\n', LADDER, 'markdown')).toBe(
      ['```segno', 'begin', ...EXCHANGE, 'end', '```'].map((line) => `> ${line}`).join('\n') + '\n',
    );
  });

  it('keeps the text around the figures of a piece of Markdown', () => {
    const piece = `First it opens.\n\n\`\`\`text\n${LADDER}\`\`\`\n\nThat was it.\n`;
    const text = after('@', piece, 'markdown');
    expect(text).toMatch(/^First it opens\.\n\n```segno\nbegin\n[^]*\nend\n```\n\nThat was it\.$/);
    expect(after('@', piece)).toBe(['begin', ...EXCHANGE, 'end'].join('\n'));
  });

  it('is a table of Markdown, too, and what HTML has escaped', () => {
    const table = '| from | to | segment |\n| --- | --- | --- |\n| A | B | SYN |\n| B | A | SYN+ACK |\n';
    expect(after('@', table)).toContain('A -> SYN -> B');
    const pre = `<pre>\n${LADDER.replaceAll('>', '&gt;').replaceAll('<', '&lt;')}</pre>\n`;
    expect(after('@', pre)).toBe(['begin', ...EXCHANGE, 'end'].join('\n'));
  });

  it.each([
    ['prose', 'The client sends a SYN,\nthe server an ACK.\n'],
    ['Segno', 'begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nend\n'],
    ['nothing', ''],
  ])('is left alone where it is %s', (_, clipboard) => {
    expect(after('@', clipboard)).toBeUndefined();
    expect(after('@', clipboard, 'markdown')).toBeUndefined();
  });

  it('is left alone in a block of another language', () => {
    expect(after('```mermaid\n@\n```\n', LADDER, 'markdown')).toBeUndefined();
  });

  it('has no problems that the figure did not have', () => {
    for (const kind of ['segno', 'markdown'] as const) {
      expect(serious(analysed(after('@', LADDER, kind) ?? '?', kind).problems)).toEqual([]);
    }
  });
});
