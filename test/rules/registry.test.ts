import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rulePages } from '../../src/rules/pages.js';
import { RULES } from '../../src/rules/index.js';
import { SECTIONS } from './sections.js';

const root = new URL('../../', import.meta.url);
const codes = RULES.map(({ code }) => code).sort();

/** Files beside the rules that are no rules. */
const OTHERS = ['ends', 'index', 'pages', 'rule', 'text', 'wording'];

describe('the registry', () => {
  it('holds every rule file once, under the code that is its name', () => {
    const files = readdirSync(new URL('src/rules/', root)).map((name) => name.replace(/\.ts$/, ''));
    expect(codes).toEqual(files.filter((name) => !OTHERS.includes(name)).sort());
  });

  it('has a fixture for every rule', () => {
    const missing = codes.filter(
      (code) =>
        !existsSync(new URL(`${code}.segno`, import.meta.url)) &&
        !existsSync(new URL(`${code}.md`, import.meta.url)),
    );
    expect(missing).toEqual([]);
  });

  it('has an up-to-date page for every rule (renew them with: npm run docs)', () => {
    const folder = new URL('docs/rules/', root);
    const written = Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
    );
    expect(written).toEqual(Object.fromEntries(rulePages()));
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
    expect(examples.bad.length).toBeGreaterThan(0);
    expect(examples.good.length).toBeGreaterThan(0);
  });
});
