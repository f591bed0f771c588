import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';
import type { Drawing } from '../../src/diagram/drawing.js';
import type { Export, Exported } from '../../src/protocol/preview.js';
import { drawnFile } from '../diagram/written.js';
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

type Saved = Exported & { as: 'file' };

/** Opens a preview of a drawing, wide and high enough for all of it, and returns what exports from it. */
async function openOn(drawing: Drawing, theme: Theme = 'light') {
  const opened = await open({ theme, width: 1000, height: 2400 });
  await opened.draw([drawing]);
  let id = 0;
  const answer = async (wanted: Export): Promise<Exported> => {
    await opened.send({ type: 'export', id: ++id, wanted });
    return vi.waitUntil(
      () =>
        opened.said.flatMap((said) => (said.type === 'exported' && said.id === id ? said.exported : []))[0],
      30_000,
    );
  };
  const save = async (wanted: Export): Promise<Saved> => {
    const said = await answer(wanted);
    if (said.as !== 'file') throw new Error(JSON.stringify(said));
    return said;
  };
  return { ...opened, answer, save };
}

/** Width and height of a PNG in Base64, which stand at its beginning. */
function sizeOf(data: string): [number, number] {
  const head = Buffer.from(data.slice(0, 40), 'base64');
  return [head.readUInt32BE(16), head.readUInt32BE(20)];
}

/** Keeps a picture to look at. */
function keep(name: string, data: Buffer | string): void {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(join(root, 'test-results', name), data);
}

describe('the drawing as SVG', () => {
  it.each(Object.entries(SAMPLES))('needs nothing but itself: %s', async (name, drawing) => {
    const { page, save } = await openOn(drawing);
    const { data } = await save({ to: 'file', format: 'svg', background: true });
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
    const { data } = await save({ to: 'file', format: 'svg', background: true });
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
    expect((await save({ to: 'file', format: 'svg', background: true })).data).toMatch(whole);
    const { data } = await save({ to: 'file', format: 'svg', background: false });
    // Nor is it behind words and chips.
    expect(data).not.toContain('#1f1f1f');
  });

  it('leaves the panel as it was', async () => {
    const { page, save } = await openOn(drawings.close);
    const before = await page.locator('#segno').innerHTML();
    await save({ to: 'file', format: 'svg', background: true });
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
    const { data } = await save({ to: 'file', format: 'png', background, scale });
    keep(`export-close-${scale}x.png`, Buffer.from(data, 'base64'));
    const svg = (await save({ to: 'file', format: 'svg', background })).data;
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

  it('is made smaller where browsers draw no larger one, and says so', async () => {
    const fine = drawings.close.rows.map((row) => ({ ...row, problems: [] }));
    const rows = Array.from({ length: 60 }, () => fine).flat();
    const { save } = await openOn({ ...drawings.close, rows, problems: [] });
    const { remark, data } = await save({ to: 'file', format: 'png', background: true, scale: 4 });
    const [, used] = /at 4×; this one has ([\d.]+)×/.exec(remark ?? '') ?? [];
    expect(Number(used)).toBeGreaterThan(0.3);
    expect(Number(used)).toBeLessThan(4);
    const [, height] = sizeOf(data);
    expect(height).toBeGreaterThan(20_000);
    expect(height).toBeLessThan(32_768);
  });

  it('has all of a thousand segments', async () => {
    const text = `begin Long\nC -> SYN -> S\nC <- SYN+ACK <- S\n${'C -> DATA(10)+ACK -> S : on\n'.repeat(998)}end\n`;
    const [long] = drawnFile(text).scenarios;
    if (!long) throw new Error('nothing is drawn');
    const { save } = await openOn(long);
    const { data, remark } = await save({ to: 'file', format: 'png', background: false, scale: 1 });
    expect(remark).toMatch(/this one has 0\.\d×/);
    expect(sizeOf(data)[1]).toBeGreaterThan(20_000);
    keep('export-thousand.png', Buffer.from(data, 'base64'));
    const svg = (await save({ to: 'file', format: 'svg', background: true })).data;
    expect(svg.match(/<line [^>]*marker-end/g)).toHaveLength(1000);
  });

  it.each(THEMES)('stands on the background of the theme, %s', async (theme) => {
    const { page, save } = await openOn(drawings.handshake, theme);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const { data } = await save({ to: 'file', format: 'png', background: true, scale: 1 });
    keep(`export-handshake-${theme}.png`, Buffer.from(data, 'base64'));
    const corner = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3).join(', ');
    }, data);
    expect(ground).toBe(`rgb(${corner})`);
  });
});

