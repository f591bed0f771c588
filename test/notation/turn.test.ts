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
