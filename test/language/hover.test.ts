import { describe, expect, it } from 'vitest';
import { CALLS, COUNTERS } from '../../src/exchange/script.js';
import { analyse, type TextKind } from '../../src/language/analyse.js';
import { hoverAt } from '../../src/language/features/hover.js';
import type { Language } from '../../src/rules/rule.js';
import { FLAGS } from '../../src/tcp/segment.js';
import { STATES } from '../../src/tcp/state.js';

/** What is shown at the `|` of a text. */
function at(marked: string, language: Language = 'en', kind: TextKind = 'segno'): string {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const text = marked.replace('|', '');
  const options = { kind, language, stateNames: 'netstat' } as const;
  const note = { uri: 'file:///a', version: 1, text, options, analysis: analyse(text, options) };
  const contents = hoverAt(note, position)?.contents;
  return contents && typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

const HEADING =
  /^\*\*.+\*\* — .+ \[RFC \d+ §[\d.]+\]\(https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+(?:\.html)?#section-[\d.]+\)/;

describe.each(['en', 'zh-cn'] as const)('in %s, a word is explained:', (language) => {
  it.each(STATES)('the state %s', (state) => {
    const text = at(`begin\nS: |${state}\nend`, language);
    expect(text).toMatch(HEADING);
    expect(text.startsWith(`**${state.replaceAll('_', '\\_')}**`)).toBe(true);
  });

  it.each([...FLAGS, 'DATA'])('the flag %s', (flag) => {
    expect(at(`begin\nC -> |${flag} -> S\nend`, language)).toMatch(HEADING);
  });

  it.each(CALLS)('the call %s', (call) => {
    expect(at(`begin\nC: |${call}\nC -> SYN -> S\nend`, language)).toMatch(HEADING);
  });

  it.each(COUNTERS)('the counter %s', (counter) => {
    expect(at(`begin\nC: ESTABLISHED(|${counter}=1)\nend`, language)).toMatch(HEADING);
  });

  it.each([
    'seq=1',
    'ack=1',
    'len=1',
    'win=1',
    'up=1',
    'mss=1',
    'wscale=1',
    'sackok',
    'sack=1..2',
    'ts=1/2',
    'tfo',
  ])('the field %s', (field) => {
    expect(at(`begin\nC -> SYN(|${field}) -> S\nend`, language)).toMatch(HEADING);
  });
});

describe('a hover', () => {
  it('explains the states in brackets and on a path', () => {
    expect(at('begin\nC -> SYN -> S [SYN_SENT, |SYN_RCVD]\nend')).toMatch(/^\*\*SYN\\_RCVD\*\*/);
    expect(at('begin\nS: LISTEN -> |SYN_RCVD\nC -> SYN -> S\nend')).toMatch(/^\*\*SYN\\_RCVD\*\*/);
  });

  it('on a flag also shows what its segment does', () => {
    const text = at('begin\nC -> |SYN(seq=x) -> S\nend', 'zh-cn');
    expect(text).toMatch(/同步序号[^]*SND\.UNA[^]*LISTEN → \*\*SYN\\_RCVD\*\*[^]*`C: connect`/);
  });

  it('explains the code of a problem that is expected', () => {
    const text = 'begin\n// expect-error wrong-|ack-number: why\nC -> SYN -> S\nend';
    expect(at(text)).toMatch(/^\*\*wrong-ack-number\*\* — /);
    expect(at(text, 'zh-cn')).toMatch(/\p{Script=Han}/u);
  });

  it('works in a block of a Markdown text, and nowhere else in it', () => {
    const text = (line: string): string => `${line}\n\n> \`\`\`segno\n> C -> |SYN -> S\n> \`\`\`\n`;
    expect(at(text('# A'), 'en', 'markdown')).toMatch(/^\*\*SYN\*\*/);
    expect(at('// expect-error |syntax\n\n```segno\nC -> SYN -> S\n```\n', 'en', 'markdown')).toBe('');
  });
});
