/** Files in pieces, wherever they are stored. */
import * as vscode from 'vscode';
import type { Octets } from '../capture/capture.js';

const PIECE = 2 ** 20;

/** A file of any file system of VS Code: those read whole files only. */
export async function* storedOctets(uri: vscode.Uri): Octets {
  const all = await vscode.workspace.fs.readFile(uri);
  for (let at = 0; at < all.length; at += PIECE) yield all.subarray(at, at + PIECE);
}
