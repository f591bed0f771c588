import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createAnalyser, type Analysis } from '../../src/language/analyse.js';
import { analysed, plain } from './helpers.js';

// Hundreds of texts are analysed in each of these.
vi.setConfig({ testTimeout: 60_000 });

const name = fc.constantFrom('C', 'S', 'Client1', '客户端', 'end', 'x');
const expression = fc.constantFrom('x', 'x+1', 'y+20', 'z-1', '5', '0x10', '4294967295');
const argument = fc.oneof(
  fc.tuple(fc.constantFrom('seq', 'ack'), expression).map(([key, value]) => `${key}=${value}`),
  fc
    .tuple(fc.constantFrom('len', 'win', 'mss', 'foo'), fc.nat(70_000))
    .map(([key, value]) => `${key}=${value}`),
  fc.constantFrom('sackok', 'ts=1/2', 'sack=1..5'),
);
const args = fc.uniqueArray(argument, { maxLength: 3, selector: (one) => one.split('=')[0] });
const flags = fc.uniqueArray(fc.constantFrom('SYN', 'ACK', 'FIN', 'RST', 'PSH', 'DATA'), {
  minLength: 1,
  maxLength: 3,
});
const segment = fc
  .tuple(flags, args)
  .map(([all, list]) => all.join('+') + (list.length > 0 ? `(${list.join(', ')})` : ''));
const text = fc.constantFrom('', ': some text', ' [C: CLOSED]', ': text [C: FIN-WAIT-1]', ' // comment');
const statement = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(name, segment, fc.constantFrom('->', '-x'), fc.constant('T'), text)
      .map(([from, what, arrow, to, rest]) => `${from} -> ${what} ${arrow} ${to}${rest}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(segment, fc.constantFrom('', 'dup ', 'stale '), text)
      .map(([what, origin, rest]) => `${origin}... -> ${what} -> C${rest}`),
  },
  fc.constantFrom(
    'C: close',
    'C: send 5',
    'T: listen',
    'C: 2MSL',
    'C: timeout',
    'C: shutdown',
    'C: user-timeout',
  ),
  fc.constantFrom('C: ESTABLISHED(snd=5, rcv=x)', 'C: CLOSED -> SYN-SENT -> ESTABLISHED'),
  fc.constantFrom(
    'endpoint C "Client"',
    'endpoint D reuses C',
    'endpoint U unchecked',
    'note C, T: some text',
    '== p ==',
    'mode strict',
  ),
  fc.constantFrom('// expect-error', '// ignore shorthand: so', '', '# nothing'),
);
const scenario = fc
  .tuple(fc.constantFrom('', ' Title', ' T 2'), fc.array(statement, { maxLength: 8 }))
  .map(([title, lines]) => [`begin${title}`, ...lines, 'end'].join('\n'));
const file = fc.array(scenario, { maxLength: 4 }).map((all) => all.join('\n\n'));

const CHINESE: Readonly<Record<string, string>> = {
  begin: '开始',
  end: '结束',
  endpoint: '端点',
  reuses: '复用',
  unchecked: '不检查',
  note: '注',
  mode: '模式',
  strict: '严格',
  dup: '重复',
  stale: '陈旧',
  listen: '监听',
  close: '关闭',
  send: '发送',
  timeout: '超时',
  shutdown: '半关闭',
  'user-timeout': '用户超时',
  'expect-error': '预期错误',
  ignore: '忽略',
};

/** The text with every keyword in Chinese. The endpoints that are called like keywords stay what they are. */
function inChinese(english: string): string {
  return english
    .split('\n')
    .map((line) =>
      line
        .replace(
          /^(begin|end|endpoint|note|mode|dup|stale)(?= |$)(?! (?:->|<-))/,
          (word) => CHINESE[word] ?? word,
        )
        .replace(
          /^(C|T): (listen|close|send|timeout|shutdown|user-timeout)/,
          (_all, end: string, call: string) => `${end}: ${CHINESE[call] ?? call}`,
        )
        .replace(/^(模式) strict/, '$1 严格')
        .replace(
          /^(端点 \w+) (reuses|unchecked)/,
          (_all, start: string, word: string) => `${start} ${CHINESE[word] ?? word}`,
        )
        .replace(/^\/\/ (expect-error|ignore)/, (_all, word: string) => `// ${CHINESE[word] ?? word}`),
    )
    .join('\n');
}

/** The text with the punctuation of a Chinese keyboard, but in comments. */
function fullWidth(ascii: string): string {
  const wide: Readonly<Record<string, string>> = {
    '(': '（',
    ')': '）',
    ',': '，',
    ':': '：',
    '+': '＋',
    '=': '＝',
    '"': '”',
    '[': '【',
    ']': '】',
    '->': '→',
    '...': '……',
    ' ': '　',
  };
  return ascii
    .split('\n')
    .map((line) =>
      /^(?:\/\/|#)|\/\//.test(line) ? line : line.replaceAll(/->|\.\.\.|[(),:+="[\] ]/g, (c) => wide[c] ?? c),
    )
    .join('\n');
}

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
      { numRuns: 150 },
    );
  });

  it('in full-width punctuation or in ASCII means the same', () => {
    fc.assert(
      fc.property(file, (ascii) => {
        expect(meaning(analysed(fullWidth(ascii)))).toEqual(meaning(analysed(ascii)));
      }),
      { numRuns: 150 },
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
      { numRuns: 400 },
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
      { numRuns: 100 },
    );
  });

  it('of any characters at all is survived', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (anything) => {
        analysed(anything);
        analysed(anything, 'markdown');
      }),
      { numRuns: 300 },
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
  ])('%s is read in bounded time', (_name, monster) => {
    for (const kind of ['segno', 'markdown'] as const) {
      const began = performance.now();
      const { problems } = analysed(
        kind === 'markdown' ? `${monster}\n\`\`\`segno\n${monster}` : monster,
        kind,
      );
      expect(problems.length).toBeLessThanOrEqual(500);
      expect(performance.now() - began).toBeLessThan(5_000);
    }
  });
});
