import { describe, expect, it } from 'vitest';
import { analyse, type Analysis } from '../../src/language/analyse.js';
import { applyEdits, splitLines } from '../../src/language/range.js';
import { turned, turnEdits } from '../../src/language/turn.js';

const read = (text: string, kind: 'markdown' | 'segno'): Analysis =>
  analyse(text, { kind, language: 'en', stateNames: 'netstat' });

/** What happens on the wire, and where the ends are after it. */
function happens({ scenarios }: Analysis): unknown {
  return scenarios.map(({ trace }) => ({
    steps: trace.steps.flatMap((step) => {
      if (step.kind !== 'segment') return [];
      const { from, to, fate, flags, seq, ack, len } = step;
      const said = [seq, ack].map((number) => (number === null ? null : trace.speak(number)));
      return [[from, to, fate, flags, ...said, len]];
    }),
    final: trace.final,
  }));
}

const FIGURES: Readonly<Record<string, string>> = {
  mermaid: `sequenceDiagram
participant W as The worker
participant K
Note over K: LISTEN
Note over W: SYN_SENT
W-xK: SYN (seq=x)
W->>K: SYN (seq=x), again
K->>W: SYN-ACK (seq=y, ack=x+1, win=100, mss=1460)
W->>K: ACK (ack=y+1)
W->>K: DATA (len=20)
K->>W: ACK // of 20 bytes
W->>K: FIN
K->>W: FIN,ACK
W->>K: ACK
Note over W: TIME_WAIT, then CLOSED`,
  plantuml: `@startuml
title # Refused
A -> B: SYN
B --> A: RST, ACK
note left: CLOSED
@enduml`,
};

describe('a text of a figure', () => {
  it.each(['// slow', 'a // b', '# 1', 'a # b', '/* a */', 'http://a.b#c', '[1]'])(
    'is a text in Segno, too: %s',
    (text) => {
      const figure = `sequenceDiagram\ntitle ${text}\nW->>K: SYN\nNote over W: ${text}\nK->>W: SYN-ACK\nW->>K: ACK`;
      const before = read(`\`\`\`mermaid\n${figure}\n\`\`\``, 'markdown');
      const after = read(before.scenarios.flatMap(turned).join('\n'), 'segno');
      const said = ({ scenarios }: Analysis): unknown =>
        scenarios.map(({ title, script }) => ({
          title: title.replaceAll('\u2060', ''),
          notes: script.statements.flatMap((one) =>
            one.kind === 'note' ? [[one.ends, one.text?.replaceAll('\u2060', '')]] : [],
          ),
        }));
      expect(before.scenarios[0]?.title).toBe(text);
      expect(after.problems).toEqual([]);
      expect(said(after)).toEqual(said(before));
    },
  );
});

describe.each(Object.entries(FIGURES))('a figure in %s', (language, figure) => {
  const markdown = [
    '> - one',
    '>   ```' + language,
    ...figure.split('\n').map((line) => `>   ${line}`),
    '>   ```',
    'after',
  ].join('\n');
  const analysis = read(markdown, 'markdown');

  it('goes the same way when it is turned into Segno', () => {
    const text = analysis.scenarios.flatMap(turned).join('\n');
    const segno = read(text, 'segno');
    expect(segno.problems.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual(
      [],
    );
    expect(happens(segno)).toEqual(happens(analysis));
  });

  it('is turned where it stands', () => {
    const [block] = analysis.figures;
    if (!block) throw new Error('nothing was read');
    const edits = turnEdits(block, analysis.scenarios, splitLines(markdown));
    const after = applyEdits(markdown, edits);
    expect(splitLines(after)[1]).toBe('>   ```segno');
    expect(after.endsWith('>   ```\nafter')).toBe(true);
    const again = read(after, 'markdown');
    expect(again.scenarios.map(({ notation }) => notation)).toEqual(['segno']);
    expect(happens(again)).toEqual(happens(analysis));
  });
});

it('reads indented code, too', () => {
  const code = ['', '    A -> B: SYN', '    B -> A: SYN+ACK', '    A -> B: ACK', ''];
  expect(read(code.join('\n'), 'markdown').scenarios.map(({ notation }) => notation)).toEqual(['arrows']);
});

describe('a figure in no fence of its own', () => {
  const figure = ['sequenceDiagram', 'A->>B: SYN', 'B->>A: SYN-ACK', 'A->>B: ACK'];
  const turnedText = (lines: readonly string[]): string[] => {
    const text = lines.join('\n');
    const analysis = read(text, 'markdown');
    const edits = analysis.figures.flatMap((block) => turnEdits(block, analysis.scenarios, lines));
    return splitLines(applyEdits(text, edits));
  };
  const segno = ['```segno', 'begin', 'A -> SYN -> B', 'A <- SYN+ACK <- B', 'A -> ACK -> B', 'end', '```'];

  it.each([
    ['an element for Mermaid', ['<div class="mermaid">', ...figure, '</div>'], segno],
    ['preformatted text for Mermaid', ['<pre class="mermaid">', ...figure, '</pre>'], segno],
    [
      'an element among others',
      ['<details>', '<div class="mermaid">', ...figure, '</div>', '</details>'],
      ['<details>', '', ...segno, '', '</details>'],
    ],
    ['colons', [':::mermaid', ...figure, ':::'], segno],
  ])('is turned with what is around it: %s', (_, before, after) => {
    expect(turnedText(before)).toEqual(after);
    expect(read(after.join('\n'), 'markdown').scenarios.map(({ notation }) => notation)).toEqual(['segno']);
  });

  it('stays where it shares its lines with something else', () => {
    const mixed = ['<p>See</p><pre class="mermaid">', ...figure, '</pre>'];
    expect(read(mixed.join('\n'), 'markdown').scenarios).toHaveLength(1);
    expect(turnedText(mixed)).toEqual(mixed);
  });
});
