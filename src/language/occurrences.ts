/** Where the names of ends and the symbols of a scenario are written. Each belongs to its scenario alone. */
import { blankComments } from './lines.js';
import { scenarioAt, type Note } from './note.js';
import type { Scenario } from './analysis.js';
import { contains, type Range } from './range.js';
import { dissect } from './words.js';

export interface Occurrence {
  readonly kind: 'endpoint' | 'symbol';
  readonly name: string;
  readonly range: Range;
  /** Whether it stands after `endpoint` as the name that is declared. */
  readonly declares: boolean;
}

/** All that are written in a scenario, in the order of the text; on a broken line nothing counts. */
export function occurrencesIn(note: Note, scenario: Scenario): Occurrence[] {
  const block = note.analysis.blocks.find(
    ({ line, endLine }) => line <= scenario.line && scenario.line <= Math.max(line, endLine),
  );
  if (!block) return [];
  const { lines } = blankComments(block.lines);
  const { statements, lines: before } = scenario.sourceMap;
  return statements.flatMap(({ first, last, lowered }, index) => {
    const from = first + before - (block.line - 1);
    const own = lines.slice(from, from + last - first + 1);
    const statement = scenario.script.statements[index];
    // States in brackets can turn out to be part of a text, where names are but words.
    const textual =
      lowered.textWithStates !== undefined &&
      statement !== undefined &&
      'text' in statement &&
      statement.text === lowered.textWithStates;
    const tokens = dissect(own.join('\n'))?.tokens ?? [];
    const bracket = textual ? tokens.findIndex(({ type }) => type === 'LBRACKET') : tokens.length;
    return tokens.slice(0, bracket).flatMap(({ role, line, start, end }, place): Occurrence[] => {
      if (role !== 'endpoint' && role !== 'symbol') return [];
      const number = first + before + line + 1;
      return [
        {
          kind: role,
          name: own[line]?.slice(start, end) ?? '',
          range: { line: number, column: start + 1, endLine: number, endColumn: end + 1 },
          declares: lowered.statement.kind === 'endpoint' && place === 1,
        },
      ];
    });
  });
}

/** What is written at a position, with all places in the scenario where the same is written. */
export interface Found {
  readonly scenario: Scenario;
  readonly here: Occurrence;
  readonly all: readonly Occurrence[];
  /** The one that declares it, or the first. */
  readonly declaration: Occurrence;
}

/** The name of an end or the symbol at a position, counted from 0, or undefined. */
export function occurrenceAt(
  note: Note,
  position: { readonly line: number; readonly character: number },
): Found | undefined {
  const scenario = scenarioAt(note, position);
  if (!scenario) return undefined;
  const occurrences = occurrencesIn(note, scenario);
  const here = occurrences.find(({ range }) => contains(range, position.line + 1, position.character + 1));
  if (!here) return undefined;
  const all = occurrences.filter(({ kind, name }) => kind === here.kind && name === here.name);
  return { scenario, here, all, declaration: all.find(({ declares }) => declares) ?? all[0] ?? here };
}
