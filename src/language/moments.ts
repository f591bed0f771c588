/** Times and durations as they are written: `@0.012`, `@12ms`, `@13:19:52.379`, `@+200ms`, `@0..40ms`; `20ms`. */
import type { Instant, Moment } from '../exchange/script.js';
import { halfWidth } from './full-width.js';

/** Microseconds in each unit, by its spellings. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['h', 3.6e9],
  ['小时', 3.6e9],
  ['min', 6e7],
  ['分钟', 6e7],
  ['s', 1e6],
  ['sec', 1e6],
  ['秒', 1e6],
  ['ms', 1e3],
  ['msec', 1e3],
  ['毫秒', 1e3],
  ['us', 1],
  ['µs', 1],
  ['μs', 1],
  ['微秒', 1],
  ['ns', 1e-3],
  ['纳秒', 1e-3],
]);

const SECOND = 1e6;
const QUANTITY = /^([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(\p{L}*)$/u;
const CLOCK = /^([0-9]{1,2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)$/;
/** What is longer is no time. */
const LONGEST = 40;

/** What may come behind a time that is only begun, for it to be one. */
export const RESTS: readonly string[] = ['0', 's', 'n', 'c', '秒', '钟', '时', '00', ':00', '0:00', '00:00'];

function plain(text: string): string {
  return halfWidth(text)
    .replaceAll('：', ':')
    .replaceAll('＋', '+')
    .replaceAll('‥', '..')
    .replace(/^＠/, '@');
}

/** A time in one spelling: in lower case, with the punctuation of ASCII. */
export function plainMoment(text: string): string {
  return plain(text).toLowerCase();
}

/** Microseconds, to the nanosecond. */
function rounded(microseconds: number): number {
  return Math.round(microseconds * 1000) / 1000;
}

/** `20ms`, in microseconds; undefined for what is none, or has no unit where `unit` does not give one. */
function quantityOf(text: string, unit: number | undefined): number | undefined {
  const [, number, written = ''] = QUANTITY.exec(text) ?? [];
  const scale = written === '' ? unit : UNITS.get(written.toLowerCase());
  return number === undefined || scale === undefined ? undefined : rounded(Number(number) * scale);
}

/** The unit that a time gives, undefined where it gives none. */
function unitOf(text: string): number | undefined {
  const [, , written = ''] = QUANTITY.exec(text.replace(/^\+/, '')) ?? [];
  return UNITS.get(written.toLowerCase());
}

function instantOf(text: string, unit: number): Instant | undefined {
  const [clock, hours, minutes, seconds] = CLOCK.exec(text) ?? [];
  if (clock !== undefined) {
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) >= 61) return undefined;
    const at = rounded((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * SECOND);
    return { since: 'midnight', at };
  }
  const relative = text.startsWith('+');
  const at = quantityOf(relative ? text.slice(1) : text, unit);
  return at === undefined ? undefined : { since: relative ? 'before' : 'beginning', at };
}

/** What `@…` says; undefined where it is no time. Without a unit it is in seconds, or in the unit of the arrival. */
export function momentOf(written: string): Moment | undefined {
  const text = plain(written).replace(/^@/, '');
  if (text.length > LONGEST) return undefined;
  const [leaves = '', arrives, more] = text.split('..');
  if (more !== undefined) return undefined;
  const at = instantOf(leaves, (arrives === undefined ? undefined : unitOf(arrives)) ?? SECOND);
  if (arrives === undefined) return at && { at };
  const arrival = instantOf(arrives, SECOND);
  return at && arrival && { at, arrives: arrival };
}

/** The time that was probably meant. */
export function meantMoment(written: string): string | undefined {
  const text = plain(written);
  const tried = [
    text.replace(/[,，;；:、]+$/u, ''),
    text.replace(/(?<=[\p{L}0-9])(?:[-–—~～→]+>?|至|到|…|\.{3})(?=[+0-9])/u, '..'),
    text.replace(/(?<=[0-9]),(?=[0-9])/, '.'),
  ];
  return tried.find((one) => one !== text && momentOf(one) !== undefined);
}

/** How long `20ms` is, in microseconds; undefined where it is no duration. Only nothing needs no unit. */
export function durationOf(written: string): number | undefined {
  const text = plain(written);
  if (text.length > LONGEST) return undefined;
  return /^0+$/.test(text) ? 0 : quantityOf(text, undefined);
}
