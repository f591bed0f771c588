/** The drawing to scale in the preview: the button that switches, what is drawn then, and that it is kept by file. */
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawn } from '../diagram/written.js';
import { URI, usePreviews, type Opened, type Theme } from './harness.js';

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

/** The height at which a row's line begins, in the window. */
const heightOf = async ({ page }: Opened, row: number) =>
  (await page.locator(`.segno-row[data-row="${row}"] .segno-hit-line`).boundingBox())?.y ?? NaN;

const toScale = async (opened: Opened) => {
  await opened.draw([drawn(LOST)]);
  await opened.page.click(BUTTON);
  await expect.poll(() => brackets(opened)).toBe(2);
};

describe('time', () => {
  it('is given more of the page, and less, by buttons, keys and the wheel, with the same silences cut', async () => {
    const opened = await open();
    const { page } = opened;
    await toScale(opened);
    const height = () => page.locator('.segno-canvas').evaluate((canvas) => canvas.clientHeight);
    const factor = page.locator('.segno-timing .segno-factor');
    const usual = await height();
    await page.click('.segno-timing button[title^="More"]');
    await expect.poll(height).toBeGreaterThan(usual);
    expect(await factor.textContent()).toBe('1.3×');
    expect(await page.locator('.segno-cut-text').allTextContents()).toEqual(['194 ms']);
    await page.locator('.segno-stage').press(',');
    expect(await height()).toBe(usual);
    await page.locator('.segno-stage').press(',');
    expect(await height()).toBeLessThan(usual);
    expect(await factor.textContent()).toBe('0.8×');
    await factor.click();
    expect(await height()).toBe(usual);
    await page.mouse.move(400, 300);
    await page.keyboard.down('Alt');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Alt');
    await expect.poll(height).toBeGreaterThan(2 * usual);
  });

  it('is not offered where rows stand one below the other', async () => {
    const opened = await open();
    await opened.draw([drawn(LOST)]);
    expect(await opened.page.locator('.segno-timing').isVisible()).toBe(false);
  });

  it('stays under the pointer when it is given more of the page', async () => {
    const opened = await open({ height: 420 });
    const { page } = opened;
    await toScale(opened);
    const before = await heightOf(opened, 3);
    await page.mouse.move(400, before);
    await page.keyboard.down('Alt');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Alt');
    await expect.poll(() => page.textContent('.segno-factor')).toBe('2.7×');
    // Words above a line keep their height: the row may stand a little off.
    expect(Math.abs((await heightOf(opened, 3)) - before)).toBeLessThan(30);
  });

  it('is remembered as it was', async () => {
    const opened = await open({ memory: { uri: URI, toScale: [URI], stretch: 2 } });
    await opened.draw([drawn(LOST)]);
    await expect.poll(() => opened.page.textContent('.segno-factor')).toBe('2×');
  });
});

describe('the ruler', () => {
  const words = ({ page }: Opened) => page.textContent('.segno-ruler-words');
  const RULER = '.segno-timing button[title^="Measure"]';

  it('measures between two moments that are pointed at', async () => {
    const opened = await open();
    const { page, said } = opened;
    await toScale(opened);
    await page.click(RULER);
    await page.mouse.click(300, (await heightOf(opened, 0)) + 1);
    const last = await page.locator('.segno-row[data-row="5"] .segno-hit-line').boundingBox();
    await page.mouse.move(300, (last?.y ?? 0) + 2);
    await expect.poll(() => words(opened)).toBe('122 ms');
    await page.mouse.click(300, (last?.y ?? 0) + (last?.height ?? 0));
    await expect.poll(() => words(opened)).toBe('142 ms');
    expect(await page.textContent('.segno-timing [role="status"]')).toBe('142 ms');
    // Where nothing follows the pointer any more.
    await page.mouse.move(300, (last?.y ?? 0) - 60);
    expect(await words(opened)).toBe('142 ms');
    // What is chosen is not opened in the editor.
    expect(said.filter(({ type }) => type === 'reveal')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.segno-ruler-span').isVisible()).toBe(false);
  });

  it('measures from row to row by keys', async () => {
    const opened = await open();
    const { page } = opened;
    await toScale(opened);
    await page.locator('.segno-stage').press('ArrowDown');
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => words(opened)).toBe('44 ms');
    expect(await page.textContent('.segno-timing [role="status"]')).toBe('44 ms');
  });

  it('follows its moments when a line is written above them', async () => {
    const opened = await open();
    const { page, draw } = opened;
    await toScale(opened);
    await page.locator('.segno-stage').press('ArrowDown');
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => words(opened)).toBe('20 ms');
    await draw([drawn(LOST.replace('@0 ', 'C: connect\n@0 '))]);
    await expect.poll(() => page.locator('.segno-hit-line').count()).toBe(8);
    expect(await words(opened)).toBe('20 ms');
  });

  it('has nothing to measure where nothing says when', async () => {
    const { page, draw } = await open();
    await draw([drawn('C -> SYN(seq=x) -> S')]);
    await page.click(BUTTON);
    await expect.poll(() => page.locator('.segno-timing').isVisible()).toBe(true);
    expect(await page.locator(RULER).isVisible()).toBe(false);
  });
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
      await page.click('.segno-timing button[title^="Measure"]');
      await page.mouse.click(width / 2, 200);
      await page.mouse.click(width / 2, 480);
      await page.screenshot({ path: `${folder}/${theme}-${width}-measured.png` });
    }
  }
});
