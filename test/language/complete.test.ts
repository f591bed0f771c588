import { describe, expect, it } from 'vitest';
import { analyse, type TextKind } from '../../src/language/analyse.js';
import { completeExchange, isUnfinished } from '../../src/language/complete.js';
import { applyEdits } from '../../src/language/range.js';
import { analysed, serious } from './helpers.js';

/** The text with its first exchange completed. */
function completed(text: string, kind: TextKind = 'segno'): string {
  const options = { kind, language: 'en', stateNames: 'netstat' } as const;
  const analysis = analyse(text, options);
  const [scenario] = analysis.scenarios;
  if (!scenario) throw new Error(`no exchange in: ${text}`);
  return applyEdits(
    text,
    completeExchange({ uri: 'file:///a', version: 1, text, options, analysis }, scenario),
  );
}

const SYN = 'C -> SYN(seq=x) -> S';

describe('completing an exchange', () => {
  it('writes what is left until both ends have closed, and no data', () => {
    expect(completed(`begin\n${SYN}\nend\n`)).toBe(
      [
        'begin',
        SYN,
        'C <- SYN(seq=y)+ACK(ack=x+1) <- S',
        'C -> ACK(ack=y+1) -> S',
        'C -> FIN(seq=x+1)+ACK(ack=y+1) -> S',
        'C <- ACK(ack=x+2) <- S',
        'C <- FIN(seq=y+1)+ACK(ack=x+2) <- S',
        'C -> ACK(ack=y+2) -> S',
        'C: 2MSL',
        'end',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['two names', 'begin\nendpoint C\nendpoint S\nend'],
    ['a scenario without end', `begin\n${SYN}`],
    ['lines without a scenario', `${SYN}\n`],
    ['a lost segment', 'begin\nC -> SYN(seq=x) -x S\nend'],
    [
      'segments in the network',
      'begin\nC -> FIN(seq=u)+ACK(ack=v) -> ...\nC <- FIN(seq=v)+ACK(ack=u) <- S\nend',
    ],
    ['a crash', 'begin\nC: ESTABLISHED\nS: ESTABLISHED\nS: crash\nend'],
    ['an owed reset', 'begin\nS: CLOSED\nC -> SYN(seq=x) -> S\nend'],
    ['several connections', 'begin\nC1 -> SYN(seq=a) -> S\nC2 -> SYN(seq=b) -> S\nend'],
    ['no numbers', 'begin\nC -> SYN -> S\nend'],
    ['strict mode', 'begin\nmode strict\nC -> SYN(seq=1) -> S\nend'],
  ])('brings %s to rest', (_what, text) => {
    const [scenario] = analysed(text).scenarios;
    expect(scenario && isUnfinished(scenario)).toBe(true);
    const { scenarios, problems } = analysed(completed(text));
    expect(serious(problems).filter(({ code }) => code !== 'unclosed-scenario')).toEqual([]);
    expect(scenarios.map(isUnfinished)).toEqual([false]);
  });

  it('keeps the indentation, the quotation and the line ends of the block', () => {
    const text = `> \`\`\`segno\r\n> begin\r\n>   ${SYN}\r\n> end\r\n> \`\`\`\r\n`;
    const whole = completed(text, 'markdown');
    expect(whole).toContain('\r\n>   C <- SYN(seq=y)+ACK(ack=x+1) <- S\r\n');
    expect(whole.endsWith('\r\n>   C: 2MSL\r\n> end\r\n> ```\r\n')).toBe(true);
  });

  it('has nothing to add to an exchange that is over', () => {
    const whole = completed(`begin\n${SYN}\nend`);
    expect(completed(whole)).toBe(whole);
  });
});
