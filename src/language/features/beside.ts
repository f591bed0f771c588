/** Files that are written beside a note. */
import type { ClientCapabilities, CreateFile, TextDocumentEdit } from 'vscode-languageserver';
import type { Note } from '../note.js';

/** Whether the client can write a file beside a note. */
export function mayCreateBeside({ uri }: Note, client: ClientCapabilities): boolean {
  const edits = client.workspace?.workspaceEdit;
  const creates = edits?.documentChanges === true && edits.resourceOperations?.includes('create') === true;
  return creates && folderOf(uri) !== undefined;
}

/** The address of the folder that a document lies in, with its last slash; undefined for one that is not stored. */
function folderOf(uri: string): string | undefined {
  return /^(?!untitled:)[a-z][\w+.-]*:\/\/[^?#]*\//i.exec(uri)?.[0];
}

/** Names are tried until one is free; whoever has a thousand files of one title is told that the last exists. */
const MOST_NAMES = 1000;

/** A name for a `.segno` file beside a note that no other file has. */
export async function freeBeside(
  note: Note,
  stem: string,
  exists: (uri: string) => Promise<boolean>,
): Promise<{ readonly name: string; readonly uri: string }> {
  const folder = folderOf(note.uri) ?? '';
  let name = `${stem}.segno`;
  let uri = folder + encodeURIComponent(name);
  for (let count = 2; count < MOST_NAMES && (await exists(uri)); count++) {
    name = `${stem}-${count}.segno`;
    uri = folder + encodeURIComponent(name);
  }
  return { name, uri };
}

/** The edits that write a file with this text. */
export function created(uri: string, text: string): (CreateFile | TextDocumentEdit)[] {
  const start = { line: 0, character: 0 };
  return [
    { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
  ];
}
