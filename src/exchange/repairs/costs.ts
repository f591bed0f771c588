/**
 * How far-fetched each supposition is, beside the mistake that it explains. Of the worlds in which the lines below are
 * least wrong, the cheapest is shown; what costs less than `right` is likelier than what is written with a number put
 * right. This is the one table of such costs.
 */
export const COSTS = {
  /** As if the right number or flag had been written, the likeliest slip of all. */
  right: 0,
  /** Both numbers of the line were wrong. */
  'right-both': 5,
  /** As it is written: the receiver does with it what the RFC says. */
  written: 1,
  /** As if the line were not there. */
  absent: 2,

  /** Each wrong number of the line is just the right one counted from the SYN. */
  relative: -1,
  /** The line below has the flags that this one lacks. */
  split: 1,
  /** The numbers of one direction, or of one end, from here on. */
  stream: 3,
  /** Data of both directions that the note does not show. */
  unshown: 3,
  /** Both numbers of a line of which one could have been right. */
  unsettled: 3,
  /** What had been sent before was to be sent again. */
  again: 4,
  /** Data that no end sends here, and whose octets the lines below count. */
  counted: 3,
  /** The handshake has come further, or the connection has not ended. */
  open: 3,
  /** An arrival of something else that is under way. */
  flight: 3,
  /** It has all that is written but the length. */
  'flight-sure': 0.5,
  /** Both numbers of a line with which an excerpt begins. */
  beginning: 3,

  swapped: 0,
  /** Only the sender as written owes an answer, so that its numbers and not its arrow are the other way round. */
  'swapped-owed': -4,
  direction: 4,
  /** Two numbers fit the other way, or the answer that the other end owes. */
  'direction-sure': -2,
  end: 5,
  /** Two numbers fit the other end, or nobody else uses the name. */
  'end-sure': -1,
  length: 4,
  /** The lines below go on from where another length would have ended, or the same data had that length before. */
  'length-sure': 0.5,
  fate: 5,
  /** What was lost is answered, and never sent again. */
  'fate-sure': -9,
  /** What was lost is answered, although it is sent again. */
  'fate-answered': 0.75,
  /** The line in error itself is lost, and claims the state that its arrival would lead to. */
  'fate-claimed': 0.5,
  flag: 4,
  /** The flag that is complained about is taken away. */
  'flag-blamed': 1,
  missing: 6,
  doubled: 6,
  order: 6,

  /** A state that a line has claimed wrongly is claimed again. */
  'claimed-again': 1,
  /** A SACK block below names octets that would not have arrived. */
  unheld: 3,

  /** For each line between the one that may have been meant otherwise and the one where that shows. */
  'line-above': 4,
  /**
   * A mistake that the note announces is put right although it is to be played as it is written: less likely than that a
   * state is claimed wrongly, and likelier than another mistake below.
   */
  announced: 0.5,
} as const;

export type CostName = keyof typeof COSTS;
