/** The drawing to scale in the preview: the button that switches, what is drawn then, and that it is kept by file. */
import { mkdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drawn } from '../diagram/written.js';
import { usePreviews, type Opened, type Theme } from './harness.js';

const open = usePreviews();

const LOST = `endpoint C "Client"
endpoint S "Server"
delay C S 20ms
@0     C -> SYN(seq=x) -> S
@20ms  C <- SYN(seq=y)+ACK(ack=x+1) <- S
@44ms  C -> ACK(ack=y+1) -> S
@62ms  C -> DATA(seq=x+1, len=100)+ACK -> S
@84ms  C -> DATA(seq=x+101, len=100)+ACK -x S
@122ms C <- ACK(ack=x+101) <- S
@336ms C -> DATA(seq=x+101, len=100)+ACK -> S
@362ms C <- ACK(ack=x+201) <- S`;

const BUTTON = '.segno-bar button[aria-label^="To scale"]';
const brackets = ({ page }: Opened) => page.locator('.segno-bracket').count();

it('is switched to by a button, and shows timers and silences', async () => {
  const opened = await open();
  const { page, draw } = opened;
  await draw([drawn(LOST)]);
  expect(await brackets(opened)).toBe(0);
  expect(await page.locator('.segno-time').count()).toBe(8);
  await page.click(BUTTON);
  await expect.poll(() => brackets(opened)).toBe(2);
  expect(await page.locator('.segno-timer').allTextContents()).toEqual(['delayed ACK 40 ms', 'RTO 252 ms']);
  expect(await page.textContent('.segno-cut-text')).toBe('194 ms');
  await page.click('.segno-bar button[aria-label="Row by row"]');
  await expect.poll(() => brackets(opened)).toBe(0);
});

it('says above it what the times come to', async () => {
  const { page, draw } = await open();
  await draw([drawn(LOST)]);
  expect(await page.textContent('.segno-calm')).toBe(
    '8 segments, no problems · 382 ms · idle 244 ms · 3 round trips of 54.7 ms',
  );
});

it('marks the row that is pointed at by its line', async () => {
  const { page, draw } = await open();
  await draw([drawn(LOST)]);
  await page.click(BUTTON);
  await expect.poll(() => page.locator('.segno-hit-line').count()).toBe(8);
  await page.locator('.segno-row[data-row="3"] .segno-hit-line').hover({ force: true });
  await expect.poll(() => page.locator('.segno-card:not([hidden])').count()).toBe(1);
});

/** Pictures to look at: `SEGNO_PICTURES=folder`. */
it.runIf(process.env['SEGNO_PICTURES'])('is drawn in every theme and width', async () => {
  const folder = process.env['SEGNO_PICTURES'] ?? '';
  mkdirSync(folder, { recursive: true });
  for (const theme of ['light', 'dark', 'high-contrast', 'high-contrast-light'] satisfies Theme[]) {
    for (const width of [350, 676, 1400]) {
      const { page, draw } = await open({ theme, width, height: 900 });
      await draw([drawn(LOST)]);
      await page.click(BUTTON);
      await expect.poll(() => page.locator('.segno-bracket').count()).toBe(2);
      await page.screenshot({ path: `${folder}/${theme}-${width}.png` });
    }
  }
});
