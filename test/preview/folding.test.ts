/** Runs of data and acknowledgments that are folded into one row, and what opens them. */
import { expect, it } from 'vitest';
import { drawn } from '../diagram/written.js';
import { URI, usePreviews, type Opened } from './harness.js';

const open = usePreviews();

const OPENING = 'C -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK(ack=y+1) -> S';
const data = (count: number) => 'C -> DATA(len=1400)+ACK -> S\n'.repeat(count);
const transfer = (count: number, before = '') =>
  drawn(`${OPENING}\n${before}${data(count)}C -> FIN+ACK -> S`);

const rows = (page: Opened['page']) => page.locator('.segno-row').count();
const folded = (page: Opened['page']) => page.locator('.segno-row-fold').count();

it('says what is in a run, opens by click, and folds again by the sign at its first row', async () => {
  const { page, draw } = await open();
  await draw([transfer(12)]);
  expect(await rows(page)).toBe(5);
  expect(await page.textContent('.segno-row-fold')).toBe('…12 segments, 1,400 octets each');
  await page.click('.segno-row-fold');
  await expect.poll(() => rows(page)).toBe(16);
  expect(await folded(page)).toBe(0);
  await page.click('.segno-unfolded .segno-hit', { position: { x: 8, y: 12 } });
  await expect.poll(() => rows(page)).toBe(5);
});

it('folds again by the line beside any of its rows', async () => {
  const { page, draw } = await open();
  await draw([transfer(12)]);
  await page.click('.segno-row-fold');
  await expect.poll(() => rows(page)).toBe(16);
  await page.click('.segno-row[data-row="9"] .segno-unfolded');
  await expect.poll(() => rows(page)).toBe(5);
});

it('opens and folds by keyboard, as a tree does', async () => {
  const { page, draw } = await open();
  await draw([transfer(12)]);
  await page.focus('.segno-stage');
  for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowDown');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  expect(await focused()).toContain('12 segments');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => rows(page)).toBe(16);
  await expect.poll(focused).toContain('Segment 4');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => rows(page)).toBe(5);
  await expect.poll(focused).toContain('12 segments');
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).toContain('FIN');
});

it('stays as it is over edits', async () => {
  const { page, draw } = await open();
  await draw([transfer(12)]);
  await page.click('.segno-row-fold');
  await expect.poll(() => rows(page)).toBe(16);
  await draw([transfer(13, 'C: send 10\n')]);
  await expect.poll(() => rows(page)).toBe(18);
  expect(await folded(page)).toBe(0);
});

it('opens for the cursor, for a step, and for what is found', async () => {
  for (const how of ['cursor', 'step', 'search'] as const) {
    const { page, draw, send } = await open();
    await draw([transfer(12)]);
    expect(await folded(page)).toBe(1);
    if (how === 'cursor') {
      await send({ type: 'cursor', uri: URI, line: 18 });
    } else if (how === 'step') {
      await page.focus('.segno-stage');
      for (let press = 0; press < 5; press++) await page.keyboard.press(']');
    } else {
      await page.focus('.segno-stage');
      await page.keyboard.press('Control+f');
      await page.keyboard.type('x+7001');
    }
    await expect.poll(() => folded(page)).toBe(0);
    expect(await rows(page)).toBe(16);
  }
});
