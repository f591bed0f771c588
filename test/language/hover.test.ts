import fc from 'fast-check';
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

  it('leaves out counters that neither end has', () => {
    expect(at('begin\nC -> |SYN(seq=x) -> S\nend')).not.toContain('SND.WND');
    expect(at('begin\nC -> |SYN(seq=x, win=9) -> S\nend')).toMatch(/SND\.WND[^]*RCV\.WND/);
  });

  it('explains the code of a problem that is expected', () => {
    const text = 'begin\n// expect-error wrong-|ack-number: why\nC -> SYN -> S\nend';
    expect(at(text)).toMatch(/^\*\*wrong-ack-number\*\* — /);
    expect(at(text, 'zh-cn')).toMatch(/\p{Script=Han}/u);
  });

  it.each([
    ['begin\n|C -> SYN -> S\nC: timeout\nend', /^\*\*`C`\*\* — an end[^]*States: CLOSED → SYN\\_SENT$/],
    ['begin\nendpoint C "Client"\n|C -> SYN -> S\nend', /^\*\*`C`\*\* — Client/],
    ['begin\nC -> SYN -> S\nendpoint |B reuses C\nB -> SYN -> S\nend', /reuses `C`/],
    ['begin\nendpoint |T unchecked\nT -> SYN -> S\nend', /not a TCP/],
    [
      'begin\nC -> SYN(seq=|x) -> S\nend',
      /^\*\*`x`\*\* — the initial sequence number of `C`, first written on line 2\./,
    ],
    ['begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=|x+1) <- S\nend', /^\*\*`x`\*\* — the initial .*line 2/],
    [
      'begin\nC -> SYN(seq=|x) -> S\nC <- SYN(seq=9)+ACK(ack=101) <- S\nend',
      /^\*\*`x`\*\* = 100 — the initial sequence number of `C`/,
    ],
    [
      'begin\nC: ESTABLISHED(snd=u, rcv=|v)\nC -> FIN(seq=u) -> S\nend',
      /^\*\*`v`\*\* — a sequence number of `S`/,
    ],
    ['be|gin A\nC -> SYN -> S\nend', /^\*\*begin\*\* — Begins a scenario/],
    ['begin A\nC -> SYN -> S\ne|nd', /^\*\*end\*\*/],
    ['mode st|rict\nC -> SYN -> S', /^\*\*strict\*\*/],
    ['begin\n// expect-|error syntax\nC -> SYN -> S\nend', /^\*\*expect-error\*\*/],
    ['begin\nst|ale ... -> SYN(seq=9) -> S\nend', /^\*\*stale\*\*/],
    ['begin\nendpoint B reu|ses A\nB -> SYN -> S\nend', /^\*\*reuses\*\*/],
  ])('in %j says what the word stands for', (text, said) => {
    expect(at(text)).toMatch(said);
  });

  it('says so in Chinese', () => {
    expect(at('begin\nC -> SYN(seq=|x) -> S\nend', 'zh-cn')).toMatch(/初始序号，属于 `C`，首次写在第 2 行。/);
    expect(at('开|始 A\nC -> SYN -> S\n结束', 'zh-cn')).toMatch(/^\*\*开始\*\* — 开始一个场景/);
  });

  it.each([
    [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+A|CK(ack=x+2) <- S\nend',
      '`S → SYN+ACK(seq=y, ack=x+2) → C`',
      'The exchange goes on as if it said `ack=x+1`.',
      '后续推演当作写的是 `ack=x+1`。',
    ],
    [
      'begin\nC -> SYN(seq=x) -> S\nC <- S|YN(seq=y) <- S\nC -> ACK(ack=y+1) -> S\nend',
      '`S → SYN(seq=y) → C`',
      'The exchange goes on as if it said `SYN+ACK`.',
      '后续推演当作写的是 `SYN+ACK`。',
    ],
    [
      'begin\nC -> SYN -> S\nC -> SYN+A|CK -> S\nC -> ACK -> S\nend',
      '`S → SYN+ACK',
      'The exchange goes on as if it said `S -> SYN+ACK -> C`.',
      '后续推演当作写的是 `S -> SYN+ACK -> C`。',
    ],
    [
      'begin\nC -> FIN -> S\nC <- ACK <- S\nC -> D|ATA(10) -> S\nend',
      '`C → DATA(seq=SEQ_C+1, len=10) → S`',
      'The exchange goes on with this segment as it is written.',
      '后续推演按这个报文段的原样进行。',
    ],
  ])('in %j says what is written, and how the exchange goes on', (text, head, en, zh) => {
    expect(at(text)).toContain(head);
    expect(at(text)).toContain(`\n${en}\n`);
    expect(at(text, 'zh-cn')).toContain(`\n${zh}\n`);
  });

  it('says nothing of that where the line is right', () => {
    expect(at('begin\nC -> SY|N -> S\nend')).not.toContain('goes on');
  });

  it('shows text of the note as text, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 40 }),
          fc.constantFrom(
            '[x](command:workbench.action.quit)',
            '<img src=x onerror=alert(1)>',
            'https://evil.example/ www.evil.example a@evil.example',
            '![x](https://evil.example/x.png)',
            '`` ` `` $(alert)',
            '&lt;b&gt; &#x3c;',
          ),
        ),
        (text) => {
          const label = text.replaceAll(/[\r\n"“”＂\\]/g, ' ');
          const value = at(`begin\nendpoint C "${label}"\n|C -> SYN -> S : ${label}\nend`);
          const first = value.split('\n')[0] ?? '';
          const free = first.replaceAll(/\\[!-/:-@[-`{-~]/g, '').replace(/^\*\*`C`\*\*/, '');
          expect(free).not.toMatch(/[!-,./:-@[-`{-~]/);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('works in a block of a Markdown text, and nowhere else in it', () => {
    const text = (line: string): string => `${line}\n\n> \`\`\`segno\n> C -> |SYN -> S\n> \`\`\`\n`;
    expect(at(text('# A'), 'en', 'markdown')).toMatch(/^\*\*SYN\*\*/);
    expect(at('// expect-error |syntax\n\n```segno\nC -> SYN -> S\n```\n', 'en', 'markdown')).toBe('');
  });
});
