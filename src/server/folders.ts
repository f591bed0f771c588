/** The folders of the workspace, as they come and go. */
import type { Connection, InitializeParams } from 'vscode-languageserver';

export class Folders {
  #uris: readonly string[] = [];
  #change = false;

  /** Their addresses. */
  get uris(): readonly string[] {
    return this.#uris;
  }

  /** For clients of every age. */
  initialize({ workspaceFolders, capabilities, ...params }: InitializeParams): void {
    const { rootUri } = params as { readonly rootUri?: string | null };
    const only = rootUri === null || rootUri === undefined ? [] : [rootUri];
    this.#uris = workspaceFolders ? workspaceFolders.map(({ uri }) => uri) : only;
    this.#change = capabilities.workspace?.workspaceFolders === true;
  }

  /** As soon as the client may be asked. */
  initialized({ workspace }: Connection): void {
    if (!this.#change) return;
    workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      this.#uris = [...this.#uris.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
    });
  }
}
