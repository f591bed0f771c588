/** Where everything of the state diagram stands: as in figure 5 of RFC 9293, for a panel some 360 pixels wide. */
import type { DrawnState } from '../diagram/drawing.js';
import { TRANSITIONS, type StateNode } from '../diagram/state-diagram.js';

export const WIDTH = 400;
export const HEIGHT = 318;
export const BOX = { width: 96, height: 24 } as const;

const [LEFT, MIDDLE, RIGHT] = [54, 200, 346];

type State = DrawnState['state'];

/** The middle of each box. */
export const PLACES: Readonly<Record<StateNode, { readonly x: number; readonly y: number }>> = {
  CLOSED: { x: MIDDLE, y: 15 },
  LISTEN: { x: MIDDLE, y: 61 },
  SYN_RCVD: { x: LEFT, y: 107 },
  SYN_SENT: { x: RIGHT, y: 107 },
  ESTABLISHED: { x: MIDDLE, y: 153 },
  FIN_WAIT_1: { x: LEFT, y: 199 },
  CLOSE_WAIT: { x: RIGHT, y: 199 },
  FIN_WAIT_2: { x: LEFT, y: 245 },
  CLOSING: { x: MIDDLE, y: 245 },
  LAST_ACK: { x: RIGHT, y: 245 },
  TIME_WAIT: { x: MIDDLE, y: 291 },
  END: { x: RIGHT, y: 291 },
};

/** Where the words of a transition stand: their baseline, and whether what is done has a line of its own. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly broken?: true;
}

interface Line {
  readonly d: string;
  readonly label: LabelPlace;
}

const line = (d: string, x: number, y: number, anchor: LabelPlace['anchor'] = 'middle'): Line => ({
  d,
  label: { x, y, anchor },
});
/** With words on two lines. */
const broken = (d: string, x: number, y: number, anchor: LabelPlace['anchor'] = 'middle'): Line => ({
  d,
  label: { x, y, anchor, broken: true },
});

/** The line of each transition, by its two boxes. */
const LINES: Readonly<Record<string, Line>> = {
  'CLOSED LISTEN': line('M194,27 L194,49', 190, 41, 'end'),
  'LISTEN CLOSED': line('M206,49 L206,27', 210, 41, 'start'),
  'CLOSED SYN_SENT': broken('M248,11 C312,11 358,46 356,95', 398, 11, 'end'),
  'SYN_SENT CLOSED': broken('M336,95 C334,58 300,24 248,20', 294, 59),
  'LISTEN SYN_RCVD': line('M164,73 L90,95', 127, 87),
  'LISTEN SYN_SENT': line('M236,73 L310,95', 271, 87),
  'SYN_RCVD LISTEN': line('M40,95 C42,70 84,61 152,61', 62, 66),
  'SYN_SENT SYN_RCVD': line('M298,107 L102,107', 200, 110),
  'SYN_RCVD ESTABLISHED': line('M90,119 L164,141', 125, 133),
  'SYN_SENT ESTABLISHED': line('M310,119 L236,141', 275, 133),
  'SYN_RCVD FIN_WAIT_1': line('M36,119 L36,187', 8, 156, 'start'),
  'ESTABLISHED FIN_WAIT_1': line('M164,165 L90,187', 127, 179),
  'ESTABLISHED CLOSE_WAIT': line('M236,165 L310,187', 273, 179),
  'FIN_WAIT_1 FIN_WAIT_2': line('M36,211 L36,233', 8, 225, 'start'),
  'FIN_WAIT_1 CLOSING': line('M102,206 L172,233', 146, 219, 'start'),
  'FIN_WAIT_1 TIME_WAIT': broken(
    'M80,211 C112,226 127,238 127,256 C127,272 142,278 160,280',
    195,
    266,
    'end',
  ),
  'FIN_WAIT_2 TIME_WAIT': line('M40,257 C44,282 84,291 152,291', 8, 300, 'start'),
  'CLOSING TIME_WAIT': line('M204,257 L204,279', 208, 271, 'start'),
  'CLOSE_WAIT LAST_ACK': line('M346,211 L346,233', 346, 225),
  'LAST_ACK END': line('M346,257 L346,279', 346, 271),
  'TIME_WAIT END': line('M248,291 L298,291', 273, 313),
};

/** The line between two boxes: the transition's own, or for one that the figure leaves out, straight across. */
export function lineBetween(from: StateNode, to: StateNode): { readonly d: string; readonly drawn: boolean } {
  const known = LINES[`${from} ${to}`];
  return known === undefined ? { d: straight(from, to), drawn: false } : { d: known.d, drawn: true };
}

/** Where the words stand of what takes an end from one box to the other. */
export function labelBetween(from: StateNode, to: StateNode): LabelPlace {
  const known = LINES[`${from} ${to}`];
  if (known !== undefined) return known.label;
  const [a, b] = [PLACES[from], PLACES[to]];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 + 3, anchor: 'middle' };
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
