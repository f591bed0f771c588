import { describe, expect, it } from 'vitest';
import { tokenise, withScope } from './tokens.js';

describe('in Markdown', () => {
  it.each(['segno', 'tcp', 'segno Three-way handshake', 'SEGNO'])(
    'a block marked %s is Segno',
    async (info) => {
      const lines = await tokenise(
        'text.html.markdown',
        `# Notes\n\n\`\`\`${info}\nC -> SYN -> S\n\`\`\`\n\nC -> SYN -> S`,
      );
      expect(withScope(lines[3], 'entity.name.function.flag.segno')).toEqual(['SYN']);
      expect(lines[3]?.[0]?.scopes).toContain('meta.embedded.block.segno');
      expect(withScope(lines[6], 'entity.name.function.flag.segno')).toEqual([]);
    },
  );

  it('a block ends at its fence even inside an open comment', async () => {
    const lines = await tokenise('text.html.markdown', '~~~segno\n/* open\n~~~\ntext');
    expect(lines[3]?.[0]?.scopes).not.toContain('meta.embedded.block.segno');
  });

  it('other words that start like it are left alone', async () => {
    const lines = await tokenise('text.html.markdown', '```tcpdump\nC -> SYN -> S\n```');
    expect(withScope(lines[1], 'entity.name.function.flag.segno')).toEqual([]);
  });

  it.each(['java', ''])('an exchange between 开始 and 结束 in a block marked "%s" is Segno', async (info) => {
    const lines = await tokenise(
      'text.html.markdown',
      `\`\`\`${info}\n开始\nC -> SYN -> S\n结束\nint x;\n\`\`\`\ntext`,
    );
    expect(withScope(lines[1], 'keyword.control.begin.segno')).toEqual(['开始']);
    expect(withScope(lines[2], 'entity.name.function.flag.segno')).toEqual(['SYN']);
    expect(withScope(lines[3], 'keyword.control.end.segno')).toEqual(['结束']);
    expect(lines[4]?.[0]?.scopes).not.toContain('meta.embedded.block.segno');
    expect(lines[6]?.[0]?.scopes).not.toContain('markup.fenced_code.block.markdown');
  });
});