describe('the drawing as PNG on the clipboard', () => {
  const wanted = { to: 'clipboard', format: 'png', background: true, scale: 2 } as const;

  it('is the picture that is saved', async () => {
    const { page, answer, save } = await openOn(drawings.handshake, 'dark');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    expect(await answer(wanted)).toEqual({
      as: 'copied',
      title: expect.any(String) as string,
    });
    const [type, width, height] = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const blob = await item?.getType('image/png');
      const picture = blob && (await createImageBitmap(blob));
      return [blob?.type, picture?.width, picture?.height] as const;
    });
    expect(type).toBe('image/png');
    const { data } = await save({ ...wanted, to: 'file' });
    expect([width, height]).toEqual(sizeOf(data));
  });

  it('is offered as a file where the browser refuses', async () => {
    const { page, answer } = await openOn(drawings.handshake);
    await page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    expect((await answer(wanted)).as).toBe('refused');
  });

  it('is offered as a file where the browser knows no pictures there', async () => {
    const { page, answer } = await openOn(drawings.handshake);
    await page.evaluate(() => Reflect.deleteProperty(window, 'ClipboardItem'));
    expect((await answer(wanted)).as).toBe('refused');
  });
});

describe('what leaves with a drawing', () => {
  const texts = (page: Page, svg: string) =>
    page.evaluate(
      (text) =>
        [...new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('text')].map(
          ({ textContent }) => textContent.replaceAll('\u00a0', ' '),
        ),
      svg,
    );

  it('is its title, and what is wrong with it in full', async () => {
    const { page, save } = await openOn(drawings.close, 'dark');
    const { data } = await save({ to: 'file', format: 'svg', background: true });
    keep('export-close-problem.svg', data);
    keep(
      'export-close-problem.png',
      Buffer.from((await save({ to: 'file', format: 'png', background: true, scale: 2 })).data, 'base64'),
    );
    const said = (await texts(page, data)).join('\n');
    expect(said.startsWith(`${drawings.close.title}\nline `)).toBe(true);
    for (const { message, code } of drawings.close.problems) {
      expect(said.replaceAll('\n', ' ')).toContain(message.replaceAll('`', ''));
      expect(said).toContain(code);
    }
  });

  it('is that a line cannot be read, where the picture is an older one', async () => {
    const opened = await openOn(drawings.handshake);
    const broken = {
      line: 3,
      severity: 'error',
      code: 'syntax',
      message: 'An arrow is missing.',
      broken: true,
    } as const;
    await opened.draw([], [broken]);
    const { data } = await opened.save({ to: 'file', format: 'svg', background: true });
    expect((await texts(opened.page, data)).join(' ')).toMatch(
      /line 3 .*An arrow is missing\. The drawing is the last good one\./,
    );
  });

  it('goes to the clipboard as SVG too', async () => {
    const { answer } = await openOn(drawings.handshake);
    const said = await answer({ to: 'clipboard', format: 'svg', background: true });
    expect(said.as === 'text' ? said.text : said.as).toMatch(/^<svg /);
  });
});

describe('the drawing as text', () => {
  it('is Mermaid, or Markdown that others draw', async () => {
    const { answer } = await openOn(drawings.handshake);
    const mermaid = await answer({ to: 'clipboard', format: 'mermaid' });
    const markdown = await answer({ to: 'clipboard', format: 'markdown' });
    if (mermaid.as !== 'text' || markdown.as !== 'text') throw new Error('nothing copied');
    expect(mermaid.text).toMatch(/^sequenceDiagram\n/);
    expect(markdown.text).toBe(`\`\`\`mermaid\n${mermaid.text}\`\`\`\n`);
  });

  it('goes into a file as well', async () => {
    const { answer, save } = await openOn(drawings.handshake);
    for (const format of ['mermaid', 'markdown'] as const) {
      const copied = await answer({ to: 'clipboard', format });
      expect(await save({ to: 'file', format })).toEqual({
        as: 'file',
        data: copied.as === 'text' ? copied.text : undefined,
        title: drawings.handshake.title,
      });
    }
  });

  it('is not there where nothing is drawn', async () => {
    const opened = await open();
    await opened.send({ type: 'export', id: 7, wanted: { to: 'clipboard', format: 'mermaid' } });
    const answer = {
      type: 'exported',
      id: 7,
      exported: { as: 'nothing', reason: expect.any(String) as string },
    };
    await vi.waitFor(() => expect(opened.said).toContainEqual(answer), 30_000);
  });
});
