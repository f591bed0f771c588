import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createAnalyser, type Problem, type TextKind } from '../../src/language/analyse.js';
import { createQuiet } from '../../src/language/quiet.js';
import { exchanges } from './as-typed.js';

const options = { kind: 'segno', language: 'en', stateNames: 'netstat' } as const;

const serious = ({ severity }: Problem): boolean => severity === 'error' || severity === 'warning';
const keyOf = ({ line, code, message }: Problem): string => `${line} ${code}: ${message}`;

/** A text as it is checked while somebody types in it. */
function checker(
  kind: TextKind = 'segno',
): (text: string, line?: number, column?: number, rested?: boolean) => string[] {
  const own = { ...options, kind };
  const [analyser, quiet] = [createAnalyser(), createQuiet()];
  return (text, line, column = 1, rested = true) => {
    const cursor = line === undefined ? undefined : { line, column };
    return quiet(text, analyser(text, own), own, cursor, rested).filter(serious).map(keyOf);
  };
}

/** Valid exchanges, from everywhere, as many as are soon typed. Until a line says that it may be wrong, it is. */
const valid = exchanges()
  .filter((lines) => !lines.some((line) => /\/\/\s*(?:ignore|expect)/.test(line)))
  .filter((lines, index) => index % 97 === 0 && lines.length < 14)
  .filter((lines) => checker()(lines.join('\n')).length === 0);

/** What is said of the lines that are typed, one at each key, and unsaid when the line is whole. */
function flashes(lines: readonly string[], count: number, below: readonly string[]): string[] {
  const said = checker();
  const textOf = (line: string): string => [...lines.slice(0, count), line, ...below].join('\n');
  const line = lines[count] ?? '';
  const before = [...said(textOf(''), count + 1), ...said(textOf(''))];
  const after = new Set([...before, ...said(textOf(line), count + 1, line.length + 1)]);
  return Array.from({ length: line.length }, (_, column) => line.slice(0, column)).flatMap((begun) =>
    said(textOf(begun), count + 1, begun.length + 1, true)
      .filter((one) => !after.has(one))
      .map((one) => `${begun}| ${one}`),
  );
}

describe('while a valid exchange is written from its first line on', () => {
  it('nothing is said of what is still to come, however long the keys rest', () => {
    const said = checker();
    const whole = [
      [
        'begin',
        'C: CLOSED -> SYN_SENT -> CLOSED',
        'C -> SYN(seq=1) -> S',
        'C <- RST(seq=0)+ACK(ack=2) <- S',
        'end',
      ],
      [
        'begin',
        'C: CLOSED',
        'S: ESTABLISHED(snd=300, rcv=91)',
        'C <- DATA(10)+ACK <- S',
        'C -> RST(seq=91) -> S',
        'end',
      ],
      ...valid,
    ];
    const told = whole.flatMap((lines) =>
      lines.slice(0, -1).flatMap((line, count) => {
        const text = lines.slice(0, count + 1);
        const next = said([...text, '', 'end'].join('\n'), count + 2);
        return [
          ...said(text.join('\n'), count + 1, line.length + 1),
          ...said([...text, ''].join('\n'), count + 2),
          ...next,
        ];
      }),
    );
    expect(told).toEqual([]);
  });

  it('a path that cannot come true any more, and a reply that has not come at the end, are said', () => {
    const said = checker();
    const path = ['begin', 'C: CLOSED -> LISTEN', 'C -> SYN(seq=1) -> S', ''];
    expect(said(path.join('\n'), 4)).toMatchObject([expect.stringMatching(/^2 path-mismatch/)]);
    const reply = [
      'begin',
      'C: CLOSED',
      'S: ESTABLISHED(snd=300, rcv=91)',
      'C <- DATA(10)+ACK <- S',
      'end',
      '',
    ];
    expect(said(reply.join('\n'), 6)).toMatchObject([expect.stringMatching(/^4 reply-missing/)]);
  });

  it('a path that does not go on yet to the end is said when the cursor leaves it', () => {
    const said = checker();
    const exchange = ['C -> SYN(seq=1) -> S', 'C <- RST(seq=0)+ACK(ack=2) <- S', 'end'];
    const begun = ['begin', 'C: CLOSED -> SYN_SENT', ...exchange].join('\n');
    expect(said(begun, 2, 22)).toEqual([]);
    expect(said(begun)).toEqual([expect.stringMatching(/^2 path-mismatch/)]);
    const wrong = ['begin', 'C: CLOSED -> ESTABLISHED', ...exchange].join('\n');
    expect(said(wrong, 2, 25)).toEqual([expect.stringMatching(/^2 path-mismatch/)]);
  });

  it('nothing is said of the text below a block of Markdown that is not closed yet', () => {
    const said = checker('markdown');
    const below = [
      '',
      'And so it goes -> on, as one can see: (open',
      '',
      '```segno',
      'begin',
      'C -> SYN -> S',
      'end',
      '```',
      '',
    ];
    for (const end of [0, 3, below.length]) {
      const text = ['# Note', '', '```segno', 'begin', 'C -> SYN(seq=x) -> S', ...below.slice(0, end)];
      expect(said(text.join('\n'), 5, 21)).toEqual([]);
    }
  });
});

