/** Answers what is made of a selection, to clients that show it in their own way. */
import { fromLsp, toTextEdit, type Note } from '../language/note.js';
import { made, madeAlone } from '../language/selection.js';
import type { MakeAnswer, MakeParams } from '../protocol/server.js';
import type { Settings } from './settings.js';

/** The selection is one in a note, or, in a document that is not known here, its text alone. */
export function makeAnswer(
  { range, text }: MakeParams,
  note: Note | undefined,
  settings: Settings,
): MakeAnswer {
  const result = note ? made(note, fromLsp(range)) : madeAlone(text, { ...settings, kind: 'figure' });
  if ('why' in result) return { why: result.why[settings.language] };
  return { text: result.text, ...(result.edit ? { edit: toTextEdit(result.edit) } : {}) };
}
