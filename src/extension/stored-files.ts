import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  isFileParams,
  LIST_FOLDER_REQUEST,
  READ_FILE_REQUEST,
  STAT_FILE_REQUEST,
  type FileStat,
  type FolderEntry,
} from '../protocol/files.js';

/** Tells the server of files that it cannot see itself, in whatever file system the workspace has. */
export function answerForFiles(client: BaseLanguageClient): vscode.Disposable {
  const { fs } = vscode.workspace;
  const answer = <T>(request: string, find: (uri: vscode.Uri) => Thenable<T>): vscode.Disposable =>
    client.onRequest(request, async (params: unknown): Promise<T | null> => {
      if (!isFileParams(params)) return null;
      try {
        return await find(vscode.Uri.parse(params.uri, true));
      } catch {
        // It is gone, or nobody may read it.
        return null;
      }
    });
  return vscode.Disposable.from(
    answer(LIST_FOLDER_REQUEST, async (uri): Promise<FolderEntry[]> => {
      const entries = await fs.readDirectory(uri);
      const { Directory, File } = vscode.FileType;
      return entries
        .filter(([, type]) => type === Directory || type === File)
        .map(([name, type]) => ({ name, folder: type === Directory }));
    }),
    answer(STAT_FILE_REQUEST, async (uri): Promise<FileStat> => {
      const { mtime, size } = await fs.stat(uri);
      return { changed: mtime, octets: size };
    }),
    answer(READ_FILE_REQUEST, async (uri) => new TextDecoder().decode(await fs.readFile(uri))),
  );
}
