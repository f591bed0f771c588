/** The SVG that is made without a browser, beside what the preview exports. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';
import { THEMES } from '../../src/diagram/look.js';
import { problemsOf } from '../../src/diagram/said.js';
import { svgFile } from '../../src/diagram/svg-file.js';
import * as drawings from './drawings.js';
import { startHarness, type Harness } from './harness.js';

const SAMPLES = {
  close: drawings.close,
  'old duplicate': drawings.oldDuplicate,
  'three ends': drawings.threeEnds,
  chinese: drawings.chinese,
  wordy: drawings.wordy,
};

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(async () => {
  await harness.close();
});

describe.each(Object.entries(SAMPLES))('the file of a drawing: %s', (name, drawing) => {
  it.each(THEMES)('is what a browser shows whole, %s', async (theme) => {
    const { page } = await harness.open({ width: 1000, height: 2400 });
    const svg = svgFile(drawing, problemsOf([], { drawing, held: false }), theme);
    const found = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      document.body.replaceChildren(document.importNode(parsed, true));
      const picture = document.querySelector('svg');
      const frame = picture?.getBoundingClientRect();
      if (!picture || !frame) throw new Error('no picture');
      const texts = [...picture.querySelectorAll('text')];
      const outside = texts.filter((element) => {
        const box = element.getBoundingClientRect();
        return box.left < frame.left || box.right > frame.right || box.bottom > frame.bottom;
      });
      // A chip is as wide as its words, and its words stand in it.
      const spilt = [...picture.querySelectorAll('rect[rx="10"] + text')].filter((element) => {
        const chip = element.previousElementSibling?.getBoundingClientRect();
        const box = element.getBoundingClientRect();
        return !chip || box.left < chip.left || box.right > chip.right;
      });
      const words = (elements: Element[]) => elements.map(({ textContent }) => textContent);
      return { outside: words(outside), spilt: words(spilt), lines: picture.querySelectorAll('line').length };
    }, svg);
    expect(found).toMatchObject({ outside: [], spilt: [] });
    expect(found.lines).toBeGreaterThan(drawing.rows.length);
    mkdirSync(join(root, 'test-results'), { recursive: true });
    const picture = page.locator('svg').first();
    await picture.screenshot({
      path: join(root, 'test-results', `svg-file-${name.replaceAll(' ', '-')}-${theme}.png`),
    });
    writeFileSync(join(root, 'test-results', `svg-file-${name.replaceAll(' ', '-')}-${theme}.svg`), svg);
    await page.context().close();
  });
});
