/** Names for files, made of what stands in a note, where anything can stand. */

/** What some file system cannot have in a name, or what makes a name read otherwise than it is. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}<>:"/\\|?*]+/gu;
/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** Octets in UTF-8 of each part: most file systems want less than 256 in all. */
const LONGEST = 110;

/** A file's name for the drawing of an exchange of a note: the note's name, the title, the ending. */
export function drawingFileName(note: string, title: string, ending: string): string {
  const plain = note.replace(/\.[^.]*$/, '');
  const name = [plain, title]
    .map((part) => shortened(part.replaceAll(UNFIT, ' ').replaceAll(/\s+/g, ' ').trim()))
    .filter((part) => part !== '')
    .join(' - ')
    .replace(/^[.\s-]+/, '')
    .replace(/[.\s]+$/, '');
  const safe = name === '' ? 'exchange' : name.replace(DEVICE, '_$&');
  return `${safe}.${ending}`;
}

function shortened(text: string): string {
  const encoder = new TextEncoder();
  let left = LONGEST;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= encoder.encode(segment).length;
    if (left < 0) break;
    kept += segment;
  }
  return kept;
}
