import { describe, expect, it } from 'vitest';
import { drawAnalysis } from '../../src/diagram/draw-analysis.js';
import { analyse, type TextKind } from '../../src/language/analyse.js';
import { workOf } from '../support/work.js';

/** The lines that it makes of 0, 1, 2 … */
const each = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join('\n');
const scenario = (lines: string): string => `begin\n${lines}\nend\n`;
const OPEN = 'C -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK(ack=y+1) -> S\n';

/** Texts that repeat one thing so many times. */
const SEGNO: Readonly<Record<string, (n: number) => string>> = {
  'data that is acknowledged': (n) =>
    scenario(
      OPEN +
        each(n, (i) => `C -> DATA(seq=x+${i * 10 + 1}, len=10) -> S\nC <- ACK(ack=x+${i * 10 + 11}) <- S`),
    ),
  'data that is never acknowledged': (n) => scenario(OPEN + each(n, () => 'C -> DATA(len=10) -> S')),
  'data of unwritten length': (n) => scenario(OPEN + each(n, () => 'C -> DATA -> S\nC <- ACK <- S')),
  'data of unwritten length with new symbols': (n) =>
    scenario(OPEN + each(n, (i) => `C -> DATA(seq=s${i}) -> S\nC <- ACK(ack=a${i}) <- S`)),
  'numbers without symbols': (n) =>
    scenario(each(n, (i) => `C -> DATA(seq=${i * 10 + 1}, len=10) -> S\nC <- ACK(ack=${i * 10 + 11}) <- S`)),
  'data that arrives out of order': (n) =>
    scenario(OPEN + each(n, (i) => `C -> DATA(seq=x+${2 * (n - i)}, len=1) -> S`)),
  'segments under way': (n) =>
    scenario(
      `${OPEN}${each(n, (i) => `C -> DATA(seq=x+${i + 1}, len=1) -> ...`)}\n${each(n, (i) => `... -> DATA(seq=x+${i + 1}, len=1) -> S`)}`,
    ),
  'segments under way without numbers': (n) =>
    scenario(`${OPEN}${each(n, () => 'C -> DATA(len=1) -> ...')}\n${each(n, () => '... -> DATA -> S')}`),
  'segments under way that never arrive': (n) => scenario(OPEN + each(n, () => 'C -> DATA(len=1) -> ...')),
  'segments that are lost': (n) => scenario(OPEN + each(n, () => 'C -> DATA(len=1) -x S')),
  'copies that arrive': (n) =>
    scenario(`${OPEN}${each(n, () => 'C -> DATA(len=1) -> S')}\n${each(n, () => 'dup C -> DATA -> S')}`),
  'ends that talk to one': (n) => scenario(each(n, (i) => `C${i} -> SYN -> S`)),
  'ends that shake hands with one': (n) =>
    scenario(each(n, (i) => `C${i} -> SYN -> S\nC${i} <- SYN+ACK <- S\nC${i} -> ACK -> S`)),
  'pairs of ends': (n) => scenario(each(n, (i) => `C${i} -> SYN -> S${i}\nC${i} <- SYN+ACK <- S${i}`)),
  'ends that are open': (n) => scenario(each(n, (i) => `C${i} -> DATA(len=1) -> S\nC${i} <- ACK <- S`)),
  'ends with states': (n) => scenario(each(n, (i) => `S(C${i}): ESTABLISHED\nC${i} -> ACK -> S`)),
  'ends that are declared': (n) =>
    scenario(`${each(n, (i) => `endpoint C${i} "Client ${i}"`)}\nC0 -> SYN -> C1`),
  'ends that reuse addresses': (n) =>
    scenario(`C -> SYN -> S\n${each(n, (i) => `endpoint D${i} reuses C\nD${i} -> SYN -> S`)}`),
  'names that look alike': (n) => scenario(each(n, (i) => `Client${'a'.repeat(i % 50)}x${i} -> SYN -> S`)),
  calls: (n) => scenario(OPEN + each(n, () => 'C: receive')),
  'states that are right': (n) => scenario(OPEN + each(n, () => 'C: ESTABLISHED')),
  'states that are wrong': (n) => scenario(OPEN + each(n, (i) => (i % 2 ? 'C: CLOSED' : 'C: LISTEN'))),
  'notes and phases': (n) => scenario(OPEN + each(n, () => 'note: hello\n== phase ==')),
  'wrong numbers': (n) => scenario(OPEN + each(n, () => 'C -> DATA(seq=x+77, len=10)+ACK(ack=y+9) -> S')),
  'acknowledgments of what was not sent': (n) =>
    scenario(OPEN + each(n, (i) => `C <- ACK(ack=x+${i + 500}) <- S`)),
  'segments behind a reset': (n) =>
    scenario(`${OPEN}C -> RST -> S\n${each(n, () => 'C -> DATA(len=1) -> S')}`),
  'segments to an end that is closed': (n) =>
    scenario(`S: CLOSED\n${each(n, (i) => `C -> SYN(seq=${i}) -> S`)}`),
  'one SYN again and again': (n) => scenario(each(n, () => 'C -> SYN -> S')),
  'arrivals of what was not sent': (n) => scenario(OPEN + each(n, () => '... -> FIN -> S')),
  'connections one after the other': (n) => scenario(each(n, () => 'C -> SYN -> S\nC <- RST+ACK <- S')),
  expectations: (n) => scenario(OPEN + each(n, () => '// expect-error\nC -> SYN -> S')),
  'expectations that nothing meets': (n) => scenario(OPEN + each(n, () => '// expect-error\nC -> ACK -> S')),
  'blank lines': (n) => scenario(`C -> SYN -> S${'\n'.repeat(n)}`),
  comments: (n) => scenario(each(n, () => '// hello')),
  'comments between the pieces of a line': (n) => scenario(each(n, () => 'C -> SYN +\n// hello')),
  'lines that go on': (n) => scenario(`C -> SYN${' +\nACK'.repeat(n)} -> S`),
  prose: (n) => each(n, () => 'This is no exchange, but a line of prose.'),
  'prose in a scenario': (n) => scenario(each(n, () => 'This is no exchange, but a line of prose.')),
  'half a line': (n) => scenario(each(n, () => 'C -> SYN(')),
  'flags that are none': (n) => scenario(each(n, () => 'C -> SYNACK -> S')),
  scenarios: (n) => each(n, () => scenario(OPEN)),
  'scenarios that are not closed': (n) => each(n, () => 'begin\nC -> SYN -> S'),
  'ends of scenarios': (n) => each(n, () => 'end'),
  'beginnings of scenarios': (n) => each(n, () => 'begin'),
  'directives above a scenario': (n) => `${each(n, () => '// expect-error')}\n${scenario(OPEN)}`,
  'comments that are not closed': (n) => scenario(each(n, () => '/* C -> SYN -> S')),
  'a long name': (n) => scenario(`${'C'.repeat(n)} -> SYN -> S`),
  'a long title': (n) => `begin ${'long '.repeat(n)}\nC -> SYN -> S\nend`,
  'a long text': (n) => scenario(`C -> SYN -> S : ${'[a] '.repeat(n)}`),
  'many flags': (n) => scenario(`C -> ${'SYN+'.repeat(n)}ACK -> S`),
  'many options': (n) => scenario(`C -> SYN(${'mss=1460, '.repeat(n)}sack) -> S`),
  'many states': (n) => scenario(`C -> SYN -> S [${'CLOSED, '.repeat(n)}LISTEN]`),
  'a long path': (n) => scenario(`${OPEN}C: CLOSED${' -> SYN_SENT'.repeat(n)}`),
  arrows: (n) => scenario(`C${' -> SYN'.repeat(n)} -> S`),
  dashes: (n) => scenario('-'.repeat(n)),
  parentheses: (n) => scenario(`C -> SYN${'('.repeat(n)}`),
  'equals signs': (n) => scenario(`${'='.repeat(n)}x`),
  'equals signs apart': (n) => scenario(`== x ${'==  '.repeat(n)}x`),
  quotes: (n) => scenario(`endpoint C ${'"'.repeat(n)}`),
};

