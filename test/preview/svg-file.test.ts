/** The SVG that is made without a browser, beside what the preview exports. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';
import { THEMES } from '../../src/diagram/palette.js';
import { problemsOf } from '../../src/diagram/said.js';
import { svgFile } from '../../src/diagram/svg-file.js';
import * as drawings from './drawings.js';
import { usePreviews } from './harness.js';

const SAMPLES = {
  close: drawings.close,
  'old duplicate': drawings.oldDuplicate,
  'three ends': drawings.threeEnds,
  chinese: drawings.chinese,
  wordy: drawings.wordy,
};

const open = usePreviews();

describe.each(Object.entries(SAMPLES))('the file of a drawing: %s', (name, drawing) => {
  it.each(THEMES)('is what a browser shows whole, %s', async (theme) => {
    const { page } = await open({ width: 1000, height: 2400 });
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
  });
});

/** Channels from 0 to 255. */
type Painted = readonly number[];

interface Coloured {
  readonly what: string;
  readonly colour: Painted;
}

/** What of the one is not in the other in the same colour, but for what rounding does to mixed ones. */
function missing(ones: readonly Coloured[], others: readonly Coloured[]): Coloured[] {
  const same = (one: Painted, other: Painted) =>
    one.length === other.length && one.every((part, at) => Math.abs(part - (other[at] ?? NaN)) <= 2);
  return ones.filter(
    ({ what, colour }) => !others.some((other) => other.what === what && same(colour, other.colour)),
  );
}

// Drawings whose words are nowhere shortened or broken, which is done by other widths in a browser.
const PLAIN = {
  close: drawings.close,
  'old duplicate': drawings.oldDuplicate,
  'three ends': drawings.threeEnds,
};

describe.each(Object.entries(PLAIN))('the colours of a drawing: %s', (_, drawing) => {
  it.each(THEMES)('are those of the preview, %s', async (theme) => {
    const { page, draw } = await open({ theme, width: 1400, height: 2400 });
    await draw([drawing]);
    const svg = svgFile(drawing, problemsOf([], { drawing, held: false }), theme);
    const [preview, file] = await page.evaluate((text) => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      /** What one sees of a paint on the ground of the page. */
      const seen = (element: Element, paint: 'fill' | 'stroke'): Painted => {
        const style = getComputedStyle(element);
        if (!context || style[paint] === 'none') return [];
        context.globalAlpha = 1;
        context.fillStyle = getComputedStyle(document.body).backgroundColor;
        context.fillRect(0, 0, 1, 1);
        context.globalAlpha = Number(paint === 'fill' ? style.fillOpacity : style.strokeOpacity);
        context.fillStyle = style[paint];
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data];
      };
      const coloursOf = (root: Element): Coloured[] => {
        const leaves = [...root.querySelectorAll('text, tspan')].filter((one) => !one.querySelector('tspan'));
        return [
          ...leaves.map((leaf) => ({ what: leaf.textContent?.trim() ?? '', colour: seen(leaf, 'fill') })),
          ...[...root.querySelectorAll('line')].map((line) => ({
            what: 'a line',
            colour: seen(line, 'stroke'),
          })),
          ...[...root.querySelectorAll('rect:not(.segno-hit, .segno-back)')].map((box) => ({
            what: 'a box',
            colour: [...seen(box, 'fill'), ...seen(box, 'stroke')],
          })),
        ];
      };
      const stage = document.querySelector('.segno-paper');
      const whole = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      // The ground, and the title and the problems above the picture, are elements of the page in the preview.
      const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      picture.append(...[...whole.children].filter(({ tagName }) => tagName === 'g').slice(-2));
      document.body.append(picture);
      if (!stage) throw new Error('no drawing');
      return [coloursOf(stage), coloursOf(picture)] as const;
    }, svg);
    expect(preview.length).toBeGreaterThan(20);
    expect(missing(preview, file)).toEqual([]);
    expect(missing(file, preview)).toEqual([]);
  });
});
