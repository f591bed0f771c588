import type { Route, Scene } from '../scene.js';
import type { SegmentStatement } from '../script.js';

/** Who sends the segment to whom. */
export function routeOf({ topology }: Scene, statement: SegmentStatement, index: number): Route {
  const { from, to } = topology.ends(statement, index);
  return { from, to, key: topology.key(from, to), peerKey: topology.key(to, from) };
}
