/** The webview in a Chromium of its own: the built preview under the extension's policy, fed with given drawings. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

interface Harness {
  open(options?: OpenOptions): Promise<Opened>;
  /** Gives a preview back, whose page the next one may have: a new page takes ten times as long as one that is loaded anew. */
  done(opened: Opened): Promise<void>;
  close(): Promise<void>;
}

/**
 * Gives the tests of a file previews to open, in one Chromium. After each test nothing may have complained.
 */
export function usePreviews(): (options?: OpenOptions) => Promise<Opened> {
  let harness: Harness;
  const previews: Opened[] = [];
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(async () => {
    await harness.close();
  });
  afterEach(async () => {
    for (const opened of previews.splice(0)) {
      expect(opened.complaints).toEqual([]);
      await harness.done(opened);
    }
  });
  return async (options) => {
    const opened = await harness.open(options);
    previews.push(opened);
    return opened;
  };
}

/** Builds the preview, serves it, and starts Chromium. */
async function startHarness(): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), 'segno-preview-'));
  const [server, browser] = await Promise.all([bundlePreview(folder).then(serve), startChromium()]);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const idle: Tab[] = [];
  const used = new Map<Opened, Tab>();
  return {
    open: async (options = {}) => {
      const tab = idle.pop() ?? (await openTab(browser));
      const opened = await open(tab, origin, options);
      used.set(opened, tab);
      return opened;
    },
    done: async (opened) => {
      const tab = used.get(opened);
      used.delete(opened);
      // The pointer would be over the next preview, too.
      await opened.page.mouse.move(-1, -1);
      if (tab) idle.push(tab);
    },
    close: async () => {
      await browser.close();
      server.close();
      server.closeAllConnections();
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

/** Serves the preview to a browser, which may keep the compiled script. */
async function serve(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname, searchParams, origin } = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const answer = (type: string, body: string | Buffer) =>
      response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=600' }).end(body);
    if (pathname === '/preview.js') answer('text/javascript', script);
    else if (STYLES.includes(pathname.slice(1)))
      answer('text/css', readFileSync(join(root, 'media', pathname)));
    else if (pathname === '/') answer('text/html', shell(origin, searchParams.get('language') ?? 'en'));
    else response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const shell = (origin: string, language: string): string =>
  previewHtml({
    language,
    nonce: 'thenonceofthetest',
    source: origin,
    script: `${origin}/preview.js`,
    styles: STYLES.map((name) => `${origin}/${name}`),
  });

/** A page that shows one preview after the other, and what the present one is heard saying. */
interface Tab {
  readonly page: Page;
  said: FromPreview[];
  complaints: string[];
}

async function openTab(browser: Browser): Promise<Tab> {
  const page = await browser.newPage();
  const tab: Tab = { page, said: [], complaints: [] };
  page.on('pageerror', (error) => tab.complaints.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') tab.complaints.push(line.text());
  });
  await page.exposeFunction('segnoSaid', (message: FromPreview) => tab.said.push(message));
  await page.addInitScript(() => {
    // The pictures that tests put into frames have no editor.
    if (window !== window.top) return;
    const { colours, theme, memory } = JSON.parse(decodeURIComponent(location.hash.slice(1))) as {
      colours: Readonly<Record<string, string>>;
      theme: string;
      memory?: unknown;
    };
    let state = memory;
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
  });
  return tab;
}

let loads = 0;

async function open(tab: Tab, origin: string, options: OpenOptions): Promise<Opened> {
  const { theme = 'light', width = 820, height = 760, language = 'en', memory, motion = false } = options;
  const { page } = tab;
  const said: FromPreview[] = (tab.said = []);
  const complaints: string[] = (tab.complaints = []);
  const colours = {
    ...COLOURS[theme],
    'font-family': 'system-ui, "Noto Sans", sans-serif',
    'editor-font-family': 'monospace',
  };
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ reducedMotion: motion ? 'no-preference' : 'reduce', forcedColors: null });
  // Another address each time: to another part of the same one the browser only scrolls.
  const query = new URLSearchParams({ language, load: String(++loads) });
  const hash = encodeURIComponent(JSON.stringify({ colours, theme, memory }));
  await page.goto(`${origin}/?${query.toString()}#${hash}`);
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
