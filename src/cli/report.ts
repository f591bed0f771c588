/** What was found in one file. */
import { splitLines } from '../language/range.js';
import type { Problem } from '../language/analyse.js';
import type { Source } from './files.js';

export interface FileReport {
  readonly name: string;
  readonly lines: readonly string[];
  readonly problems: readonly Problem[];
}

export function report({ name, text }: Source, problems: readonly Problem[]): FileReport {
  return { name, lines: splitLines(text), problems };
}
