import { describe, expect, it } from 'vitest';
import { faultTally, shownFault, trialOfFaults } from './meaning.js';

/** The share of mistakes that is tried, 0 … 1; all of them with `SEGNO_MUTANTS=1`. */
const SHARE = Number(process.env['SEGNO_MUTANTS'] ?? 0.06);

describe('valid exchanges with one mistake of meaning', { timeout: 300_000 }, () => {
  const all = trialOfFaults(SHARE);
  const total = faultTally(all).find(({ kind }) => kind === 'all');

  it('are caught, 99 of 100', () => {
    expect((total?.caught ?? 0) / (total?.wrong ?? 1)).toBeGreaterThanOrEqual(0.99);
  });

  it('are told on the line where they are made or first matter', () => {
    expect((total?.onLine ?? 0) / (total?.caught ?? 1)).toBeGreaterThanOrEqual(0.97);
  });

  it('are told once', () => {
    expect((total?.problems ?? 0) / (total?.caught ?? 1)).toBeLessThanOrEqual(1.1);
  });

  it('are mended by the first fix, wherever one is due', () => {
    expect((total?.mended ?? 0) / (total?.caught ?? 1)).toBeGreaterThanOrEqual(0.93);
  });

  it('give no problem where they are none', () => {
    const alarms = all.filter(({ verdict, said }) => verdict.kind === 'valid' && said.length > 0);
    expect(alarms.map(shownFault)).toEqual([]);
  });
});
