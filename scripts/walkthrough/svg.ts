/** The few shapes that the walkthrough's pictures are made of, as text, in the colours of whatever theme shows them. */
import { escapeMarkup } from '../../src/diagram/escape.js';

/** Units of the picture. A letter is as wide as in a monospaced font of this size; Chinese ones are square. */
export const SIZE = 14;
const LETTER = 0.6 * SIZE;

/** VS Code gives its pages every colour of the theme; the second value is for a viewer that has none. */
export const COLOURS = {
  ground: 'var(--vscode-editor-background, #ffffff)',
  ink: 'var(--vscode-editor-foreground, #1f2328)',
  quiet: 'var(--vscode-descriptionForeground, #59636e)',
  frame: 'var(--vscode-widget-border, var(--vscode-contrastBorder, #d0d7de))',
  error: 'var(--vscode-editorError-foreground, #cf222e)',
  hint: 'var(--vscode-editorInlayHint-foreground, #6e7781)',
  hintGround: 'var(--vscode-editorInlayHint-background, #eff1f3)',
  box: 'var(--vscode-editorHoverWidget-background, #f6f8fa)',
  boxInk: 'var(--vscode-editorHoverWidget-foreground, #1f2328)',
  boxFrame: 'var(--vscode-editorHoverWidget-border, #d0d7de)',
  link: 'var(--vscode-textLink-foreground, #0969da)',
  list: 'var(--vscode-editorSuggestWidget-background, #f6f8fa)',
  listInk: 'var(--vscode-editorSuggestWidget-foreground, #1f2328)',
  listFrame: 'var(--vscode-editorSuggestWidget-border, #d0d7de)',
  chosen: 'var(--vscode-editorSuggestWidget-selectedBackground, #0969da)',
  chosenInk: 'var(--vscode-editorSuggestWidget-selectedForeground, #ffffff)',
  event: 'var(--vscode-symbolIcon-eventForeground, #d67e00)',
  bulb: 'var(--vscode-editorLightBulb-foreground, #ddb100)',
  keyword: 'var(--vscode-debugTokenExpression-boolean, #0000ff)',
  name: 'var(--vscode-symbolIcon-classForeground, #8a5f00)',
  flag: 'var(--vscode-symbolIcon-functionForeground, #652d90)',
  field: 'var(--vscode-symbolIcon-variableForeground, #007acc)',
  number: 'var(--vscode-debugTokenExpression-number, #098658)',
  string: 'var(--vscode-debugTokenExpression-string, #a31515)',
} as const;

export type Colour = keyof typeof COLOURS;

const MONO = "var(--vscode-editor-font-family, Menlo, Consolas, 'DejaVu Sans Mono', monospace)";

const wide = /[\u2e80-\u9fff\uff00-\uff60]/u;

/** How wide a text is. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (wide.test(letter) ? SIZE : LETTER), 0);
}

/** An element; no style and no class, since the page that shows it allows none. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`,
  );
  return `<${name}${written.join('')}${children.length > 0 ? `>${children.join('')}</${name}` : '/'}>`;
}

/** A text whose baseline is at a height, as wide as {@link widthOf} says in every font. */
export function letters(x: number, y: number, text: string, colour: Colour, bold = false): string {
  const trimmed = text.trimEnd();
  if (trimmed.trim() === '') return '';
  const lead = trimmed.length - trimmed.trimStart().length;
  return element(
    'text',
    {
      x: round(x + widthOf(trimmed.slice(0, lead))),
      y: round(y),
      fill: COLOURS[colour],
      textLength: round(widthOf(trimmed.slice(lead))),
      lengthAdjust: 'spacingAndGlyphs',
      ...(bold ? { 'font-weight': 'bold' } : {}),
    },
    escapeMarkup(trimmed.slice(lead)),
  );
}

export function box(
  x: number,
  y: number,
  width: number,
  height: number,
  colours: { readonly fill: Colour; readonly stroke?: Colour },
): string {
  const stroke = colours.stroke === undefined ? {} : { stroke: COLOURS[colours.stroke] };
  return element('rect', {
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
    rx: 3,
    fill: COLOURS[colours.fill],
    ...stroke,
  });
}

/** A wavy line under something. */
export function squiggle(x: number, y: number, width: number): string {
  const waves = Math.max(1, Math.round(width / 6));
  const step = round(width / waves / 2);
  const path = `M${round(x)} ${round(y)}${`q${step / 2} -3 ${step} 0t${step} 0`.repeat(waves)}`;
  return element('path', { d: path, fill: 'none', stroke: COLOURS.error, 'stroke-width': 1.3 });
}

/** The whole picture. The words for those who cannot see it come from the walkthrough. */
export function picture(width: number, height: number, ...shapes: readonly string[]): string {
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      'font-family': MONO,
      'font-size': SIZE,
    },
    ...shapes.map((one) => `\n${one}`),
    '\n',
  );
  return `${svg}\n`;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
