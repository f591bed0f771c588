import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/rules/index.js';
import { root } from '../support/root.js';
import { conformanceCounts } from './counts.js';
import { conformancePages } from './pages.js';
import { REQUIREMENTS } from './requirements.js';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const codes = new Set(RULES.map(({ code }) => code));

describe('the requirements of Appendix B', () => {
  it('are all there, once and in order', () => {
    const numbered = (word: string, last: number): string[] =>
      Array.from({ length: last }, (_, index) => `${word}-${index + 1}`);
    expect(REQUIREMENTS.map(({ id }) => id)).toEqual([
      ...numbered('MUST', 69),
      ...numbered('SHLD', 31),
      ...numbered('MAY', 18),
      'REC-1',
    ]);
  });

  it.each(REQUIREMENTS)('$id is met and shown, or cannot be seen', ({ met, shown = [], unseen }) => {
    expect(met === undefined).toBe(unseen !== undefined);
    expect(shown.length > 0).toBe(unseen === undefined);
  });

  it.each(REQUIREMENTS.flatMap(({ id, met }) => (met === undefined ? [] : [[id, met] as const])))(
    '%s is met where it says: %s',
    (_id, met) => {
      for (const one of met.split('; ')) {
        const [file = '', name] = one.split(': ');
        if (!file.includes('/')) expect(codes).toContain(file);
        else if (name !== undefined) expect(read(file)).toMatch(new RegExp(`(?:function |#)${name}\\(`));
        else expect(existsSync(join(root, file))).toBe(true);
      }
    },
  );

  it.each(
    REQUIREMENTS.flatMap(({ id, shown = [] }) => shown.map(({ file, name }) => [id, name, file] as const)),
  )('%s is shown by "%s" in %s', (_id, name, file) => {
    expect(existsSync(join(root, file))).toBe(true);
    const text = read(file);
    if (file.startsWith('test/rules/')) expect(text).toContain(` ${name}: `);
    else if (file.endsWith('.segno')) expect(text.split('\n')).toContain(`begin ${name}`);
    else expect(text).toContain(`it('${name}', `);
  });
});

describe('the pages of docs/conformance', () => {
  it.each([...conformancePages()])(
    '%s is the one that is generated (npm run docs renews it)',
    (name, page) => {
      expect(read(`docs/conformance/${name}`) === page, 'npm run docs').toBe(true);
    },
  );

  it('leave no cell open', () => {
    expect(conformanceCounts().cells.open).toBe(0);
  });
});
