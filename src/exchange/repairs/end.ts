/** Another end's name: the segment is just what that end would send, or take. */
import type { SegmentStatement } from '../script.js';
import { at } from '../world.js';
import { repair } from './repair.js';

/** So many other ends are tried. */
const MOST = 64;

export const end = repair({
  name: 'end',
  reach: 'note',
  tells: 'wrong-end',
  *tries({ scene, statement, index, world }) {
    if (statement.kind !== 'segment' || statement.origin !== 'new') return;
    const { from, to, seq, ack } = statement;
    if (from === undefined || to === undefined) return;
    const { topology, lines } = scene;
    const numbers = new Set([seq, ack].map((expr) => scene.resolve(world, expr)));
    numbers.delete(undefined);
    const isOnce = (name: string): boolean =>
      lines.slice(0, Infinity).filter((one) => names(one as SegmentStatement, name)).length === 1;
    const others = topology.endpoints.filter(
      ({ name }) => name !== from && name !== to && topology.isChecked(name),
    );
    for (const { name } of others.slice(0, MOST)) {
      const variants: readonly (readonly ['from' | 'to', string, SegmentStatement])[] = [
        ['from', from, { ...statement, from: name }],
        ['to', to, { ...statement, to: name }],
      ];
      for (const [part, written, variant] of variants) {
        const other = part === 'from' ? to : from;
        // Only with a connection of its own can the end be meant.
        if (!topology.peersOf(name).has(topology.address(other))) continue;
        yield {
          moves: [{ statement: variant, index }],
          told: { fault: { code: 'wrong-end', end: written, meant: name }, place: at(index, part) },
          ...(isOnce(written) || numbers.size === 2 ? { cost: 'end-sure' } : {}),
        };
      }
    }
  },
});

function names(statement: SegmentStatement, name: string): boolean {
  return statement.from === name || statement.to === name;
}
