/** The name under which a drawing is saved. */
import { fileStem } from '../language/file-name.js';

/** A file's name for the drawing of an exchange of a note: the note's name, the title, the ending. */
export function drawingFileName(note: string, title: string, ending: string): string {
  return `${fileStem(note.replace(/\.[^.]*$/, ''), title)}.${ending}`;
}
