/** What is said of wrong exchanges while a site is built. */
import { readFileSync } from 'node:fs';
import type { DrawnBlock } from './blocks.js';
import type { SiteOptions } from '../api/types.js';
import { visible } from '../diagram/visible.js';
import type { Problem } from '../language/analyse.js';
import { splitLines } from '../language/range.js';

/** A page as its generator hands it over. */
export interface Page {
  readonly text: string;
  /** Where it lies, as far as the generator tells. */
  readonly path: string | undefined;
}

/** What a generator has cut off the top of a page, in lines: the front matter, as far as the file can tell. */
export function linesAbove({ text, path }: Page): number {
  if (path === undefined) return 0;
  let whole: string;
  try {
    whole = readFileSync(path, 'utf8');
  } catch {
    return 0;
  }
  const lines = (all: string): string[] => splitLines(all.trimEnd());
  const [all, own] = [lines(whole), lines(text)];
  return all.join('\n').endsWith(own.join('\n')) ? all.length - own.length : 0;
}

/** A problem as a build says it: `guide/tcp.md:12:20: wrong-ack-number: ACK should be …`. */
export function sentence(problem: Problem, { path }: Page, above: number): string {
  const { line, column, code, message } = problem;
  return `${visible(path ?? 'segno')}:${line + above}:${column}: ${code}: ${visible(message)}`;
}

/**
 * Says what is wrong in the blocks of a page.
 *
 * @throws Error where the build is to fail: it names each error by file and line
 */
export function report(blocks: readonly DrawnBlock[], page: Page, { onWrong = 'fail' }: SiteOptions): void {
  const problems = blocks.flatMap(({ problems }) => problems);
  if (onWrong === 'ignore' || problems.length === 0) return;
  const above = linesAbove(page);
  const said = (some: readonly Problem[]): string =>
    some.map((problem) => sentence(problem, page, above)).join('\n');
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (onWrong === 'fail' && errors.length > 0) throw new Error(said(errors));
  const serious = problems.filter(({ severity }) => severity !== 'information');
  if (serious.length > 0) console.warn(said(serious));
}
