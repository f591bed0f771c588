import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyser, type Analysis } from '../../src/language/analyse.js';
import { RUNS } from '../laws/exchanges.js';
import { file, fullWidth, inChinese } from './generators.js';
import { analysed, plain } from './helpers.js';

// Each of these texts is analysed several times.

/** Words that belong to nobody but the reader stay as they are written, so their width is evened out here. */
function spaced(words: string): string {
  return words
    .normalize('NFKC')
    .replaceAll('【', '[')
    .replaceAll('】', ']')
    .replaceAll(/\s*:\s*|\s+/g, ' ');
}

/** What a text says, without where and in which spelling. */
function meaning(analysis: Analysis): unknown {
  return analysis.scenarios.map(({ script }) => ({
    title: spaced(script.title),
    mode: script.mode,
    statements: script.statements.map((one) => {
      const all = plain(one);
      return typeof all['text'] === 'string' ? { ...all, text: spaced(all['text']) } : all;
    }),
  }));
}

describe('spelling', () => {
  it('in Chinese or English means the same', () => {
    fc.assert(
      fc.property(file, (english) => {
        expect(meaning(analysed(inChinese(english)))).toEqual(meaning(analysed(english)));
      }),
      { numRuns: RUNS },
    );
  });

  it('in full-width punctuation or in ASCII means the same', () => {
    fc.assert(
      fc.property(file, (ascii) => {
        expect(meaning(analysed(fullWidth(ascii)))).toEqual(meaning(analysed(ascii)));
      }),
      { numRuns: RUNS },
    );
  });
});

/** A text and what is left after one edit to it. */
const edited = fc
  .tuple(
    file,
    fc.nat(),
    fc.nat(12),
    fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom('\n', '/*', '*/', '(', '"', '-x', 'x-', ' begin\n', 'end\n', '```\n', '：', '->'),
    ),
  )
  .map(([before, place, removed, inserted]) => {
    const at = place % (before.length + 1);
    return { before, after: before.slice(0, at) + inserted + before.slice(at + removed) };
  });

describe('an edit', () => {
  it('never makes anything throw, and every place stays inside the file', () => {
    fc.assert(
      fc.property(edited, fc.constantFrom('segno' as const, 'markdown' as const), ({ after }, kind) => {
        const written = kind === 'markdown' ? `\`\`\`segno\n${after}\n\`\`\`\n` : after;
        const lines = written.split(/\r\n|\n|\r/);
        for (const problem of analysed(written, kind).problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.endLine).toBeLessThanOrEqual(lines.length);
          expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1] ?? '').length + 1);
          expect(problem.endColumn).toBeLessThanOrEqual((lines[problem.endLine - 1] ?? '').length + 1);
          expect(problem.message).not.toBe('');
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('is seen the same by an analyser that remembers the text before it', () => {
    fc.assert(
      fc.property(fc.array(edited, { minLength: 1, maxLength: 4 }), (edits) => {
        const remember = createAnalyser();
        const options = { kind: 'segno', language: 'en', stateNames: 'netstat' } as const;
        for (const { before, after } of edits) {
          for (const written of [before, after]) {
            const known = remember(written, options);
            const fresh = analysed(written);
            expect(known.problems).toEqual(fresh.problems);
            expect(meaning(known)).toEqual(meaning(fresh));
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('of any characters at all is survived', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (anything) => {
        analysed(anything);
        analysed(anything, 'markdown');
      }),
      { numRuns: RUNS },
    );
  });
});

describe('monstrous texts', () => {
  it.each([
    ['a long line of brackets', `C -> SYN${'('.repeat(20_000)} -> S`],
    ['a long line of flags', `C -> ${Array(5_000).fill('ACK').join('+')} -> S`],
    ['a long line of arrows', `C ${'-> '.repeat(20_000)}`],
    ['a long word', `C -> ${'A'.repeat(100_000)} -> S`],
    ['a long string', `C -> DATA("${'\\'.repeat(50_000)}`],
    ['a long number', `C -> SYN(seq=${'9'.repeat(100_000)}) -> S`],
    ['many comments on a line', '/**/'.repeat(30_000)],
    ['prose', Array(5_000).fill('This is prose; it says nothing.').join('\n')],
    ['a line that goes on and on', Array(3_000).fill('C -> SYN+').join('\n')],
    ['many quotation marks', '>'.repeat(5_000)],
    ['many list markers', '- '.repeat(5_000)],
    ['many fences', '```segno\n'.repeat(3_000)],
  ])('%s is read, without so much work that the test would run out of time', (_name, monster) => {
    for (const kind of ['segno', 'markdown'] as const) {
      const { problems } = analysed(
        kind === 'markdown' ? `${monster}\n\`\`\`segno\n${monster}` : monster,
        kind,
      );
      expect(problems.length).toBeLessThanOrEqual(500);
    }
  });
});
