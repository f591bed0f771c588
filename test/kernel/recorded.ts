/** The recordings that are committed, so that machines that cannot play exchanges can still check them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Played } from './play.js';
import type { Scenario } from './scenarios/steps.js';

const FOLDER = fileURLToPath(new URL('recorded/', import.meta.url));

const HEADING = '// What Linux does: recorded by `npm run record`, not written by hand.\n';

/** What `summary.json` says of the recordings beside it. */
export interface Summary {
  /** The kernel that was recorded. */
  readonly kernel: string;
  readonly scenarios: number;
  /** How many of them were made up by dice. */
  readonly random: number;
  /** Segments that left a host. */
  readonly segments: number;
  /** Moments at which the states of both hosts were compared. */
  readonly moments: number;
}

/** The recordings by the name of their file, without its ending. */
export function readRecordings(): ReadonlyMap<string, string> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.segno'));
  return new Map(files.map((name) => [name.replace('.segno', ''), readFileSync(FOLDER + name, 'utf8')]));
}

/** @throws unless every scenario was played */
export function writeRecordings(
  groups: Readonly<Record<string, readonly Scenario[]>>,
  played: ReadonlyMap<string, Played>,
): void {
  const files = Object.entries(groups).map(([group, scenarios]) => {
    const recorded = scenarios.filter(({ long }) => !long).map(({ title }) => wanted(played, title));
    return { group, recorded };
  });
  for (const { group, recorded } of files) {
    writeFileSync(`${FOLDER}${group}.segno`, [HEADING, ...recorded.map(({ text }) => text)].join('\n'));
  }
  const all = files.flatMap(({ recorded }) => recorded);
  const happenings = all.flatMap(({ recording }) => recording.happenings);
  const summary: Summary = {
    kernel: release().replace(/-.*/, ''),
    scenarios: all.length,
    random: groups['random']?.length ?? 0,
    segments: happenings.filter(({ kind }) => kind === 'left').length,
    moments: happenings.filter(({ kind }) => kind === 'quiet').length,
  };
  writeFileSync(`${FOLDER}summary.json`, `${JSON.stringify(summary, null, 2)}\n`);
}

function wanted(played: ReadonlyMap<string, Played>, title: string): Played {
  const one = played.get(title);
  if (!one) throw new Error(`not recorded: ${title}`);
  return one;
}

export function readSummary(): Summary {
  return JSON.parse(readFileSync(`${FOLDER}summary.json`, 'utf8')) as Summary;
}
