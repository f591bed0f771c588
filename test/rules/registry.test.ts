import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/rules/index.js';
import { SECTIONS } from './sections.js';

const codes = RULES.map(({ code }) => code).sort();

/** What takes hundreds of lines to meet: `test/exchange/work.test.ts` meets it. */
const isLong = (code: string): boolean => code === 'not-checked';

describe('the registry', () => {
  it('has a fixture for every rule', () => {
    const missing = codes.filter(
      (code) =>
        !isLong(code) &&
        !existsSync(new URL(`${code}.segno`, import.meta.url)) &&
        !existsSync(new URL(`${code}.md`, import.meta.url)),
    );
    expect(missing).toEqual([]);
  });
});

describe.each(RULES)('$code', ({ code, section, requirement, title, explanation, examples }) => {
  it('has a readable code', () => {
    expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  it('rests on a section of RFC 9293, or on none', () => {
    if (section === '') expect(requirement).toBeUndefined();
    else expect(SECTIONS).toContain(section);
    if (requirement !== undefined) expect(requirement).toMatch(/^(?:MUST|SHLD|MAY|REC)-\d+$/);
  });

  it.each([
    ['title', title],
    ['explanation', explanation],
  ])('has its %s in both languages', (_what, text) => {
    expect(text.en).toMatch(/[a-z]/);
    expect(text.en).not.toMatch(/\p{Script=Han}(?![^`]*`)/u);
    expect(text['zh-cn']).toMatch(/\p{Script=Han}/u);
  });

  it('has an example of each kind', () => {
    if (isLong(code)) return;
    expect(examples.bad.length).toBeGreaterThan(0);
    expect(examples.good.length).toBeGreaterThan(0);
  });
});
