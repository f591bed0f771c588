import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Analysis, TextKind } from '../../src/language/analyse.js';
import { refactoringsAt, resolveRefactoring } from '../../src/language/features/refactorings.js';
import type { Language } from '../../src/rules/rule.js';
import { analysed, serious } from './helpers.js';
import { applied, noteOf, uri } from './note.js';

/** The text with the segment on a line (from 1) lost, or undefined where that is not offered. */
function lost(
  text: string,
  line: number,
  kind: TextKind = 'segno',
  language: Language = 'en',
): string | undefined {
  const note = noteOf(text, kind, language);
  const actions = refactoringsAt(note, { line: line - 1, character: 4 });
  const action = actions.find(({ title }) => /lost|丢失/.test(title));
  return action && applied(text, resolveRefactoring(action, () => note).edit?.changes?.[uri] ?? []);
}

const SYN = 'C -> SYN(seq=x) -> S';
const SYN_ACK = 'C <- SYN(seq=y)+ACK(ack=x+1) <- S';
const ACK = 'C -> ACK(ack=y+1) -> S';
const HANDSHAKE = [SYN, SYN_ACK, ACK];

/** What becomes of lines in a scenario when one of them (from 1) is lost. */
function after(lines: readonly string[], line: number): string[] | undefined {
  return lost(['begin', ...lines, 'end'].join('\n'), line + 1)
    ?.split('\n')
    .slice(1, -1);
}

describe('a segment that is lost', () => {
  it('is sent again after the timeout, and the rest goes on', () => {
    expect(after(HANDSHAKE, 1)).toEqual(['C -> SYN(seq=x) -x S', 'C: timeout : RTO 1 s', ...HANDSHAKE]);
    expect(after(HANDSHAKE, 2)).toEqual([
      SYN,
      'C x- SYN(seq=y)+ACK(ack=x+1) <- S',
      'S: timeout : RTO 1 s',
      SYN_ACK,
      ACK,
    ]);
  });

  it('is awaited twice as long each time it is lost again', () => {
    const once = after(HANDSHAKE, 1) ?? [];
    const twice = after(once, 3) ?? [];
    expect(twice.slice(0, 5)).toEqual([
      'C -> SYN(seq=x) -x S',
      'C: timeout : RTO 1 s',
      'C -> SYN(seq=x) -x S',
      'C: timeout : RTO 2 s',
      SYN,
    ]);
    expect(after(twice, 5)?.slice(4, 6)).toEqual(['C -> SYN(seq=x) -x S', 'C: timeout : RTO 4 s']);
  });

  it('leaves a hole, of which the receiver complains before the timeout', () => {
    const data = (seq: number): string => `C -> DATA(seq=${seq}, len=10)+ACK(ack=1) -> S`;
    const start = 'C: ESTABLISHED(snd=1, rcv=1)';
    expect(after([start, data(1), data(11), 'C <- ACK(ack=21) <- S'], 2)).toEqual([
      start,
      'C -> DATA(seq=1, len=10)+ACK(ack=1) -x S',
      data(11),
      'C <- ACK(ack=1) <- S',
      'C: timeout : RTO 1 s',
      data(1),
      'C <- ACK(ack=21) <- S',
    ]);
  });

  it('is asked for by the other end when nobody would repeat it', () => {
    expect(after(HANDSHAKE, 3)).toEqual([
      SYN,
      SYN_ACK,
      'C -> ACK(ack=y+1) -x S',
      'S: timeout : RTO 1 s',
      SYN_ACK,
      ACK,
    ]);
  });

  it('is not missed where a later segment says the same', () => {
    const data = 'C -> DATA(seq=x+1, len=5)+ACK(ack=y+1) -> S';
    expect(after([...HANDSHAKE, data], 3)).toEqual([SYN, SYN_ACK, 'C -> ACK(ack=y+1) -x S', data]);
  });

  it('is gone as well where it was long on its way', () => {
    const out = 'C -> DATA(seq=1, len=10) -> ...';
    const lines = [out, 'C -> DATA(seq=11, len=10) -> S', '... -> DATA(seq=1, len=10) -> S'];
    const expected = [
      'C -> DATA(seq=1, len=10) -x S',
      'C -> DATA(seq=11, len=10) -> S',
      expect.stringMatching(/^C <- ACK\(ack=1\) <- S$/),
      'C: timeout : RTO 1 s',
      'C -> DATA(seq=1, len=10) -> S',
    ];
    expect(after(lines, 1)).toEqual(expected);
    expect(after(lines, 3)).toEqual(expected);
  });

  it('changes the states that are named until it has arrived, as the note spells them', () => {
    const lines = [
      'C -> SYN(seq=x) -> S [SYN-SENT, SYN-RECEIVED]',
      'C <- SYN+ACK <- S [ESTABLISHED, S: SYN-RECEIVED]'.replace('S: ', ''),
    ];
    expect(after(lines, 1)?.slice(0, 3)).toEqual([
      'C -> SYN(seq=x) -x S [SYN-SENT, LISTEN]',
      'C: timeout : RTO 1 s',
      lines[0],
    ]);
    expect(after(lines, 2)?.[1]).toBe('C x- SYN+ACK <- S [SYN-SENT, SYN-RECEIVED]');
  });

  it.each([
    ['the line has none', ['C: close'], 1],
    ['it is lost already', ['C -> SYN -x S'], 1],
    ['it came from an earlier connection', ['stale C -> SYN(seq=9) -> S'], 1],
    ['nobody knows who would get it', ['C -> SYN -> ...'], 1],
    ['its sender is no TCP', ['endpoint C unchecked', 'C -> SYN -> S'], 2],
  ])('is not offered where %s', (_what, lines, line) => {
    expect(after(lines, line)).toBeUndefined();
  });

  it('speaks the language of the note, and keeps its quotation, indentation and line ends', () => {
    const text = '> ~~~segno\r\n> 开始\r\n>   C → SYN(seq=x) → S // 首先\r\n> 结束\r\n> ~~~\r\n';
    expect(lost(text, 3, 'markdown')).toBe(
      '> ~~~segno\r\n> 开始\r\n>   C → SYN(seq=x) -x S // 首先\r\n>   C: 超时 : RTO 1 秒\r\n' +
        '>   C → SYN(seq=x) → S\r\n> 结束\r\n> ~~~\r\n',
    );
    expect(lost('- a\n\n  ```tcp\n  C -> SYN -> S\n  ```\n', 4, 'markdown', 'zh-cn')).toBe(
      '- a\n\n  ```tcp\n  C -> SYN -x S\n  C: 超时 : RTO 1 秒\n  C -> SYN -> S\n  ```\n',
    );
  });
});

