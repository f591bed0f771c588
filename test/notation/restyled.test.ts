/**
 * The same exchange drawn in another hand: other arrows, other columns, names in other languages, with and without a
 * fence. It says the same.
 */
import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { dice } from '../support/dice.js';
import { analysed } from '../language/helpers.js';
import { compact } from './compact.js';

interface Segment {
  readonly right: boolean;
  /** What a label says, and how it is read. */
  readonly label: string;
  readonly read: string;
}

const EXCHANGE: readonly Segment[] = [
  { right: true, label: 'SYN, seq=x', read: 'SYN seq=x' },
  { right: false, label: 'SYN+ACK, seq=y, ack=x+1', read: 'SYN+ACK seq=y ack=x+1' },
  { right: true, label: 'ACK, seq=x+1, ack=y+1', read: 'ACK seq=x+1 ack=y+1' },
  { right: true, label: 'FIN, seq=x+1, ack=y+1', read: 'FIN+ACK seq=x+1 ack=y+1' },
  { right: false, label: 'ACK, ack=x+2', read: 'ACK ack=x+2' },
  { right: false, label: 'FIN, seq=y+1, ack=x+2', read: 'FIN+ACK seq=y+1 ack=x+2' },
  { right: true, label: 'ACK, ack=y+2', read: 'ACK ack=y+2' },
];

const NAMES = [
  ['Client', 'Server'],
  ['A', 'B'],
  ['客户端', '服务器'],
  ['クライアント', 'サーバ'],
  ['클라이언트', '서버'],
  ['клиент', 'сервер'],
  ['Cliente', 'Servidor'],
  ['Rechner Eins', 'Rechner Zwei'],
  ['İstemci', 'Sunucu'],
] as const;

const said = ([left, right]: readonly [string, string]): string[] =>
  EXCHANGE.map(({ right: isRight, read }) => {
    const [from, to] = (isRight ? [left, right] : [right, left]).map((name) => name.replaceAll(' ', '_'));
    return `${from} > ${to} ${read}`;
  });

/** Columns that a text takes on the page. */
const width = (text: string): number =>
  Array.from(text).reduce(
    (sum, one) => sum + (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uff60]/u.test(one) ? 2 : 1),
    0,
  );

interface Style {
  readonly names: readonly [string, string];
  readonly seed: number;
}

const styles = fc.record({ names: fc.constantFrom(...NAMES), seed: fc.nat() });

function chooser(seed: number): <T>(...choices: T[]) => T {
  const random = dice(seed);
  return <T>(...choices: T[]): T => choices[Math.floor(random() * choices.length)] as T;
}

function ladder({ names, seed }: Style): string {
  const some = chooser(seed);
  const shaft = some('-', '─', '━', '=', '~', '—');
  const [rightHead, leftHead] = some(['>', '<'], ['▶', '◀'], ['►', '◄'], ['>>', '<<'], ['→', '←']);
  const [lifeline, above] = [some('|', '│', ':', '┃'), some(true, false)];
  const room = some(34, 40, 51);
  const row = (inner: string, shift = 0): string =>
    ' '.repeat(8) + lifeline + inner + ' '.repeat(Math.max(0, room - width(inner) + shift)) + lifeline;
  const lines = EXCHANGE.flatMap(({ right, label }) => {
    const shift = some(0, 0, 0, -1, 1);
    const drawn = above ? '' : ` ${label} `;
    const rest = room - 4 - rightHead.length - drawn.length;
    const before = above ? rest : some(2, Math.floor(rest / 2));
    const line = shaft.repeat(before) + drawn + shaft.repeat(Math.max(2, rest - before));
    const arrow = row(right ? ` ${line}${rightHead} ` : ` ${leftHead}${line} `, shift);
    return [...(above ? [row(`   ${label}`, shift)] : []), arrow, ...(some(true, false) ? [row('')] : [])];
  });
  const [left, right] = names;
  const head = ' '.repeat(Math.max(0, 8 - Math.floor(width(left) / 2))) + left;
  return [
    head + ' '.repeat(Math.max(3, 9 + room - Math.floor(width(right) / 2) - width(head))) + right,
    ...lines,
  ].join('\n');
}

function arrowLines({ names: [left, right], seed }: Style): string[] {
  const some = chooser(seed);
  const [to, from] = some(['->', '<-'], ['-->', '<--'], ['→', '←'], ['=>', '<='], ['──▶', '◀──']);
  const [on, back, bold] = [some(true, false), some(true, false), some('', '**')];
  const [one, other] = [left, right].map((name) => bold + name + bold);
  return EXCHANGE.map(({ right: isRight, label }) => {
    if (on) return isRight ? `${one} --- ${label} --> ${other}` : `${one} <-- ${label} --- ${other}`;
    if (isRight) return `${one} ${to} ${other}: ${label}`;
    return back ? `${one} ${from} ${other}: ${label}` : `${other} ${to} ${one}: ${label}`;
  });
}

