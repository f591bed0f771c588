/** What a preview keeps over a reload of the window, stored by VS Code, and read by the extension to serve it again. */
import { count, integer, list, number, object, optional, part, text, truth } from './schema.js';

export interface PreviewMemory {
  readonly uri?: string;
  readonly locked?: boolean;
  /** Title and first line of the scenario that was shown. */
  readonly scenario?: ScenarioMemory;
  /** A factor, or undefined while the drawing fits itself into the panel. */
  readonly zoom?: number;
  readonly scroll?: number;
  readonly scrollLeft?: number;
  /** The files that are drawn to scale, the latest last. */
  readonly toScale?: readonly string[];
  /** How much more of the page time takes there than it would by itself. */
  readonly stretch?: number;
  /** Missing while nobody steps through the exchange. */
  readonly stepping?: SteppingMemory;
}

interface ScenarioMemory {
  readonly title: string;
  readonly line: number;
}

export interface SteppingMemory {
  /** Index of the row that one stands at, -1 before the first. */
  readonly row: number;
  /** Whether both ends are shown beside the drawing. */
  readonly side: boolean;
  /** A factor. */
  readonly speed: number;
}

const kept = part<PreviewMemory>({
  uri: optional(text),
  locked: optional(truth),
  scenario: optional(object<ScenarioMemory>({ title: text, line: count })),
  zoom: optional(number),
  scroll: optional(number),
  scrollLeft: optional(number),
  toScale: optional(list(text)),
  stretch: optional(number),
  stepping: optional(object<SteppingMemory>({ row: integer(-1), side: truth, speed: number })),
});

/** What of an unknown value is memory of a preview; everything else of it is left out. */
export function previewMemory(value: unknown): PreviewMemory {
  const { scenario, stepping, ...rest } = kept(value);
  return {
    ...rest,
    ...(scenario ? { scenario: { title: scenario.title, line: scenario.line } } : {}),
    ...(stepping ? { stepping: { row: stepping.row, side: stepping.side, speed: stepping.speed } } : {}),
  };
}
