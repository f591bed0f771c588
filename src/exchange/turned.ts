import type { SegmentStatement } from './script.js';

/** The segment with its arrow the other way. */
export function turned({ from, to, ...rest }: SegmentStatement): SegmentStatement {
  const { fate, arrow } = rest;
  return {
    ...rest,
    ...(to === undefined ? {} : { from: to }),
    ...(from === undefined ? {} : { to: from }),
    arrow: arrow === 'right' ? 'left' : 'right',
    fate: fate === 'sent' ? 'arrived' : fate === 'arrived' ? 'sent' : fate,
  };
}