const MARKDOWN: Readonly<Record<string, (n: number) => string>> = {
  blocks: (n) => each(n, () => `Text\n\n\`\`\`segno\n${OPEN}\`\`\`\n`),
  'blocks in other languages': (n) => each(n, () => 'Text\n\n```js\nlet a = 1;\n```\n'),
  'blocks that are not closed': (n) => each(n, () => '> ```segno\n> C -> SYN -> S\n\ntext'),
  'blank lines': (n) => '\n'.repeat(n),
  paragraphs: (n) => each(n, () => 'A line of text, and one more.\n'),
  'list marks in one another': (n) => `${'- '.repeat(n)}x\n`,
  'list marks in one another, and lines below': (n) => `${'- '.repeat(n)}x\n${'\n'.repeat(n)}`,
  'quotations in one another': (n) => each(3, () => `${'> '.repeat(n)}x`),
  'list items': (n) => each(n, () => '- one'),
  comments: (n) => each(n, () => '<!-- a comment'),
  backticks: (n) => '`'.repeat(n),
  'drawings in the text': (n) =>
    each(n, () => 'Client          Server\n  | --- SYN ---> |\n  | <-- ACK ---- |\n'),
  'a long figure': (n) =>
    `Client          Server\n${each(n, () => '  | --- SYN ---> |\n  | <-- ACK ---- |')}\n`,
  'a Mermaid diagram': (n) =>
    `\`\`\`mermaid\nsequenceDiagram\n${each(n, () => 'C->>S: SYN\nS->>C: SYN, ACK')}\n\`\`\`\n`,
  'ends in a Mermaid diagram': (n) =>
    `\`\`\`mermaid\nsequenceDiagram\n${each(n, (i) => `C${i}->>S: SYN\nS->>C${i}: SYN, ACK`)}\n\`\`\`\n`,
};

