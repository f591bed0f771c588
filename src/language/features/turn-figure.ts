/** *Turn into Segno*: what stands in another notation, written in Segno's. */
import {
  CodeActionKind,
  type ClientCapabilities,
  type CodeAction,
  type TextEdit,
} from 'vscode-languageserver';
import { FIX_TITLES } from '../notation.js';
import { toTextEdit, type Note } from '../note.js';
import { splitLines } from '../range.js';
import { turned, turnEdits } from '../turn.js';
import { created, freeBeside, mayCreateBeside } from './beside.js';

export const TURN_FIGURE = FIX_TITLES.turn();

/** In Markdown the figure is replaced; a file in another notation stays, and there is the text of a note instead. */
export interface Turned {
  readonly edits: readonly TextEdit[];
  readonly text?: string;
}

/** The figure on a line, counted from 0, turned into Segno; undefined where there is none. */
export function turnedAt(note: Note, line: number): Turned | undefined {
  const { figures, scenarios } = note.analysis;
  const block = figures.find((one) => one.line - 1 <= line && line < one.endLine);
  if (!block) return undefined;
  if (note.options.kind === 'markdown') {
    const edits = turnEdits(block, scenarios, splitLines(note.text));
    return edits.length === 0 ? undefined : { edits: edits.map(toTextEdit) };
  }
  return { edits: [], text: scenarios.map((one) => `${turned(one).join('\n')}\n`).join('\n') };
}

/**
 * Clients that can open what a figure file is turned into say so in their capabilities, under `experimental`, and have
 * the command; for others it is written into a file beside.
 */
const OPENS_TURNED = 'segnoTurn';
export const TURN_COMMAND = 'segno.turnIntoSegno';

export function turnActions(note: Note, line: number, client: ClientCapabilities = {}): CodeAction[] {
  const result = turnedAt(note, line);
  if (!result) return [];
  const title = TURN_FIGURE[note.options.language];
  const kind = CodeActionKind.RefactorRewrite;
  if (result.text === undefined) {
    return [{ title, kind, edit: { changes: { [note.uri]: [...result.edits] } } }];
  }
  const experimental: unknown = client.experimental;
  const opens = typeof experimental === 'object' && experimental !== null && OPENS_TURNED in experimental;
  if (opens) return [{ title, kind, command: { title, command: TURN_COMMAND, arguments: [line] } }];
  if (!mayCreateBeside(note, client)) return [];
  const data: TurnedFile = { uri: note.uri, turn: line };
  return [{ title, kind, data }];
}

/** A figure on a line of a file, counted from 0, that is to be turned into a file beside. */
interface TurnedFile {
  readonly uri: string;
  readonly turn: number;
}

function isTurnedFile(data: unknown): data is TurnedFile {
  return typeof data === 'object' && data !== null && 'uri' in data && 'turn' in data;
}

/** An action that turns a file, with its edits; any other as it is. */
export async function resolveTurn(
  action: CodeAction,
  noteOf: (uri: string) => Note | undefined,
  exists: (uri: string) => Promise<boolean>,
): Promise<CodeAction> {
  const data: unknown = action.data;
  const note = isTurnedFile(data) ? noteOf(data.uri) : undefined;
  const text = note && isTurnedFile(data) ? turnedAt(note, data.turn)?.text : undefined;
  if (!note || text === undefined) return action;
  const stem = decodeURIComponent(/([^/]*?)(?:\.[^./]*)?$/.exec(note.uri)?.[1] ?? '') || 'exchange';
  const { uri } = await freeBeside(note, stem, exists);
  return { ...action, edit: { documentChanges: created(uri, text) } };
}
