import { describe, expect, it } from 'vitest';
import { analysed } from './helpers.js';
import { turnedAt } from '../../src/language/features/turn-figure.js';
import { noteOf } from './note.js';

/** What is read from a text: the lines of its segments, a figure after the other. */
function figuresIn(...lines: string[]): string[] {
  return analysed(lines.join('\n'), 'markdown').scenarios.map(({ notation, line, script }) => {
    const segments = script.statements.filter(({ kind }) => kind === 'segment');
    return `${notation} ${segments.map((one) => one.line + line - 1).join()}`;
  });
}

describe('figures in the text of Markdown', () => {
  it.each([
    [
      'a paragraph',
      ['This is how:', 'A -> B: SYN', 'B -> A: SYN+ACK', 'A -> B: ACK', 'And so on.'],
      ['arrows 2,3,4'],
    ],
    ['a list', ['- A -> B: SYN', '- B -> A: SYN+ACK', '- A -> B: ACK'], ['arrows 1,2,3']],
    [
      'items that say more',
      ['1. A begins.', '   _A_ --SYN--> _B_', '2. B answers.', '   _A_ <--SYN/ACK-- _B_'],
      ['arrows 2,4'],
    ],
    [
      'lists within one another, each a figure of its own',
      [
        '1. open',
        '   1. a --SYN--> b',
        '   2. a <--SYN/ACK-- b',
        '2. closed',
        '   1. a --SYN--> b',
        '   2. a <--RST-- b',
      ],
      ['arrows 2,3', 'arrows 5,6'],
    ],
    ['a quotation', ['> A -> B: SYN', '>', '> B -> A: SYN+ACK'], ['arrows 1,3']],
    [
      'sections that show a step each',
      ['# 1', 'A -> B: SYN', '# 2', '**B -> A: SYN+ACK**', '# 3', '`A -> B: ACK`'],
      ['arrows 2,4,6'],
    ],
    [
      'sections that show a figure each',
      ['# 1', 'A -> B: SYN', 'B -> A: SYN+ACK', '# 2', 'A -> B: FIN', 'B -> A: ACK'],
      ['arrows 2,3', 'arrows 5,6'],
    ],
    [
      'lines of tcpdump in code',
      [
        '`IP 192.0.2.1.4000 > 192.0.2.2.80: Flags [S], seq 5`',
        '',
        '`IP 192.0.2.2.80 > 192.0.2.1.4000: Flags [S.], seq 9, ack 6`',
      ],
      ['tcpdump 1,3'],
    ],
  ])('are read in %s', (_, lines, found) => {
    expect(figuresIn(...lines)).toEqual(found);
  });

  it('have states in lists below their segments', () => {
    const text = '1. C -> S: SYN\n   - C enters SYN_SENT\n2. S -> C: SYN+ACK\n   - S enters CLOSE_WAIT\n';
    const { problems } = analysed(text, 'markdown');
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['state-mismatch', 4]]);
  });

  it.each([
    [
      'steps from state to state',
      ['- SYN_SENT -> ESTABLISHED on SYN+ACK', '- ESTABLISHED -> FIN_WAIT_1, sends FIN'],
    ],
    ['causes', ['- SYN flood -> backlog full -> RST', '- FIN lost -> FIN again -> ACK']],
    ['what ports answer', ['- Open -> SYN-ACK', '- Closed -> RST', '- Server -> RST']],
    ['other protocols', ['1. Shop -> Bank: charge', '2. Bank -> Shop: ACK', '3. Bank -> Shop: ACK']],
    ['one arrow in each of two lists', ['- A -> B: SYN', '', 'or', '', '* B -> A: SYN+ACK']],
    ['words of other languages', ['- début -> fin : SYNTHESE', '- fin -> début : PACKAGE']],
    ['figures behind a comment', ['<!-- segno-ignore -->', '- A -> B: SYN', '- B -> A: SYN+ACK']],
  ])('are no %s', (_, lines) => {
    const { problems, unread } = analysed(lines.join('\n'), 'markdown');
    expect([figuresIn(...lines), problems, unread]).toEqual([[], [], []]);
  });

  it('are turned into Segno where nothing else stands between their lines', () => {
    const alone = noteOf('So:\n\n> - A -> B: SYN\n> - B -> A: SYN+ACK\n', 'markdown');
    expect(turnedAt(alone, 2)?.edits).toMatchObject([
      {
        range: { start: { line: 2, character: 0 }, end: { line: 3, character: 19 } },
        newText: ['> ```segno', '> begin', '> A -> SYN -> B', '> A <- SYN+ACK <- B', '> end', '> ```'].join(
          '\n',
        ),
      },
    ]);
    const mixed = noteOf('1. A begins.\n   A -> B: SYN\n2. B answers.\n   B -> A: SYN+ACK\n', 'markdown');
    expect(mixed.analysis.figures).toHaveLength(1);
    expect(turnedAt(mixed, 1)).toBeUndefined();
  });
});

describe('one figure in several fences', () => {
  const fence = (line: string): string[] => ['```', line, '```', ''];

  it('is read where their steps are counted', () => {
    const lines = [
      ...['**1. Asking**', '', ...fence('P → Q: SYN, seq=j')],
      ...['**2. Answering**', '', ...fence('Q → P: SYN-ACK, ack=j+2')],
      ...['**3. Done**', '', ...fence('P → Q: ACK')],
    ];
    expect(figuresIn(...lines)).toEqual(['arrows 4,10,16']);
    const { problems } = analysed(lines.join('\n'), 'markdown');
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual(['10 wrong-ack-number']);
    // What stands between them would be lost.
    expect(turnedAt(noteOf(lines.join('\n'), 'markdown'), 9)).toBeUndefined();
  });

  it.each([
    ['without numbers', ['Asking', '', ...fence('P → Q: SYN'), 'Answering', '', ...fence('Q → P: RST')]],
    ['out of order', ['1. One', '', ...fence('P → Q: SYN'), '3. Three', '', ...fence('Q → P: RST')]],
    [
      'with a text between',
      ['1. One', '', ...fence('P → Q: SYN'), '2. Two', '', 'Wait', '', ...fence('Q → P: RST')],
    ],
  ])('is none %s', (_, lines) => {
    expect(figuresIn(...lines)).toEqual([]);
  });
});
