import { describe, expect, it } from 'vitest';
import { analyse, type TextKind } from '../../src/language/analyse.js';
import { hintsIn } from '../../src/language/features/inlay-hints.js';
import type { HintSettings } from '../../src/language/features/feature.js';

const ALL = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

function shown(text: string, settings: HintSettings, kind: TextKind = 'segno', range = ALL): unknown[] {
  const options = { kind, language: 'en', stateNames: 'rfc' } as const;
  const note = { uri: 'file:///a', version: 1, text, options, analysis: analyse(text, options) };
  return hintsIn(note, range, settings).map(({ position, label }) => [
    position.line,
    position.character,
    label,
  ]);
}

const STATES = { states: true, numbers: false };
const NUMBERS = { states: false, numbers: true };

describe('states', () => {
  it('stand at the end of the line, as they are drawn', () => {
    expect(shown('begin\nC <- SYN(seq=x) <- S\nend', STATES)).toEqual([[1, 20, '[SYN-RECEIVED, SYN-SENT]']]);
  });

  it('stand behind calls and segments in the network, too', () => {
    expect(shown('begin\nC: connect\nC -> SYN -> ...\n... -> SYN -> S\nend', STATES)).toEqual([
      [1, 10, '[SYN-SENT]'],
      [2, 15, '[C: SYN-SENT]'],
      [3, 15, '[S: SYN-RECEIVED]'],
    ]);
  });

  it('are not said twice', () => {
    expect(shown('begin\nC -> SYN -> S [SYN_SENT, SYN_RCVD]\nend', STATES)).toEqual([]);
  });

  it('are what the line could name itself', () => {
    const lines = ['C: connect', 'C -> SYN -> ...', '... -> SYN -> S', 'C <- SYN+ACK <- S'];
    const hints = shown(lines.join('\n'), STATES) as [number, number, string][];
    const named = lines.map((line, index) => `${line} ${hints[index]?.[2] ?? ''}`).join('\n');
    expect(hints).toHaveLength(lines.length);
    const { problems } = analyse(named, { kind: 'segno', language: 'en', stateNames: 'rfc' });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('numbers', () => {
  it('are those that the segment leaves out, and the ACK', () => {
    const text =
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK <- S\nC -> ACK -> S\nC -> FIN(seq=x+1) -> S\nend';
    expect(shown(text, NUMBERS)).toEqual([
      [2, 19, 'ack=x+1'],
      [3, 8, 'seq=x+1, ack=y+1'],
      [4, 17, '+ACK(ack=y+1)'],
    ]);
  });
});

it('stand at the right places of a quoted Markdown block, and only in the lines asked for', () => {
  const text = '# A\n\n> ```segno\n> C -> SYN(seq=x) -> S\n> C <- SYN+ACK <- S\n> ```\n';
  const range = { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } };
  expect(shown(text, STATES, 'markdown', range)).toEqual([[4, 19, '[ESTABLISHED, SYN-RECEIVED]']]);
});
