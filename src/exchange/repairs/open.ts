/** The connection is open although the lines above have not opened it, or go on with it after its end. */
import type { Objection } from '../../tcp/emit.js';
import { add, type Seq } from '../../tcp/seq.js';
import { changed, noConnection, type Tcb } from '../../tcp/tcb.js';
import type { Route, Scene } from '../scene.js';
import type { SegmentStatement } from '../script.js';
import type { EndKey } from '../trace.js';
import { withTcb, type World } from '../world.js';
import { repair } from './repair.js';
import { routeOf } from './route.js';

/** Objections that would not be there if the connection were open. */
const NOT_OPEN: ReadonlySet<Objection['code']> = new Set([
  'ack-before-syn',
  'data-before-established',
  'fin-before-established',
  'no-connection',
  'sent-after-reset',
]);

export const open = repair({
  name: 'open',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    if (statement.kind !== 'segment' || !refusal?.objections.some(({ code }) => NOT_OPEN.has(code))) return;
    const { world } = refusal;
    const route = routeOf(scene, statement, index);
    const ended = world.tcbs.get(route.key)?.ended;
    const given =
      ended === undefined || statement.flags.has('SYN')
        ? opened(scene, world, route, index, statement)
        : revived(world, route, index);
    yield { given, moves: [{ statement, index }] };
  },
});

/** The world in which the handshake has come as far as the sender of an early segment takes it to have. */
function opened(
  scene: Scene,
  before: World,
  route: Route,
  index: number,
  { flags, seq, ack }: SegmentStatement,
): World {
  const sender = before.tcbs.get(route.key);
  const peer = before.tcbs.get(route.peerKey);
  const [start, acknowledged] = [scene.resolve(before, seq), scene.resolve(before, ack)];
  const answersSyn = flags.has('SYN');
  const number = (written: Seq | undefined, key: EndKey): Seq =>
    written ?? scene.numbers.value(`iss:${key}:${index}`);
  const written = start === undefined ? undefined : add(start, answersSyn ? 0 : -1);
  const iss = sender?.iss ?? number(written, route.key);
  const irs =
    peer?.iss ?? number(acknowledged === undefined ? undefined : add(acknowledged, -1), route.peerKey);
  const base = noConnection('LISTEN', 'yes');
  const nxt = answersSyn ? iss : add(iss, 1);
  const own: Tcb = { ...base, iss, irs, una: iss, nxt, rcv: add(irs, 1) };
  const world = withTcb(
    before,
    route.key,
    answersSyn
      ? changed(own, { state: 'SYN_RCVD', opened: 'passive' })
      : changed(own, { state: 'ESTABLISHED', una: nxt }),
    index,
  );
  const seen = add(irs, 1);
  const other: Tcb = {
    ...base,
    iss: irs,
    irs: iss,
    una: answersSyn ? irs : seen,
    nxt: seen,
    rcv: add(iss, 1),
  };
  return withTcb(
    world,
    route.peerKey,
    answersSyn ? { ...other, state: 'SYN_SENT', opened: 'active' } : { ...other, state: 'ESTABLISHED' },
    index,
  );
}

/** The world in which a connection that has ended goes on. */
function revived(world: World, { key, peerKey }: Route, index: number): World {
  let next = world;
  for (const end of [key, peerKey]) {
    const was = world.tcbs.get(end)?.ended?.was;
    if (was !== undefined) next = withTcb(next, end, was, index);
  }
  return next;
}
