/** A piece of a text by itself. What is merely cut out of a text keeps the whole text in memory as long as it is there. */
export function ownCopy(piece: string): string {
  return ` ${piece}`.slice(1);
}
