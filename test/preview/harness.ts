/** The webview in a Chromium of its own: the built preview under the extension's policy, fed with given drawings. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { bundles } from '../../scripts/bundles.mjs';
import { browserPath } from '../../scripts/lib/chromium.mjs';
import { root } from '../../scripts/lib/root.mjs';
import type { Drawing, FileProblem } from '../../src/diagram/drawing.js';
import { previewHtml } from '../../src/extension/preview-html.js';
import type { FromPreview, ToPreview } from '../../src/protocol/preview.js';

export type Theme = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** The editor's colours as VS Code's own themes have them, as far as the preview asks for them. */
const COLOURS: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  light: {
    'editor-background': '#ffffff',
    'editor-foreground': '#3b3b3b',
    descriptionForeground: '#6b6b6b',
    focusBorder: '#005fb8',
    'editorError-foreground': '#e51400',
    'editorWarning-foreground': '#bf8803',
    'editorInfo-foreground': '#1a85ff',
  },
  dark: {
    'editor-background': '#1f1f1f',
    'editor-foreground': '#cccccc',
    descriptionForeground: '#9d9d9d',
    focusBorder: '#0078d4',
    'editorError-foreground': '#f14c4c',
    'editorWarning-foreground': '#cca700',
    'editorInfo-foreground': '#3794ff',
  },
  'high-contrast': {
    'editor-background': '#000000',
    'editor-foreground': '#ffffff',
    descriptionForeground: 'rgba(255, 255, 255, 0.7)',
    focusBorder: '#f38518',
    contrastBorder: '#6fc3df',
    contrastActiveBorder: '#f38518',
    'editorError-foreground': '#f14c4c',
    'editorWarning-foreground': '#cca700',
    'editorInfo-foreground': '#3794ff',
  },
  'high-contrast-light': {
    'editor-background': '#ffffff',
    'editor-foreground': '#292929',
    descriptionForeground: 'rgba(41, 41, 41, 0.7)',
    focusBorder: '#006bbd',
    contrastBorder: '#0f4a85',
    contrastActiveBorder: '#006bbd',
    'editorError-foreground': '#b5200d',
    'editorWarning-foreground': '#895503',
    'editorInfo-foreground': '#1a85ff',
  },
};

const STYLES: readonly string[] = ['theme.css', 'drawing.css', 'preview.css'];
const ORIGIN = 'https://preview.test';
export const URI = 'file:///notes.segno';

export interface Opened {
  readonly page: Page;
  /** What the webview has said so far. */
  readonly said: FromPreview[];
  /** Everything that the page reported as an error or a breach of its policy. */
  readonly complaints: string[];
  send(message: ToPreview): Promise<void>;
  /** Sends drawings and waits until what is near is drawn. */
  draw(scenarios: readonly Drawing[], problems?: readonly FileProblem[]): Promise<void>;
}

export interface OpenOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly language?: string;
  readonly memory?: unknown;
  /** Whether the user wants things to move; here they do not unless this is set. */
  readonly motion?: boolean;
}

export interface Harness {
  open(options?: OpenOptions): Promise<Opened>;
  close(): Promise<void>;
}

/**
 * Gives the tests of a file previews to open, in one Chromium. After each test nothing may have complained.
 */
export function usePreviews(): (options?: OpenOptions) => Promise<Opened> {
  let harness: Harness;
  const pages: Opened[] = [];
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(async () => {
    await harness.close();
  });
  afterEach(async () => {
    for (const { page, complaints } of pages.splice(0)) {
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });
  return async (options) => {
    const opened = await harness.open(options);
    pages.push(opened);
    return opened;
  };
}

/** Builds the preview and starts Chromium. */
export async function startHarness(): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), 'segno-preview-'));
  const script = await bundlePreview(folder);
  const browser = await startChromium();
  return {
    open: (options) => open(browser, script, options ?? {}),
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function startChromium(): Promise<Browser> {
  const executablePath = browserPath();
  return chromium.launch({
    ...(executablePath === undefined ? { channel: 'chrome' } : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

async function bundlePreview(folder: string): Promise<string> {
  const bundle = bundles(false).find(({ outfile }) => outfile === 'dist/preview.js');
  if (!bundle) throw new Error('no bundle for the preview');
  const outfile = join(folder, 'preview.js');
  await esbuild.build({ ...bundle, outfile });
  return readFileSync(outfile, 'utf8');
}

async function open(browser: Browser, script: string, options: OpenOptions): Promise<Opened> {
  const { theme = 'light', width = 820, height = 760, language = 'en', memory, motion = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: motion ? 'no-preference' : 'reduce',
  });
  const page = await context.newPage();
  const said: FromPreview[] = [];
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text());
  });
  await page.exposeFunction('segnoSaid', (message: FromPreview) => said.push(message));
  const shell = previewHtml({
    language,
    nonce: 'thenonceofthetest',
    source: ORIGIN,
    script: `${ORIGIN}/preview.js`,
    styles: STYLES.map((name) => `${ORIGIN}/${name}`),
  });
  await page.route(`${ORIGIN}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/preview.js') return route.fulfill({ contentType: 'text/javascript', body: script });
    if (STYLES.includes(path.slice(1))) return route.fulfill({ path: join(root, 'media', path) });
    return route.fulfill({ contentType: 'text/html', body: shell });
  });
  const colours = {
    ...COLOURS[theme],
    'font-family': 'system-ui, "Noto Sans", sans-serif',
    'editor-font-family': 'monospace',
  };
  await page.addInitScript(
    ({ colours, theme, memory }) => {
      let state: unknown = memory;
      Object.assign(window, {
        acquireVsCodeApi: () => ({
          postMessage: (message: unknown) =>
            (window as unknown as { segnoSaid(m: unknown): void }).segnoSaid(message),
          getState: () => state,
          setState: (next: unknown) => {
            state = next;
            Object.assign(window, { segnoMemory: next });
          },
        }),
      });
      document.addEventListener('DOMContentLoaded', () => {
        document.body.classList.add(`vscode-${theme}`);
        for (const [name, value] of Object.entries(colours)) {
          document.documentElement.style.setProperty(`--vscode-${name}`, value);
        }
      });
    },
    { colours, theme, memory },
  );
  await page.goto(`${ORIGIN}/`);
  let version = 0;
  const opened: Opened = {
    page,
    said,
    complaints,
    send: (message) => page.evaluate((data) => window.postMessage(data, '*'), message),
    draw: async (scenarios, problems = []) => {
      version++;
      await opened.send({
        type: 'drawings',
        name: 'notes.segno',
        answer: { uri: URI, version, scenarios, problems },
      });
      if (scenarios.length > 0) await page.waitForSelector('.segno-stage[aria-busy="false"] .segno-tile');
    },
  };
  return opened;
}
