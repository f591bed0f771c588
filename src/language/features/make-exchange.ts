/**
 * *Make an exchange of the selection*. Who sends is found out, and may be meant otherwise: so what is to be written is
 * shown before it is, in clients that can do that.
 */
import {
  CodeActionKind,
  type ClientCapabilities,
  type CodeAction,
  type Range as LspRange,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { FIX_TITLES } from '../notation.js';
import { fromLsp, toTextEdit, type Note } from '../note.js';
import { made, mayBeMade } from '../selection.js';

const TITLE = FIX_TITLES.make();

/** Where the selection is, in the document that it is made of. */
interface Selected {
  readonly uri: string;
  readonly make: LspRange;
}

function isSelected(data: unknown): data is Selected {
  return typeof data === 'object' && data !== null && 'uri' in data && 'make' in data;
}

/** Offered on a selection, to clients that show what is made, or ask before they write an edit that is marked so. */
export function makeActions(note: Note, range: LspRange, client: ClientCapabilities = {}): CodeAction[] {
  const { start, end } = range;
  const isEmpty = start.line === end.line && start.character === end.character;
  const edits = client.workspace?.workspaceEdit;
  const asks = edits?.documentChanges === true && edits.changeAnnotationSupport !== undefined;
  if (isEmpty || !(asks || showsMade(client)) || !mayBeMade(note, fromLsp(range))) return [];
  const title = TITLE[note.options.language];
  const kind = CodeActionKind.RefactorRewrite;
  if (showsMade(client)) return [{ title, kind, command: { title, command: MAKE_COMMAND } }];
  const data: Selected = { uri: note.uri, make: range };
  return note.options.kind === 'figure' ? [] : [{ title, kind, data }];
}

/** Clients that show what is made of their selection say so in their capabilities, under `experimental`. */
const SHOWS_MADE = 'segnoMake';
const MAKE_COMMAND = 'segno.makeExchange';

function showsMade({ experimental }: ClientCapabilities): boolean {
  return typeof experimental === 'object' && experimental !== null && SHOWS_MADE in experimental;
}

/** The action with its edit; any other as it is. */
export function resolveMake(action: CodeAction, noteOf: (uri: string) => Note | undefined): CodeAction {
  const data: unknown = action.data;
  const note = isSelected(data) ? noteOf(data.uri) : undefined;
  const result = note && isSelected(data) ? made(note, fromLsp(data.make)) : undefined;
  if (!note || !result || 'why' in result || !result.edit) return action;
  const annotationId = 'segno.make';
  const edit: WorkspaceEdit = {
    changeAnnotations: {
      [annotationId]: { label: TITLE[note.options.language], needsConfirmation: true },
    },
    documentChanges: [
      {
        textDocument: { uri: note.uri, version: note.version },
        edits: [{ ...toTextEdit(result.edit), annotationId }],
      },
    ],
  };
  return { ...action, edit };
}
