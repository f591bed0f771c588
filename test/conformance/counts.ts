/** How much of RFC 9293 is accounted for, in numbers. */
import { cells } from './matrix.js';
import { REQUIREMENTS } from './requirements.js';
import { openCells } from './segments-page.js';

export interface Counts {
  /** Cells of the state × segment matrix, and those among them that differ from §3.10.7. */
  readonly cells: { readonly all: number; readonly open: number };
  /** Requirements of Appendix B by the word they are named for. */
  readonly requirements: Readonly<Record<'MUST' | 'SHLD' | 'MAY' | 'REC', Covered>>;
}

export interface Covered {
  readonly all: number;
  /** Those that an exchange can show, each with a test. */
  readonly shown: number;
  /** Those that no exchange can show, each with the reason. */
  readonly unseen: number;
}

/** The numbers of the two pages in docs/conformance. */
export function conformanceCounts(): Counts {
  const all = cells();
  const covered = (word: string): Covered => {
    const own = REQUIREMENTS.filter(({ id }) => id.startsWith(`${word}-`));
    const shown = own.filter(({ unseen }) => unseen === undefined).length;
    return { all: own.length, shown, unseen: own.length - shown };
  };
  return {
    cells: { all: all.length, open: openCells(all).length },
    requirements: { MUST: covered('MUST'), SHLD: covered('SHLD'), MAY: covered('MAY'), REC: covered('REC') },
  };
}