const FEW = 60;

// What is made ready when it is needed first is not counted.
analysed('begin\nC -> SYN -> S\nend', 'segno')();

/** How much more the next doubling costs than the one before: 2 where it grows with the size, 4 with its square. */
async function growth(run: (n: number) => () => unknown): Promise<number> {
  // The first line of a kind costs more than those like it.
  run(FEW)();
  const one = await workOf(run(FEW));
  const two = await workOf(run(2 * FEW));
  const four = await workOf(run(4 * FEW));
  return (four - two) / Math.max(two - one, one / 20);
}

/** A logarithm more is allowed. */
const LINEAR = 2.6;

function analysed(text: string, kind: TextKind): () => unknown {
  return () => analyse(text, { kind, language: 'en', stateNames: 'netstat' });
}

describe('the work of analysing', { timeout: 300_000 }, () => {
  it.each(Object.entries(SEGNO))('grows no faster than a note with %s', async (_what, text) => {
    expect(await growth((n) => analysed(text(n), 'segno'))).toBeLessThan(LINEAR);
  });

  it.each(Object.entries(MARKDOWN))('grows no faster than a Markdown text with %s', async (_what, text) => {
    expect(await growth((n) => analysed(text(n), 'markdown'))).toBeLessThan(LINEAR);
  });
});

describe('the work of drawing', { timeout: 300_000 }, () => {
  const DRAWN = [
    'data that is acknowledged',
    'segments under way',
    'ends that shake hands with one',
    'wrong numbers',
  ];
  it.each(DRAWN)('grows no faster than a note with %s', async (what) => {
    const drawn = (n: number) => {
      const analysis = analyse(SEGNO[what]?.(n) ?? '', {
        kind: 'segno',
        language: 'en',
        stateNames: 'netstat',
      });
      return () => drawAnalysis(analysis, { language: 'en', states: 'netstat', tcbs: true });
    };
    expect(await growth(drawn)).toBeLessThan(LINEAR);
  });
});