const RUNS = 60;

/** Lets others have their turn, since each case is read at once. */
async function holds(check: (style: Style) => void): Promise<void> {
  await fc.assert(
    fc.asyncProperty(styles, async (style) => {
      await setImmediate();
      check(style);
    }),
    { numRuns: RUNS },
  );
}

describe('an exchange drawn in another hand', { timeout: 120_000 }, () => {
  it('is the same ladder', async () => {
    await holds((style) => {
      const text = ladder(style);
      expect(compact(text), text).toEqual(['ladder', ...said(style.names)]);
    });
  });

  it('is the same in arrow lines', async () => {
    await holds((style) => {
      const lines = arrowLines(style);
      expect(compact(lines.join('\n')), lines.join('\n')).toEqual(['arrows', ...said(style.names)]);
    });
  });

  it('is read in a list, in a quotation and in a paragraph', async () => {
    await holds((style) => {
      const some = chooser(style.seed);
      const begin = some('', '> ', '- ', '1. ', '* ', '> 1. ', '  - ', '> - ');
      const text = ['So:', '', ...arrowLines(style).map((line) => begin + line), '', 'And so on.'].join('\n');
      const { scenarios, problems } = analysed(text, 'markdown');
      expect(problems, text).toEqual([]);
      expect(
        scenarios.map(({ script }) => script.statements.filter(({ kind }) => kind === 'segment').length),
        text,
      ).toEqual([EXCHANGE.length]);
    });
  });

  it('has its mistake where it is written', async () => {
    await holds((style) => {
      const some = chooser(style.seed);
      const text = [...(some(true, false) ? ladder(style).split('\n') : arrowLines(style))]
        .map((line) => line.replace('ack=x+1', 'ack=x+3'))
        .join('\n');
      const { problems } = analysed(`\`\`\`\n${text}\n\`\`\`\n`, 'markdown');
      const [problem] = problems;
      const line = text.split('\n').findIndex((one) => one.includes('x+3'));
      expect(
        problems.map(({ code, line: at }) => [code, at]),
        text,
      ).toEqual([['wrong-ack-number', line + 2]]);
      expect(text.split('\n')[line]?.slice((problem?.column ?? 1) - 1), text).toMatch(/^(?:ack=)?x\+3/);
    });
  });
});

/** Words of texts about networks and about everything else. */
const WORDS = [
  ...[
    'the',
    'Client',
    'server',
    'host',
    'A',
    'B',
    'packet',
    'queue',
    'sends',
    'a',
    'is',
    'not',
    'and',
    'then',
    'port',
  ],
  ...[
    'SYN',
    'ACK',
    'FIN',
    'RST',
    'SYN-ACK',
    'ESTABLISHED',
    'TIME_WAIT',
    'seq',
    'flag',
    '数据',
    '确认',
    'données',
    'ответ',
  ],
  ...[
    '.',
    ',',
    ':',
    '(',
    ')',
    '|',
    '**',
    '`',
    '[x](y)',
    '100',
    '10.0.0.1',
    'x+1',
    '=',
    '/',
    '\n',
    '\n\n',
    '\n- ',
    '\n1. ',
  ],
];

describe('what is no exchange', { timeout: 120_000 }, () => {
  it('gets no word: prose', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...WORDS), { maxLength: 120 }), async (words) => {
        await setImmediate();
        const text = words.join(' ');
        const { problems, scenarios, unread } = analysed(text, 'markdown');
        expect([scenarios.length, problems, unread], text).toEqual([0, [], []]);
      }),
      { numRuns: 150 },
    );
  });

  it('gets no word: steps from state to state', async () => {
    const states = fc.constantFrom(
      'CLOSED',
      'LISTEN',
      'SYN_SENT',
      'SYN-RECEIVED',
      'ESTABLISHED',
      'FIN_WAIT_1',
      'TIME_WAIT',
    );
    const event = fc.constantFrom('SYN', 'ACK', 'FIN', 'rcv SYN, snd ACK', 'close / FIN', 'RST');
    const arrow = fc.constantFrom('->', '-->', '→', '=>');
    const step = fc.tuple(states, arrow, states, event, fc.boolean());
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 12 }),
        fc.boolean(),
        async (steps, isFenced) => {
          await setImmediate();
          const lines = steps.map(([from, to, next, by, isOn]) =>
            isOn ? `${from} --${by}--> ${next}` : `${from} ${to} ${next}: ${by}`,
          );
          const text = isFenced
            ? ['```', ...lines, '```'].join('\n')
            : lines.map((line) => `- ${line}`).join('\n');
          const { problems, scenarios } = analysed(text, 'markdown');
          expect([scenarios.length, problems], text).toEqual([0, []]);
        },
      ),
      { numRuns: 150 },
    );
  });
});
