import { describe, expect, it } from 'vitest';
import { editedLines } from '../../src/extension/preview-edits.js';

/** An edit as VS Code tells it: lines and characters from 0. */
function change(from: readonly [number, number], to: readonly [number, number], text: string) {
  const range = { start: { line: from[0], character: from[1] }, end: { line: to[0], character: to[1] } };
  return { range, text } as unknown as Parameters<typeof editedLines>[0][number];
}

describe('edits as the preview follows them', () => {
  it.each([
    ['a letter', change([3, 5], [3, 5], 'x'), { line: 4, endLine: 4, breaks: 0, whole: false }],
    ['a line break', change([3, 5], [3, 5], '\r\n  '), { line: 4, endLine: 4, breaks: 1, whole: false }],
    ['a line pasted above', change([3, 0], [3, 0], 'a\n'), { line: 4, endLine: 4, breaks: 1, whole: true }],
    ['a line deleted', change([3, 0], [4, 0], ''), { line: 4, endLine: 5, breaks: 0, whole: true }],
    ['old line ends', change([3, 1], [4, 2], 'a\rb\r'), { line: 4, endLine: 5, breaks: 2, whole: false }],
  ])('count lines from 1 and the breaks of %s', (_, made, expected) => {
    expect(editedLines([made])).toEqual([expected]);
  });
});
