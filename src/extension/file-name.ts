/** The name under which a drawing is saved. */
import { fileStem } from '../language/file-name.js';

/** A file's name for the drawing of an exchange of a note: the note's name, the title, the ending. Never the note's. */
export function drawingFileName(note: string, title: string, ending: string): string {
  const parts = [note.replace(/\.[^.]*$/, ''), title];
  const name = `${fileStem(...parts)}.${ending}`;
  // Some file systems take names for the same that differ in case only.
  return name.toLowerCase() === note.toLowerCase() ? `${fileStem(...parts, 'drawing')}.${ending}` : name;
}
