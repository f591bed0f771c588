import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';
import type { Drawing } from '../../src/diagram/drawing.js';
import type { Export, FromPreview } from '../../src/server/messages.js';
import * as drawings from './drawings.js';
import { usePreviews, type Theme } from './harness.js';

const THEMES: readonly Theme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];
const SAMPLES: Readonly<Record<string, Drawing>> = {
  close: drawings.close,
  'old duplicate': drawings.oldDuplicate,
  chinese: drawings.chinese,
  wordy: drawings.wordy,
};

const open = usePreviews();

type Saved = FromPreview & { type: 'save' };

/** Opens a preview of a drawing, wide and high enough for all of it, and returns what exports from it. */
async function openOn(drawing: Drawing, theme: Theme = 'light') {
  const opened = await open({ theme, width: 1000, height: 2400 });
  await opened.draw([drawing]);
  const answer = async (wanted: Export): Promise<FromPreview> => {
    const before = opened.said.length;
    await opened.send({ type: 'export', wanted });
    return vi.waitUntil(() => opened.said.slice(before).find(({ type }) => type !== 'lock'), 20_000);
  };
  const save = async (wanted: Export): Promise<Saved> => {
    const said = await answer(wanted);
    if (said.type !== 'save') throw new Error(JSON.stringify(said));
    return said;
  };
  return { ...opened, answer, save };
}

/** Keeps a picture to look at. */
function keep(name: string, data: Buffer | string): void {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(join(root, 'test-results', name), data);
}

