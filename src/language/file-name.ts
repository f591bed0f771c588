/** Names for files, made of what stands in a note, where anything can stand. */

import { utf8 } from './octets.js';

/** What some file system cannot have in a name, or what makes a name read otherwise than it is. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}<>:"/\\|?*]+/gu;
/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** Octets in UTF-8 of each part: most file systems want less than 256 in all. */
const LONGEST = 110;

/** A name without ending that every file system can have, made of what is left of each part. */
export function fileStem(...parts: readonly string[]): string {
  const name = parts
    .map((part) => shortened(part.replaceAll(UNFIT, ' ').replaceAll(/\s+/g, ' ').trim()))
    .filter((part) => part !== '')
    .join(' - ')
    .replace(/^[.\s-]+/, '')
    .replace(/[.\s]+$/, '');
  return name === '' ? 'exchange' : name.replace(DEVICE, '_$&');
}

function shortened(text: string): string {
  let left = LONGEST;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= utf8(segment).length;
    if (left < 0) break;
    kept += segment;
  }
  return kept;
}
