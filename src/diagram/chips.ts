/** The states beside the lifelines, or on them where the panel is narrow. */
import type { Drawing, DrawnState, RowState } from './drawing.js';
import { BAND, BESIDE, type Lanes } from './lanes.js';
import type { Lettering } from './lettering.js';
import type { Chip, Kind } from './places.js';

export const CHIP_HEIGHT = 20;
const CHIP_PITCH = 23;

export const KINDS: Readonly<Record<RowState['state'], Kind>> = {
  CLOSED: 'closed',
  LISTEN: 'closed',
  SYN_SENT: 'opening',
  SYN_RCVD: 'opening',
  ESTABLISHED: 'open',
  FIN_WAIT_1: 'closing',
  FIN_WAIT_2: 'closing',
  CLOSE_WAIT: 'closing',
  CLOSING: 'closing',
  LAST_ACK: 'closing',
  TIME_WAIT: 'wait',
};

export type Side = 'left' | 'right';

export interface Chips {
  readonly drawing: Drawing;
  readonly lanes: Lanes;
  readonly lettering: Lettering;
  /** Rows are as low as in a flow graph. */
  readonly dense: boolean;
}

/**
 * Chips at a height, those of one lifeline below one another. `side` tells on which side of a lifeline in the middle
 * they stand; undefined leaves it open.
 */
export function placeChips(
  { drawing, lanes, lettering }: Pick<Chips, 'drawing' | 'lanes' | 'lettering'>,
  states: readonly (DrawnState & { readonly changed: boolean })[],
  y: number,
  side: (participant: number) => Side | undefined,
): Chip[] {
  const { compact, xs } = lanes;
  const last = xs.length - 1;
  const placed = new Map<number, number>();
  return [...states]
    .sort((a, b) => Number(b.changed) - Number(a.changed))
    .flatMap((state) => {
      const participant = drawing.ends[state.end]?.participant;
      if (participant === undefined) return [];
      const above = placed.get(participant) ?? 0;
      placed.set(participant, above + 1);
      const x = xs[participant] ?? 0;
      const text = lettering.chipText(state);
      const width = lettering.chipWidth(text);
      const outward = participant === 0 ? 'left' : participant === last ? 'right' : side(participant);
      const beside = outward === 'left' ? x - BESIDE - width : x + BESIDE;
      return [
        {
          text,
          kind: KINDS[state.state],
          // On a lifeline words need a ground.
          quiet: !state.changed && !compact,
          x: compact ? x - width / 2 : beside,
          width,
          y: y + above * CHIP_PITCH,
        },
      ];
    });
}

/** How far from the lifeline's middle an arrow must keep, for the band or for a chip that stands on it. */
export function clearance(chips: readonly Chip[], lane: number, band: number): number {
  const on = chips.find((chip) => chip.x < lane && lane < chip.x + chip.width);
  return on ? on.width / 2 + 1 : band / 2 + 1;
}

/** Between the strips of a lifeline that has several connections. */
const STRIP_GAP = 1.5;

/** How wide a lifeline with so many connections is, and each of its strips. */
export function bandOf(count: number): { readonly band: number; readonly strip: number } {
  if (count < 2) return { band: BAND, strip: BAND };
  const strip = count === 2 ? 4.5 : 3.5;
  return { band: count * strip + (count - 1) * STRIP_GAP, strip };
}
