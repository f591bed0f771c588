import { describe, expect, it } from 'vitest';
import { analyse, type AnalyseOptions } from '../../src/language/analyse.js';
import { NOTATIONS } from '../../src/notation/reader.js';
import { actionsFor } from '../../src/language/features/code-actions.js';
import { mendAll } from '../../src/language/mend.js';
import { applyEdits } from '../../src/language/range.js';
import { analysed, serious } from './helpers.js';
import { noteOf } from './note.js';

const MERMAID = `sequenceDiagram
    participant C as Client
    C->>S: SYN (seq=x)
    loop until it is answered
        S->>C: SYN-ACK (seq=y, ack=x+1)
    end
    C->>S: ACK (ack=y+1)
    Note over C,S: ESTABLISHED`;

const LADDER = `   Client              Server
     |                    |
     |---- SYN seq=x ---->|
     |<--- SYN+ACK -------|

     |---- ACK ---------->|`;

const TCPDUMP = `12:00:00.000001 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 3000000000, win 64240, length 0
12:00:00.010001 IP 192.0.2.2.80 > 192.0.2.1.40000: Flags [S.], seq 90000, ack 3000000001, win 65160, length 0
12:00:00.010101 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [.], ack 1, win 64240, length 0`;

const PLANTUML = `@startuml
C -> S: FIN (seq=u)
S --> C: ACK (ack=u+1)
note right of S: CLOSE_WAIT
@enduml`;

const told = (text: string, kind: 'segno' | 'markdown' = 'segno') =>
  serious(analysed(text, kind).problems).map(({ code, line, endLine }) => `${code} ${line}-${endLine}`);

/** The text with everything mended that there is a fix for. */
function mended(text: string, kind: 'segno' | 'markdown' = 'segno'): string {
  return applyEdits(text, mendAll(noteOf(text, kind)));
}

describe('lines in another notation among Segno’s own', () => {
  it.each([
    ['a Mermaid diagram', MERMAID, '1-8', 'a Mermaid diagram'],
    ['a ladder', LADDER, '1-6', 'a ladder of arrows'],
    ['the output of tcpdump', TCPDUMP, '1-3', 'the output of tcpdump'],
    ['PlantUML', PLANTUML, '1-5', 'a PlantUML diagram'],
  ])('are one problem that says what they look like: %s', (_, figure, lines, looks) => {
    expect(told(figure)).toEqual([`other-notation ${lines}`]);
    const [problem] = analysed(figure).problems;
    expect(problem?.message).toContain(looks);
    const after = mended(figure);
    expect(after).toMatch(/^begin/);
    expect(told(after)).toEqual([]);
    expect(analysed(after).scenarios.map(({ notation }) => notation)).toEqual(['segno']);
  });

  it('become statements of the exchange that they stand in', () => {
    const text = `begin Opening\nC -> DATA(10) -> S\n${MERMAID}\nend\n`;
    expect(told(text)).toContain('other-notation 3-10');
    const after = mended(text);
    expect(after.match(/^(?:begin|end)/gm)).toEqual(['begin', 'end']);
    expect(after).toContain('C -> SYN(seq=x) -> S');
    expect(after).toContain('C -> DATA(10) -> S');
  });

  it('keep what Markdown puts before them', () => {
    const text = ['> ```segno', ...LADDER.split('\n').map((line) => `> ${line}`), '> ```', ''].join('\n');
    expect(told(text, 'markdown')).toEqual(['other-notation 2-7']);
    const after = mended(text, 'markdown');
    expect(
      after
        .split('\n')
        .slice(0, -1)
        .every((line) => line.startsWith('> ')),
    ).toBe(true);
    expect(told(after, 'markdown')).toEqual([]);
  });

  it('are offered to be turned from any of them', () => {
    const note = noteOf(LADDER);
    const at = { line: 3, character: 10 };
    const [action] = actionsFor(note, { range: { start: at, end: at }, context: { diagnostics: [] } });
    expect(action?.title).toBe('Turn into Segno');
    expect(action?.isPreferred).toBe(true);
  });

  it('are no other notation where they are only Segno with mistakes', () => {
    expect(told('begin\nC -> SYN(seq= -> S\nC <- SYN+ACK( <- S\nC -> ACK -> S\nend')).not.toContain(
      'other-notation 2-3',
    );
    expect(told('begin\nC => S: SYN\nC <- SYN+ACK <- S\nS => C: what\nend').join()).not.toContain(
      'other-notation',
    );
  });

  const codesIn = (options: Partial<AnalyseOptions>): readonly string[] => {
    const usual = { kind: 'segno', language: 'en', stateNames: 'netstat' } as const;
    return analyse(MERMAID, { ...usual, ...options }).problems.map(({ code }) => code);
  };

  it('are said once', () => {
    expect(codesIn({})).toEqual(['other-notation']);
  });

  it.each<Partial<AnalyseOptions>>([{ unread: NOTATIONS }, { levels: { 'other-notation': 'off' } }])(
    'are left to their lines where they are not to be read, or not to be told of: %j',
    (options) => {
      const codes = codesIn(options);
      expect(codes).toContain('syntax');
      expect(codes).not.toContain('other-notation');
    },
  );
});
