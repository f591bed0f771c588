/** The heads of arrows: filled for what arrives, open for what is never seen to arrive, a cross for what is lost. */
import type { SegmentRow } from './drawing.js';

export type HeadKind = 'filled' | 'open' | 'cross';

/** A head as a path whose tip, or middle, stands at 0,0, and which points to the right. */
export const HEAD_PATHS: Readonly<Record<HeadKind, string>> = {
  filled: 'M0 0L-9 -4L-9 4Z',
  open: 'M-8 -5L0 0L-8 5',
  cross: 'M-5 -5L5 5M-5 5L5 -5',
};

export function headOf({ passage, other }: Pick<SegmentRow, 'passage' | 'other'>): HeadKind {
  if (passage === 'lost') return 'cross';
  return passage === 'departure' && other === undefined ? 'open' : 'filled';
}
