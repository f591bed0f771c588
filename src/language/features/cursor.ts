/** Where a line is being typed: the exchange up to it, and what stands before the cursor. */
import type { Position } from 'vscode-languageserver';
import { isSame } from '../../exchange/same.js';
import type { Script, Statement } from '../../exchange/script.js';
import type { Block, Scenario } from '../analysis.js';
import { keywordOf } from '../keywords.js';
import type { Note } from '../note.js';
import { scanLine, startsScenario } from '../scanner.js';
import { spellingOf, type Spelling } from '../write.js';

export interface Cursor {
  readonly block: Block;
  /** The line up to the cursor and from there on; what Markdown puts before it and a whole time are blanked. */
  readonly before: string;
  readonly after: string;
  /** The exchange by the lines above. */
  readonly script: Script;
  /** The names of all ends of the scenario, those of the lines below included. */
  readonly names: readonly string[];
  /** Whether the line stands in a scenario that has begun and not ended. */
  readonly inside: boolean;
  readonly spelling: Spelling;
}

/** What is known of a place in a note; undefined outside of all blocks. */
export function cursorAt(note: Note, { line, character }: Position): Cursor | undefined {
  const block = note.analysis.blocks.find((one) => one.line - 1 <= line && line <= one.endLine - 1);
  const text = block?.lines[line - (block.line - 1)];
  if (!block || text === undefined) return undefined;
  const scenario = openScenario(note, block, line + 1);
  const mode = modeAbove(note, line + 1);
  const script: Script = scenario
    ? asAsked({ ...scenario.script, statements: above(scenario, line + 1) })
    : { title: '', mode, statements: [] };
  return {
    block,
    before: withoutTime(text.slice(0, character)),
    after: text.slice(character),
    script,
    names: scenario?.trace.endpoints.map(({ name }) => name) ?? [],
    inside: scenario !== undefined && startsScenario(lineOf(block, scenario.line)),
    spelling: spellingOf(block.lines, note.options.language),
  };
}

/** The text with blanks in place of a time that something follows. */
function withoutTime(before: string): string {
  return before.replace(
    /^(\s*)([@＠]\S*)(?=\s)/u,
    (_all, blank: string, time: string) => blank + ' '.repeat(time.length),
  );
}

function lineOf(block: Block, line: number): string {
  return block.lines[line - block.line] ?? '';
}

/** The scenario that a line belongs to, or would if it could be read. */
function openScenario(note: Note, block: Block, line: number): Scenario | undefined {
  const candidates = note.analysis.scenarios.filter(
    (one) => one.line <= line && one.line >= block.line && one.line <= block.endLine,
  );
  return candidates.findLast((one) => {
    const named = startsScenario(lineOf(block, one.line));
    if (!named || line <= one.endLine) return one.line < line || !named;
    // An unclosed scenario goes on to the end of its block.
    return keywordIn(lineOf(block, one.endLine)) !== 'end';
  });
}

function keywordIn(line: string): string | undefined {
  const { kind, tokens } = scanLine(line);
  return tokens.length > 0 ? keywordOf(kind) : undefined;
}

function above({ script, sourceMap }: Scenario, line: number): Statement[] {
  return script.statements.filter(
    (_statement, index) => (sourceMap.statements[index]?.last ?? 0) + sourceMap.lines + 1 < line,
  );
}

/** What was asked about last. What is found out about a script is remembered by the script. */
let last: Script | undefined;

/** The script that was asked about last, if this is the same: while a line is typed, those above it do not change. */
function asAsked(script: Script): Script {
  if (!last || !isSame(last, script)) last = script;
  return last;
}

/** The mode of the scenario before, which one that has just begun shares in most notes. */
function modeAbove(note: Note, line: number): Script['mode'] {
  const scenario = note.analysis.scenarios.findLast((one) => one.line < line);
  return scenario?.script.mode ?? note.options.mode ?? 'notes';
}
