import { describe, expect, it } from 'vitest';
import { drawingFileName } from '../../src/extension/file-name.js';

describe('the name of a drawing’s file', () => {
  it('has the note’s name and the title', () => {
    expect(drawingFileName('handshake.md', 'Three-way handshake', 'svg')).toBe(
      'handshake - Three-way handshake.svg',
    );
    expect(drawingFileName('握手.segno', '', 'png')).toBe('握手.png');
    expect(drawingFileName('', '', 'svg')).toBe('exchange.svg');
  });

  it('is never the note’s own', () => {
    expect(drawingFileName('handshake.md', '', 'md')).toBe('handshake - drawing.md');
    expect(drawingFileName('Notes.MD', '', 'md')).toBe('Notes - drawing.md');
    expect(drawingFileName('exchange.md', 'Close', 'md')).toBe('exchange - Close.md');
    expect(drawingFileName('handshake.md', '', 'mmd')).toBe('handshake.mmd');
  });

  it.each([
    ['../../etc/passwd', 'n - .. .. etc passwd.svg'],
    ['a/b\\c:d*e?f"g<h>i|j', 'n - a b c d e f g h i j.svg'],
    ['\u202egvs.exe', 'n - gvs.exe.svg'],
    ['a\u0000b\nc\u200bd', 'n - a b c d.svg'],
    ['dots...', 'n - dots.svg'],
  ])('leads nowhere and hides nothing: %j', (title, name) => {
    expect(drawingFileName('n.md', title, 'svg')).toBe(name);
    expect(drawingFileName('n.md', title, 'svg')).not.toMatch(/[/\\]/);
  });

  it('is no device, no hidden file, and no longer than file systems have it', () => {
    expect(drawingFileName('', 'CON', 'svg')).toBe('_CON.svg');
    expect(drawingFileName('', 'nul.txt', 'png')).toBe('_nul.txt.png');
    expect(drawingFileName('.hidden.md', '', 'png')).toBe('hidden.png');
    const long = drawingFileName('字'.repeat(300), '图'.repeat(300), 'png');
    expect(new TextEncoder().encode(long).length).toBeLessThan(256);
    expect(long).toMatch(/^字+ - 图+\.png$/);
  });
});
