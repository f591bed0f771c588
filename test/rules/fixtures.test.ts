import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from './check.js';

const folder = new URL('./', import.meta.url);
const fixtures = readdirSync(folder).filter((name) => /\.(?:segno|md)$/.test(name));

describe('the fixture', () => {
  it.each(fixtures)('%s has the problems that it says, where it says, and no others', (name) => {
    const [code = '', extension] = name.split('.');
    const text = readFileSync(new URL(name, folder), 'utf8');
    const { expected, found } = check(text, code, extension === 'md' ? 'markdown' : 'segno');
    expect(found).toEqual(expected);
    expect(expected.some((one) => one.includes(` ${code}: `))).toBe(true);
  });
});
