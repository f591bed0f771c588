/** What a capture file holds: frames as they were on a link. */

export interface Frame {
  /** Its place in the file, counted from 1. */
  readonly number: number;
  /** When it was captured, in seconds since 1970; undefined where the file does not say. */
  readonly time: number | undefined;
  /** The kind of link: a number of https://www.tcpdump.org/linktypes.html. */
  readonly link: number;
  /** As many of its octets as were captured. Valid only until the next frame is read. */
  readonly octets: Uint8Array;
  /** How many octets it had on the link. */
  readonly length: number;
  /** Which of the interfaces of the file it was captured at. */
  readonly port: number;
  /** What somebody has remarked on it. */
  readonly comment?: string;
}

/** Why a file could not be read to its end, and where, counted in octets from the beginning of what was read. */
export interface Damage {
  readonly why: 'cut-short' | 'malformed' | 'bad-compression';
  readonly offset: number;
}

/** The file is no capture at all. */
export class NotACapture extends Error {
  override readonly name = 'NotACapture';
}

/** No frame of any link is longer; what says so is damaged. */
export const LONGEST_FRAME = 2 ** 24;
