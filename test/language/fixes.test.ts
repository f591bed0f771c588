import { describe, expect, it } from 'vitest';
import { editsOf } from '../../src/language/fixes.js';
import { applyEdits, splitLines } from '../../src/language/range.js';
import type { Part } from '../../src/exchange/script.js';
import type { Fix } from '../../src/rules/rule.js';
import { analysed, serious } from './helpers.js';

/** The line after the part of its statement has been written anew. */
function rewritten(line: string, part: Part, text: string, where?: Fix['where']): string {
  const [scenario] = analysed(line).scenarios;
  if (!scenario) throw new Error('no scenario');
  const title = { en: '', 'zh-cn': '' };
  const fix = { title, place: { statement: 0, part }, text, ...(where ? { where } : {}) };
  const lines = splitLines(line);
  return applyEdits(
    line,
    editsOf(fix, scenario.sourceMap, { line: (number) => lines[number - 1] ?? '', eol: '\n' }),
  );
}

describe('a fix', () => {
  it.each([
    ['C -> SYN(seq=x) -> S', 'seq', 'seq=y', 'C -> SYN(seq=y) -> S'],
    ['C -> SYN -> S', 'seq', 'seq=y', 'C -> SYN(seq=y) -> S'],
    ['C -> SYN() -> S', 'seq', 'seq=y', 'C -> SYN(seq=y) -> S'],
    ['C -> SYN+ACK(ack=x+1) -> S', 'seq', 'seq=y', 'C -> SYN(seq=y)+ACK(ack=x+1) -> S'],
    ['C -> FIN+ACK(ack=x+1) -> S', 'seq', 'seq=y', 'C -> FIN+ACK(seq=y, ack=x+1) -> S'],
    ['C -> ACK(seq=y, win=5) -> S', 'ack', 'ack=x', 'C -> ACK(seq=y, ack=x, win=5) -> S'],
    ['C -> FIN -> S', 'ack', 'ack=x', 'C -> FIN(ack=x) -> S'],
    ['C -> ACK+DATA -> S', 'len', 'len=5', 'C -> ACK+DATA(len=5) -> S'],
    ['C -> DATA(5) -> S', 'len', 'len=6', 'C -> DATA(len=6) -> S'],
    ['C -> ACK(seq=1) -> S', 'win', 'win=6', 'C -> ACK(seq=1, win=6) -> S'],
    ['C -> (win=1) -> S', 'seq', 'seq=1', 'C -> (seq=1, win=1) -> S'],
    ['C -> FIN -> S', 'flag.ACK', 'ACK', 'C -> FIN+ACK -> S'],
    ['C -> ACK -> S', 'flag.SYN', 'SYN', 'C -> SYN+ACK -> S'],
    ['C -> (seq=1) -> S', 'flag.ACK', 'ACK', 'C -> ACK(seq=1) -> S'],
    ['C -> SYN -> S [SYN_SENT, LISTEN]', 'states.1', 'SYN_RCVD', 'C -> SYN -> S [SYN_SENT, SYN_RCVD]'],
    ['C -> SYN -> S [S: LISTEN]', 'states.0', 'SYN_RCVD', 'C -> SYN -> S [S: SYN_RCVD]'],
    ['C -> SYN -> S', 'states.0', 'C: SYN_SENT', 'C -> SYN -> S [C: SYN_SENT]'],
    ['S: ESTAB', 'counter.snd', 'snd=5', 'S: ESTAB(snd=5)'],
    ['S: ESTAB(rcv=1)', 'counter.snd', 'snd=5', 'S: ESTAB(rcv=1, snd=5)'],
    ['C -> SYN(seq=x, win=5) -> S', 'seq', '', 'C -> SYN(win=5) -> S'],
    ['C -> SYN(seq=x, win=5) -> S', 'win', '', 'C -> SYN(seq=x) -> S'],
    ['C -> SYN(seq=x) -> S', 'seq', '', 'C -> SYN -> S'],
    ['C -> SYN+ACK(ack=1) -> S', 'flag.ACK', '', 'C -> SYN -> S'],
    ['C -> SYN + ACK -> S', 'flag.SYN', '', 'C -> ACK -> S'],
    ['C -> SYNACK(ack=1) -> S', 'flag.ACK', '', 'C -> SYN(ack=1) -> S'],
    ['C -> SYN -> S // expect-error', 'expectation', '', 'C -> SYN -> S'],
    ['// expect-error\nC -> SYN -> S', 'expectation', '', 'C -> SYN -> S'],
    ['C -> SYN -> S\nC -> ACK -> S', 'whole', '', 'C -> ACK -> S'],
  ] as const)('in %j at %s writes %j', (line, part, text, expected) => {
    expect(rewritten(line, part, text)).toBe(expected);
  });

  it('may put whole lines above and below, indented as the statement is', () => {
    expect(rewritten('  C -> SYN+\nACK -> S', 'whole', 'S: listen', 'line-before')).toBe(
      '  S: listen\n  C -> SYN+\nACK -> S',
    );
    expect(rewritten('  C -> SYN -> S // c', 'whole', 'C: close', 'line-after')).toBe(
      '  C -> SYN -> S // c\n  C: close',
    );
  });
});

describe('an arrow that is turned', () => {
  it.each([
    ['C -> SYN -> S', 'C <- SYN <- S'],
    ['C <- SYN+ACK(seq=y) <- S [C: ESTABLISHED]', 'C -> SYN+ACK(seq=y) -> S [C: ESTABLISHED]'],
    ['C --> ACK --> S : why', 'C <-- ACK <-- S : why'],
    ['C → ACK → S', 'C ← ACK ← S'],
    ['C－＞ACK－＞S', 'C＜－ACK＜－S'],
    ['C -> FIN -x S', 'C x- FIN <- S'],
    ['C x- FIN <- S', 'C -> FIN -x S'],
    ['C <- FIN -x S', 'C -> FIN -x S'],
    ['C -> SYN+\nACK -> S', 'C -> SYN+\nACK -> S'],
  ])('in %j gives %j', (line, expected) => {
    expect(rewritten(line, 'whole', '', 'turned')).toBe(expected);
  });
});

describe('every fix that a problem offers', () => {
  it.each([
    'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=x+2) <- S\nC -> ACK -> S\nend',
    'begin\nC -> SYM -> S\nend',
    'begin\nC -> SYN -> S\nC <- SYN ACK <- S\nend',
    'begin\nC -> SYN -> S\nbegin\nC -> SYN -> S\nend',
    'begin\nC -> SYN -> S\nend\nend',
    'C -> SYN -> S [SYN_SNT, SYN_RCVD]',
    'C: cloze',
    '// expect-error\nC -> SYN -> S',
    'C -> SYN -> S /* open',
    'C -> SYN(seq=x) -> ...\nC <- SYN(seq=y) <- S\n... -> SYN(seq=x+1) -> S',
    'C -> SYN -> S\nC <- SYN+ACK <- S [Ss: LISTEN]\nC -> ACK -> S',
    'C -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\ndup ... -> DATA(5) -> S',
    'C: CLOSED\nS: CLOSED\nstale C -> RST(seq=5) -> S\nC <- RST(seq=0) <- S',
  ])('mends %j', (text) => {
    const [problem] = serious(analysed(text).problems);
    const fix = problem?.fixes[0];
    expect(fix).toBeDefined();
    expect(serious(analysed(applyEdits(text, fix?.edits ?? [])).problems)).toEqual([]);
  });
});
