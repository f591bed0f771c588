/** Where everything of the state diagram stands: as in figure 5 of RFC 9293, for a panel some 360 pixels wide. */
import type { DrawnState } from '../diagram/drawing.js';
import { TRANSITIONS, type StateNode } from '../diagram/state-diagram.js';

export const WIDTH = 360;
export const HEIGHT = 346;
export const BOX = { width: 100, height: 24 } as const;

const [LEFT, MIDDLE, RIGHT] = [56, 180, 304];

type State = DrawnState['state'];

/** The middle of each box. */
export const PLACES: Readonly<Record<StateNode, { readonly x: number; readonly y: number }>> = {
  CLOSED: { x: MIDDLE, y: 18 },
  LISTEN: { x: MIDDLE, y: 66 },
  SYN_RCVD: { x: LEFT, y: 118 },
  SYN_SENT: { x: RIGHT, y: 118 },
  ESTABLISHED: { x: MIDDLE, y: 170 },
  FIN_WAIT_1: { x: LEFT, y: 222 },
  CLOSE_WAIT: { x: RIGHT, y: 222 },
  FIN_WAIT_2: { x: LEFT, y: 274 },
  CLOSING: { x: MIDDLE, y: 274 },
  LAST_ACK: { x: RIGHT, y: 274 },
  TIME_WAIT: { x: MIDDLE, y: 326 },
  END: { x: RIGHT, y: 326 },
};

/** The line of each transition, by its two boxes. */
const LINES: Readonly<Record<string, string>> = {
  'CLOSED LISTEN': 'M174,30 L174,54',
  'LISTEN CLOSED': 'M186,54 L186,30',
  'CLOSED SYN_SENT': 'M230,14 C284,14 312,56 310,106',
  'SYN_SENT CLOSED': 'M294,106 C292,62 268,26 230,23',
  'LISTEN SYN_RCVD': 'M150,78 L86,106',
  'LISTEN SYN_SENT': 'M210,78 L274,106',
  'SYN_RCVD LISTEN': 'M42,106 C44,80 82,66 130,66',
  'SYN_SENT SYN_RCVD': 'M254,118 L106,118',
  'SYN_RCVD ESTABLISHED': 'M86,130 L150,158',
  'SYN_SENT ESTABLISHED': 'M274,130 L210,158',
  'SYN_RCVD FIN_WAIT_1': 'M38,130 L38,210',
  'ESTABLISHED FIN_WAIT_1': 'M150,182 L86,210',
  'ESTABLISHED CLOSE_WAIT': 'M210,182 L274,210',
  'FIN_WAIT_1 FIN_WAIT_2': 'M44,234 L44,262',
  'FIN_WAIT_1 CLOSING': 'M96,234 L152,262',
  'FIN_WAIT_1 TIME_WAIT': 'M74,234 C104,250 118,262 118,284 C118,302 134,308 146,314',
  'FIN_WAIT_2 TIME_WAIT': 'M50,286 C54,312 90,327 130,327',
  'CLOSING TIME_WAIT': 'M180,286 L180,314',
  'CLOSE_WAIT LAST_ACK': 'M304,234 L304,262',
  'LAST_ACK END': 'M304,286 L304,314',
  'TIME_WAIT END': 'M230,326 L254,326',
};

/** The line between two boxes: the transition's own, or for one that the figure leaves out, straight across. */
export function lineBetween(from: StateNode, to: StateNode): { readonly d: string; readonly drawn: boolean } {
  const known = LINES[`${from} ${to}`];
  return known === undefined ? { d: straight(from, to), drawn: false } : { d: known, drawn: true };
}

function straight(from: StateNode, to: StateNode): string {
  const [a, b] = [PLACES[from], PLACES[to]];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (dx === 0 && dy === 0) return '';
  /** How much of the way lies inside a box. */
  const inside = Math.min(
    dx === 0 ? Infinity : BOX.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : BOX.height / 2 / Math.abs(dy),
  );
  const at = (part: number) => `${Math.round(a.x + dx * part)},${Math.round(a.y + dy * part)}`;
  // Slightly bent, so that it is not taken for one of the figure's own lines.
  const bend = `${Math.round((a.x + b.x) / 2 - dy / 8)},${Math.round((a.y + b.y) / 2 + dx / 8)}`;
  return `M${at(inside)} Q${bend} ${at(1 - inside)}`;
}

/** The boxes that a path of states goes through. A connection that ends after it was open ends at the bottom. */
export function nodesOf(path: readonly State[]): StateNode[] {
  return path.map((state, index) => {
    const before = path[index - 1];
    if (state !== 'CLOSED' || before === undefined) return state;
    return TRANSITIONS.some(({ from, to }) => from === before && to === 'CLOSED') ? state : 'END';
  });
}

/** The moves of a path, from box to box; from the bottom a new connection begins at the top. */
export function movesOf(nodes: readonly StateNode[]): { readonly from: StateNode; readonly to: StateNode }[] {
  return nodes.slice(1).map((to, index) => {
    const from = nodes[index] ?? to;
    return { from: from === 'END' ? 'CLOSED' : from, to };
  });
}
