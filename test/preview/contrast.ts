/** Whether what is shown can be read: contrast by WCAG 2, 1 to 21. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What WCAG asks for at level AA: of words, and of what is told apart by its shape. */
const LEAST = { words: 4.5, fill: 3 } as const;

export interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

/** How well each text, or what is filled, stands out from what is painted behind it. */
export async function contrasts(
  page: Page,
  selector: string,
  of: 'words' | 'fill' = 'words',
): Promise<Contrast[]> {
  return page.evaluate(
    ({ selector, of }) => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      /** Of colours that lie on one another, the lowest first. */
      const luminance = (colours: readonly string[]) => {
        if (!context) return NaN;
        context.clearRect(0, 0, 1, 1);
        for (const colour of colours) {
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
        }
        const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
          const part = value / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      /** The grounds behind an element: of the page, of the boxes that it is in, of its chip, note or head. */
      const groundsOf = (element: Element): string[] => {
        const grounds: string[] = [];
        for (let at: Element | null = element; at; at = at.parentElement) {
          const style = getComputedStyle(at);
          const boxes = at.matches('.segno-chip, .segno-row-note, .segno-head, .segno-state')
            ? [...at.querySelectorAll(':scope > rect:not(.segno-hit)')]
            : [];
          grounds.unshift(style.backgroundColor, ...boxes.map((box) => getComputedStyle(box).fill));
        }
        return grounds.filter((colour) => colour !== 'none');
      };
      return [...document.querySelectorAll(selector)]
        .filter((element) => of === 'fill' || element.textContent !== '')
        .map((element) => {
          const style = getComputedStyle(element);
          const grounds = groundsOf(element);
          const back = luminance(grounds);
          const own = luminance([...grounds, element instanceof SVGElement ? style.fill : style.color]);
          const [light, dark] = own > back ? [own, back] : [back, own];
          return { text: element.textContent ?? '', ratio: (light + 0.05) / (dark + 0.05) };
        });
    },
    { selector, of },
  );
}

/** Expects more than so many words, or shapes, of which each can be told from what is behind it. */
export async function expectLegible(
  page: Page,
  selector: string,
  more: number,
  of: 'words' | 'fill' = 'words',
): Promise<void> {
  const ratios = await contrasts(page, selector, of);
  expect(ratios.length).toBeGreaterThan(more);
  expect(ratios.filter(({ ratio }) => !(ratio >= LEAST[of]))).toEqual([]);
}
