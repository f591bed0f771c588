/**
 * Names with a slip in them. An end that one line alone names, and whose name is nearly that of another end, would be a
 * host that nobody else talks to: the other end is meant, if the line is one that it can send, or take.
 */
import { namesIn } from './names.js';
import { isSlip, MOST_NAMES } from './slip.js';
import type { Part, Script, SegmentStatement, Statement } from './script.js';
import type { Found, Trace } from './trace.js';
import { at } from './world.js';

/** A name that stands for another one. */
interface Slip {
  readonly statement: number;
  readonly part: 'from' | 'to';
  readonly written: string;
  readonly meant: string;
}

/** A script without its slips. */
export interface Respelt {
  readonly script: Script;
  readonly slips: readonly Slip[];
}

/** The script as it was meant, if there are names with slips in it. */
export function respelt(script: Script): Respelt | undefined {
  const { statements } = script;
  const slips = slipsIn(statements);
  if (slips.length === 0) return undefined;
  const changed = [...statements];
  for (const { statement, part, meant } of slips) {
    const line = changed[statement];
    if (line?.kind === 'segment') changed[statement] = spelt(line, part, meant);
  }
  return { script: { ...script, statements: changed }, slips };
}

/** The line with another name in one place, whose states are of that end then. */
function spelt(line: SegmentStatement, part: Slip['part'], meant: string): SegmentStatement {
  const states = line.states.map((one) =>
    one.end.name === line[part] ? { ...one, end: { ...one.end, name: meant } } : one,
  );
  return { ...line, [part]: meant, states };
}

/**
 * What the replay of the script as it was meant tells of the script as it is written; undefined if a line does not fit,
 * or if the lines below it go wrong that were right as they are written.
 *
 * @param written the trace of the script as it is written
 */
export function withSlips(
  trace: Trace,
  { slips }: Respelt,
  script: Script,
  written: () => Trace,
): Trace | undefined {
  const lines = new Set(slips.map(({ statement }) => statement));
  if (trace.faults.some(({ place }) => lines.has(place.statement))) return undefined;
  if (trace.faults.length > 0) {
    const anyway = new Set(written().faults.map(({ place }) => place.statement));
    if (trace.faults.some(({ place }) => !anyway.has(place.statement))) return undefined;
  }
  const found = slips.map(({ statement, part, written, meant }): Found => {
    const place = at(statement, part);
    const below = introduced(script.statements, statement, meant);
    return below
      ? {
          fault: { code: 'wrong-end', end: written, meant, because: 'alone-above' },
          place: below,
          related: [{ place, note: 'caused-here' }],
        }
      : { fault: { code: 'wrong-end', end: written, meant, because: 'alone' }, place, related: [] };
  });
  const faults = [...trace.faults, ...found].sort((a, b) => a.place.statement - b.place.statement);
  return { ...trace, script, faults };
}

/**
 * The first place with the name that is meant, where that is below the slip: until then the slip is the name of that end,
 * and who writes the line below is told there that it is another one.
 */
function introduced(
  statements: readonly Statement[],
  slip: number,
  meant: string,
): Found['place'] | undefined {
  for (const [index, line] of statements.entries()) {
    const part = partNaming(line, meant);
    if (part !== undefined) return index > slip ? at(index, part) : undefined;
  }
  return undefined;
}

function partNaming(line: Statement, name: string): Part | undefined {
  if (line.kind === 'endpoint') return line.name === name ? 'whole' : undefined;
  const named = namesIn(line).find((one) => one.name === name)?.part;
  return (
    named ?? (line.kind === 'segment' ? line.states.find(({ end }) => end.name === name)?.part : undefined)
  );
}

/** How often a name is written, and the last segment that it is written in. */
interface Use {
  times: number;
  segment?: { readonly statement: number; readonly part: 'from' | 'to'; readonly line: SegmentStatement };
}

function slipsIn(statements: readonly Statement[]): readonly Slip[] {
  const uses = new Map<string, Use>();
  const use = (name: string): Use => {
    const known = uses.get(name) ?? { times: 0 };
    known.times++;
    uses.set(name, known);
    return known;
  };
  for (const [statement, line] of statements.entries()) {
    // Who is introduced is meant.
    if (line.kind === 'endpoint') use(line.name).times = Infinity;
    for (const { name, part } of namesIn(line)) {
      const known = use(name);
      if (line.kind === 'segment' && part !== 'end') known.segment = { statement, part, line };
    }
    if (line.kind !== 'segment') continue;
    // The states of who sends and who receives go with their names.
    for (const { end } of line.states) if (end.name !== line.from && end.name !== line.to) use(end.name);
  }
  if (uses.size < 3 || uses.size > MOST_NAMES) return [];
  const alone = [...uses].filter(([, { times, segment }]) => times === 1 && segment?.line.origin === 'new');
  const others = [...uses].flatMap(([name, { times }]) => (times > 1 ? [name] : []));
  return alone.flatMap(([written, { segment }]) => {
    if (!segment) return [];
    const { statement, part, line } = segment;
    const peer = part === 'from' ? line.to : line.from;
    const meant = others.find(
      (name) => name !== peer && isSlip(written, name) && talks(statements, name, peer, statement),
    );
    return meant === undefined ? [] : [{ statement, part, written, meant }];
  });
}

/** Whether one end exchanges something on another line with the other, or with whoever is left out there. */
function talks(
  statements: readonly Statement[],
  one: string,
  other: string | undefined,
  except: number,
): boolean {
  return statements.some(
    (line, index) =>
      index !== except &&
      line.kind === 'segment' &&
      ((line.from === one && (line.to ?? other) === other) ||
        (line.to === one && (line.from ?? other) === other)),
  );
}
