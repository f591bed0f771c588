import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/root.js';
import { standing } from './numbers.js';
import { standingRows } from './pages.js';

const read = (name: string): string => readFileSync(join(root, 'docs', name), 'utf8');

describe('docs/conformance.md', () => {
  const page = read('conformance.md');

  it.each(standingRows(standing()))('has the row that is counted now (npm run docs): %s', (row) => {
    expect(page).toContain(`${row}\n`);
  });

  it('tells what the project asks of itself', () => {
    const [, all = ''] = page.split('**all / 合计**');
    const cells = (all.split('\n')[0] ?? '').split('|').map((cell) => Number.parseFloat(cell));
    const [, , , , falseAlarms, invalid, caught, problems] = cells;
    expect(falseAlarms).toBe(0);
    expect(invalid).toBeGreaterThan(2_000);
    expect(caught).toBeGreaterThanOrEqual(99);
    expect(problems).toBeLessThanOrEqual(1.1);
  });

  it('lists as many survivors as it counts', () => {
    const counted = /^(\d+) survived/m.exec(page)?.[1];
    const listed = read('survivors.md').match(/^```text$/gm) ?? [];
    expect(listed.length).toBe(Number(counted));
  });

  it('says of each survivor why nothing need be said', () => {
    expect(read('survivors.md')).not.toContain('Not traced.');
  });
});
