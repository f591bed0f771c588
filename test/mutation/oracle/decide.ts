/**
 * A second opinion, written down from RFC 9293 without the engine: could conforming ends have exchanged this?
 *
 * It follows every way in which the lines could have come about, the unlikely ones too. Where no way is left the
 * exchange is invalid. What only an unlikely way explains (data that was dropped for want of room, a segment that was
 * on its way before the first line) is not decided. It knows no windows to speak of; what is beyond that is not
 * decided either.
 */
import type { Script, Statement } from '../../../src/exchange/script.js';
import { Lines } from './lines.js';
import { Numbers, type Assumptions } from './numbers.js';
import { pairsOf, type Pair } from './pair.js';
import { distinct, doubting, EARLIER, Undecided, type World } from './world.js';

export type { Assumptions } from './numbers.js';

export type Verdict =
  | { readonly kind: 'valid' }
  | { readonly kind: 'undecided'; readonly why: string }
  /** `doubtful` is the first line that has only unlikely ways, `wrong` the first that has none; 0-based. */
  | { readonly kind: 'invalid'; readonly doubtful: number; readonly wrong: number };

/** The judgement on a script. `assumed` says what numbers it leaves open. */
export function decide(script: Script, assumed: Assumptions = new Map()): Verdict {
  return guarded(() => {
    const verdicts = pairsOf(script).map((pair) => guarded(() => between(pair, new Numbers(assumed))));
    const [wrong] = verdicts.filter(({ kind }) => kind === 'invalid');
    const [open] = verdicts.filter(({ kind }) => kind === 'undecided');
    return wrong ?? open ?? { kind: 'valid' };
  });
}

function guarded(judge: () => Verdict): Verdict {
  try {
    return judge();
  } catch (error) {
    if (error instanceof Undecided) return { kind: 'undecided', why: error.message };
    throw error;
  }
}

/** More worlds than these are not followed. */
const MOST = 3000;
const TOO_MANY: Verdict = { kind: 'undecided', why: 'too many ways to follow' };

function between(pair: Pair, numbers: Numbers): Verdict {
  const lines = new Lines(pair, numbers);
  const verdict = followed(lines, pair, lines.begin());
  if (verdict.kind !== 'invalid') return verdict;
  const further = lines.beginFurther().map((worlds) => guarded(() => followed(lines, pair, worlds)));
  const open = further.find((other) => other.kind !== 'invalid' && other !== TOO_MANY);
  return open ? { kind: 'undecided', why: EARLIER } : verdict;
}

/** The judgement if the ends begin in one of these ways. */
function followed(lines: Lines, pair: Pair, begun: readonly World[]): Verdict {
  let worlds = begun;
  let doubtful: number | undefined;
  for (const [index, statement] of pair.statements.entries()) {
    if (statement === undefined) continue;
    worlds = distinct(worlds.flatMap((world) => [...lines.step(world, index)]));
    if (worlds.length > MOST) return TOO_MANY;
    if (doubtful === undefined && worlds.every(({ doubts }) => doubts.length > 0)) doubtful = index;
    if (worlds.length === 0) return { kind: 'invalid', doubtful: doubtful ?? index, wrong: index };
    if (statement.expect) throw new Undecided('the note expects an error');
  }
  const kept = worlds.filter((world) => lines.paths(world)).map(unanswered);
  if (kept.length === 0) {
    const isPath = (statement: Statement | undefined): boolean => statement?.kind === 'path';
    const { statements } = pair;
    return {
      kind: 'invalid',
      doubtful: statements.findIndex(isPath),
      wrong: statements.findLastIndex(isPath),
    };
  }
  const [likeliest] = [...kept].sort((a, b) => a.doubts.length - b.doubts.length);
  const [why = pair.isWhole ? undefined : 'a line about one of several connections'] =
    likeliest?.doubts ?? [];
  return why === undefined ? { kind: 'valid' } : { kind: 'undecided', why };
}

/** A reset that never comes is a mistake only if the note should have shown it. */
function unanswered(world: World): World {
  const owing = Object.values(world.sides).some(({ resets }) => resets.length > 0);
  return owing ? doubting(world, ['a reset that is not shown']) : world;
}