describe('the drawing as SVG', () => {
  it.each(Object.entries(SAMPLES))('needs nothing but itself: %s', async (name, drawing) => {
    const { page, save } = await openOn(drawing);
    const { data } = await save({ format: 'svg', background: true });
    keep(`export-${name.replaceAll(' ', '-')}.svg`, data);
    const found = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const elements = [...parsed.querySelectorAll('*')];
      const attributes = elements.flatMap((element) => [...element.attributes]);
      return {
        tags: [...new Set(elements.map(({ localName }) => localName))],
        fonts: [
          ...new Set(attributes.filter(({ name }) => name === 'font-family').map(({ value }) => value)),
        ],
        pageOnly: attributes.filter(({ name }) => /^(?:class|style|on.*|data-.*|href)$/.test(name)).length,
        outside: attributes.filter(
          ({ name, value }) =>
            !name.startsWith('xmlns') && /var\(|url\((?!["']?#)|https?:|color-mix/.test(value),
        ).length,
        dangling: attributes
          .map(({ value }) => /^url\(["']?#(.*?)["']?\)$/.exec(value)?.[1])
          .filter((id) => id !== undefined && !elements.some((element) => element.id === id)).length,
      };
    }, data);
    expect(
      found.tags.filter((tag) => /script|style|foreignObject|image|^a$|use|parsererror/i.test(tag)),
    ).toEqual([]);
    expect(found.tags).toEqual(expect.arrayContaining(['svg', 'title', 'line', 'text', 'marker']));
    expect(found.fonts.sort()).toEqual(['monospace', 'sans-serif']);
    expect(found).toMatchObject({ pageOnly: 0, outside: 0, dangling: 0 });
  });

  it.each(THEMES)('draws the same words and lines as the panel, %s', async (theme) => {
    const { page, save } = await openOn(drawings.oldDuplicate, theme);
    const { data } = await save({ format: 'svg', background: true });
    // Both are read off what the browser draws.
    const [panel, file] = await page.evaluate((text) => {
      const look = (root: ParentNode) => {
        const hex = (colour: string) => {
          const context = document.createElement('canvas').getContext('2d');
          if (!context) return '';
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
          return context.getImageData(0, 0, 1, 1).data.join(' ');
        };
        const shown = [...root.querySelectorAll('svg svg text, .segno-heads text')];
        return {
          words: shown.map((element) => [element.textContent, hex(getComputedStyle(element).fill)].join(' ')),
          arrows: [...root.querySelectorAll('line[marker-end]')].map((line) => {
            const { stroke, strokeDasharray, strokeWidth } = getComputedStyle(line);
            return [hex(stroke), strokeDasharray, strokeWidth].join(' ');
          }),
        };
      };
      const stage = document.querySelector('.segno-stage');
      const own = document.createElement('div');
      own.append(
        document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true),
      );
      const apart = document.createElement('iframe');
      document.body.append(apart);
      apart.contentDocument?.body.append(own);
      return [stage && look(stage), look(own)] as const;
    }, data);
    expect(file.arrows.length).toBeGreaterThan(2);
    expect(file.arrows).toEqual(panel?.arrows);
    expect([...file.words].sort()).toEqual(expect.arrayContaining([...(panel?.words ?? [])].sort()));
  });

  it('has the theme’s background, or none', async () => {
    const { save } = await openOn(drawings.handshake, 'dark');
    const whole =
      /^<svg [^>]* width="([\d.]+)" height="([\d.]+)"[^>]*><title>[^<]*<\/title><rect width="\1" height="\2" fill="#1f1f1f"\/>/;
    expect((await save({ format: 'svg', background: true })).data).toMatch(whole);
    const { data } = await save({ format: 'svg', background: false });
    // Nor is it behind words and chips.
    expect(data).not.toContain('#1f1f1f');
  });

  it('leaves the panel as it was', async () => {
    const { page, save } = await openOn(drawings.close);
    const before = await page.locator('#segno').innerHTML();
    await save({ format: 'svg', background: true });
    expect(await page.locator('#segno').innerHTML()).toBe(before);
    expect(await page.locator('.segno-export').count()).toBe(0);
  });
});

describe('the drawing as PNG', () => {
  it.each([
    [1, true],
    [4, false],
  ])('has %d times the pixels, background: %s', async (scale, background) => {
    const { page, save } = await openOn(drawings.close, 'dark');
    const { data } = await save({ format: 'png', background, scale });
    keep(`export-close-${scale}x.png`, Buffer.from(data, 'base64'));
    const svg = (await save({ format: 'svg', background })).data;
    const found = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const data = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
      const colours = new Set<string>();
      for (let at = 0; at < data.length; at += 4) colours.add(data.slice(at, at + 4).join(' '));
      return {
        width: canvas.width,
        height: canvas.height,
        corner: data.slice(0, 4).join(' '),
        colours: colours.size,
      };
    }, data);
    const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
    expect(found.width).toBe(Math.ceil(Number(width) * scale));
    expect(found.height).toBe(Math.ceil(Number(height) * scale));
    expect(found.corner).toBe(background ? '31 31 31 255' : '0 0 0 0');
    expect(found.colours).toBeGreaterThan(50);
  });

  it('says so where it would be too large', async () => {
    const rows = Array.from({ length: 60 }, () => drawings.close.rows).flat();
    const { answer } = await openOn({ ...drawings.close, rows, problems: [] });
    const said = await answer({ format: 'png', background: true, scale: 4 });
    expect(said.type === 'unsaved' ? said.reason : said.type).toContain('too large');
  });
});

describe('the drawing as text', () => {
  it('is Mermaid, or Markdown that others draw', async () => {
    const { answer } = await openOn(drawings.handshake);
    const mermaid = await answer({ format: 'mermaid' });
    const markdown = await answer({ format: 'markdown' });
    if (mermaid.type !== 'copy' || markdown.type !== 'copy') throw new Error('nothing copied');
    expect(mermaid.text).toMatch(/^sequenceDiagram\n/);
    expect(markdown.text).toBe(`\`\`\`mermaid\n${mermaid.text}\`\`\`\n`);
  });

  it('is not there where nothing is drawn', async () => {
    const opened = await open();
    await opened.send({ type: 'export', wanted: { format: 'mermaid' } });
    await vi.waitUntil(() => opened.said.some(({ type }) => type === 'unsaved'));
  });
});
