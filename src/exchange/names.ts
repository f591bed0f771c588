/** The names of ends in what is written. */
import type { Statement } from './script.js';

/** The names of the ends that a statement is about, and the part of it that names each; declarations and notes apart. */
export function namesIn(
  statement: Statement,
): readonly { readonly name: string; readonly part: 'from' | 'to' | 'end' }[] {
  switch (statement.kind) {
    case 'segment':
      return (['from', 'to'] as const).flatMap((part) => {
        const name = statement[part];
        return name === undefined ? [] : [{ name, part }];
      });
    case 'call':
    case 'state':
    case 'path':
      return [{ name: statement.end.name, part: 'end' }];
    default:
      return [];
  }
}