describe('while a valid line is typed from left to right', () => {
  it('nothing is said of the end below where a line begins like one', () => {
    const lines = ['begin', 'C -> SYN(seq=x) -> S', 'endpoint S "Server"', 'C <- SYN+ACK <- S', 'end'];
    expect(flashes(lines, 2, lines.slice(3))).toEqual([]);
    const said = checker();
    const text = lines.with(2, 'end').join('\n');
    expect(said(text, 3, 4)).toEqual([]);
    expect(said(text)).toContainEqual(expect.stringMatching(/^5 stray-end/));
  });

  it('nothing is said that is taken back, at the end of an exchange, however long the keys rest', async () => {
    expect(valid.length).toBeGreaterThan(4);
    expect(await flashesIn(() => [])).toEqual([]);
  });

  it('nothing is said that is taken back, in the middle of an exchange', async () => {
    expect(await flashesIn((lines, count) => lines.slice(count + 1))).toEqual([]);
  });
});

/** What is unsaid of each line of the valid exchanges. Vitest is let through between them. */
async function flashesIn(
  below: (lines: readonly string[], count: number) => readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const lines of valid) {
    await setImmediate();
    lines.forEach((_, count) => found.push(...flashes(lines, count, below(lines, count))));
  }
  return found;
}

describe('while a figure in another notation is typed', () => {
  const said = checker('markdown');
  const box = [
    '```',
    'A                    B',
    '|--- SYN, seq=1 ---->|',
    '|<-- SYN+ACK --------|',
    '|    seq=9, ack=2    |',
    '|--- ACK, ack=10 --->|',
    '```',
  ];
  const table = [
    '| way | flags | numbers | why |',
    '|---|---|---|---|',
    '| P → Q | SYN | seq=1 | opens |',
    '| Q → P | SYN, ACK | seq=9, ack=2 | agrees (it has seen the SYN) |',
    '| P → Q | ACK | seq=2, ack=10 | |',
  ];
  const mermaid = [
    '```mermaid',
    'sequenceDiagram',
    'C->>S: SYN, Seq=100',
    'S->>C: SYN-ACK, Seq=300, Ack=101',
    'C->>S: ACK, Seq=101, Ack=301',
    'C->>S: PSH, ACK (100 bytes)',
    '```',
  ];

  it.each([
    ['ladder', box],
    ['table', table],
    ['diagram of Mermaid', mermaid],
  ])('nothing is said of its lines while the keys do not rest: a %s', (_, lines) => {
    const flashed = lines.flatMap((line, count) =>
      Array.from(line, (_, column) => line.slice(0, column + 1)).flatMap((begun) =>
        said([...lines.slice(0, count), begun].join('\n'), count + 1, begun.length + 1, false),
      ),
    );
    expect(flashed).toEqual([]);
  });

  it('a line that is unfinished is not wrong when they rest, and one that is whole and wrong is', () => {
    const typed = (lines: readonly string[], line: string): string[] =>
      said([...lines, line].join('\n'), lines.length + 1, line.length + 1);
    expect(typed(mermaid.slice(0, 5), 'C->>S: PSH, ACK (50')).toEqual([]);
    expect(typed(mermaid.slice(0, 5), 'C->>S: FIN, ACK, Seq=')).toEqual([]);
    expect(typed(table.slice(0, 3), '| Q → P | SYN')).toEqual([]);
    expect(typed(box.slice(0, 3), '|<-- SYN, ack=7 ---')).toEqual([]);
    expect(typed(mermaid.slice(0, 5), 'S->>C: ACK, Ack=111')).toEqual([
      expect.stringMatching(/^6 ack-of-unsent-data/),
    ]);
    const left = said([...mermaid.slice(0, 5), 'C->>S: PSH, ACK (50'].join('\n'));
    expect(left).toEqual([expect.stringMatching(/^6 /)]);
  });

  it('what is wrong above stays said', () => {
    const lines = mermaid.with(3, 'S->>C: SYN-ACK, Seq=300, Ack=7');
    const wrong = said(lines.join('\n'));
    expect(wrong).toHaveLength(1);
    expect(said(lines.slice(0, 6).join('\n'), 6, 10, false)).toEqual(wrong);
  });
});