describe('in a long exchange', () => {
  const lines = ['begin', 'C: ESTABLISHED(snd=1, rcv=1)'];
  for (let seq = 1; lines.length < 300; seq += 10)
    lines.push(`C -> DATA(seq=${seq}, len=10)+ACK(ack=1) -> S`, `C <- ACK(seq=1, ack=${seq + 10}) <- S`);
  const text = [...lines, 'note C: the end', 'end'].join('\n');

  it('a segment is lost as in a short one', () => {
    expect(lost(text, 3)?.split('\n').slice(2, 5)).toEqual([
      'C -> DATA(seq=1, len=10)+ACK(ack=1) -x S',
      'C: timeout : RTO 1 s',
      'C -> DATA(seq=1, len=10)+ACK(ack=1) -> S',
    ]);
  });

  it('nothing is lost where there is no segment', () => {
    expect(lost(text, lines.length + 1)).toBeUndefined();
  });
});

const lossesIn = ({ scenarios }: Analysis): number =>
  scenarios
    .flatMap(({ trace }) => trace.steps)
    .filter((step) => step.kind === 'segment' && step.fate === 'lost').length;

describe.each(['figures', 'valid'])('in %s.segno', (name) => {
  const text = readFileSync(new URL(`../corpus/${name}.segno`, import.meta.url), 'utf8');
  const { scenarios } = analysed(text);
  let [offered, segments] = [0, 0];

  it.each(scenarios.map((one) => [one.title, one] as const))(
    '%s: whatever is lost, it stays valid',
    (_, one) => {
      const own = text
        .split('\n')
        .slice(one.line - 1, one.endLine)
        .join('\n');
      const before = analysed(own);
      const [scenario] = before.scenarios;
      for (const step of scenario?.trace.steps ?? []) {
        if (step.kind !== 'segment') continue;
        if (step.fate !== 'lost' && step.origin !== 'stale' && step.origin !== 'forged') segments++;
        const { line = 0 } = scenario?.sourceMap.range({ statement: step.statement, part: 'whole' }) ?? {};
        const result = lost(own, line);
        if (result === undefined) continue;
        offered++;
        const now = analysed(result);
        expect(
          serious(now.problems).map(({ message }) => message),
          result,
        ).toEqual([]);
        expect(lossesIn(now), result).toBe(lossesIn(before) + 1);
      }
    },
  );

  it('nearly every segment can be lost', () => {
    expect(offered / segments).toBeGreaterThan(0.9);
  });
});
