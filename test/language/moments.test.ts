import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationOf, meantMoment, momentOf, plainMoment } from '../../src/language/moments.js';
import { analysed } from './helpers.js';
import { timesOf } from '../../src/exchange/times.js';

const beginning = (at: number) => ({ since: 'beginning', at });
const before = (at: number) => ({ since: 'before', at });

describe('a time before a statement', () => {
  it.each([
    ['@0', { at: beginning(0) }],
    ['@0.012', { at: beginning(12_000) }],
    ['@12ms', { at: beginning(12_000) }],
    ['@12MS', { at: beginning(12_000) }],
    ['@1.5s', { at: beginning(1_500_000) }],
    ['@250µs', { at: beginning(250) }],
    ['@12毫秒', { at: beginning(12_000) }],
    ['@2min', { at: beginning(120_000_000) }],
    ['@+200ms', { at: before(200_000) }],
    ['@13:19:52.379', { at: { since: 'midnight', at: 47_992_379_000 } }],
    ['@0..40ms', { at: beginning(0), arrives: beginning(40_000) }],
    ['@10..40ms', { at: beginning(10_000), arrives: beginning(40_000) }],
    ['@5ms..+20ms', { at: beginning(5_000), arrives: before(20_000) }],
    ['@+1ms..+20ms', { at: before(1_000), arrives: before(20_000) }],
    ['＠＋１２ｍｓ', { at: before(12_000) }],
    ['＠１３：１９：５２．３７９', { at: { since: 'midnight', at: 47_992_379_000 } }],
  ])('is read: %s', (text, moment) => {
    expect(momentOf(text)).toEqual(moment);
    expect(momentOf(plainMoment(text))).toEqual(moment);
  });

  it.each(['@', '@12xs', '@1..2..3', '@25:00:00', '@13:19', '@-5ms', '@ms', `@${'9'.repeat(50)}`])(
    'is none: %s',
    (text) => {
      expect(momentOf(text)).toBeUndefined();
    },
  );

  it.each([
    ['@0-40ms', '@0..40ms'],
    ['@0→40ms', '@0..40ms'],
    ['@1,5s', '@1.5s'],
    ['@12ms,', '@12ms'],
  ])('was perhaps meant by %s', (text, meant) => {
    expect(meantMoment(text)).toBe(meant);
  });

  it('is read of whatever there is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const moment = momentOf(`@${text}`);
        if (moment) expect(Number.isFinite(moment.at.at)).toBe(true);
      }),
    );
  });
});

describe('a duration', () => {
  it.each([
    ['20ms', 20_000],
    ['1.5s', 1_500_000],
    ['5us', 5],
    ['0', 0],
    ['２０ｍｓ', 20_000],
  ])('is read: %s', (text, duration) => {
    expect(durationOf(text)).toBe(duration);
  });

  it('needs a unit', () => {
    expect(durationOf('20')).toBeUndefined();
  });
});

describe('the times of an exchange', () => {
  const timesIn = (text: string) => {
    const [scenario] = analysed(text).scenarios;
    return timesOf(scenario?.script ?? { statements: [] }).filter((times) => times !== undefined);
  };

  it('have segments arrive after the delay on their way, or on the way back', () => {
    expect(
      timesIn(
        'delay C S 20ms\n@0 C -> SYN -> S\n@25ms C <- SYN+ACK <- S\ndelay S C 5ms\n@30ms C <- ACK <- S',
      ),
    ).toEqual([
      { at: 0, arrives: 20_000 },
      { at: 25_000, arrives: 45_000 },
      { at: 30_000, arrives: 35_000 },
    ]);
  });

  it('count from the line above, and from the first on the clock', () => {
    expect(timesIn('@10ms C -> SYN -> S\nC: send 5\n@+5ms C: close')).toEqual([
      { at: 10_000 },
      { at: 15_000 },
    ]);
    expect(timesIn('@23:59:59 C -> SYN -> S\n@0:00:01..+1s C <- SYN+ACK <- S')).toEqual([
      { at: 0 },
      { at: 2_000_000, arrives: 3_000_000 },
    ]);
  });

  it('have nothing arrive that is lost', () => {
    expect(timesIn('delay 20ms\n@0 C -> SYN -x S')).toEqual([{ at: 0 }]);
  });
});
