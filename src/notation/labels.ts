/** What the labels of a figure say, each read in the light of the others. */
import { readLabel, type Label } from './label/label.js';
import type { Message } from './reader.js';

/** What every label says. Where one writes flags as bits, all do; and `Fin` is one where there is another. */
export function readLabels(messages: readonly Message[]): ReadonlyMap<Message, Label> {
  const read = (bits: boolean, fin: boolean): Map<Message, Label> =>
    new Map(
      messages.map((message) => {
        const { text } = message.label;
        return [message, message.said ?? readLabel(fin && text === 'Fin' ? 'FIN' : text, { bits })];
      }),
    );
  const labels = read(false, false);
  const bits = [...labels.values()].some((label) => label.bits);
  // Where there is another, it is no word of French.
  const fin = messages.some(({ label: { text } }) => text === 'Fin') && hasFin(labels);
  return bits || fin ? read(bits, fin) : labels;
}

function hasFin(labels: ReadonlyMap<Message, Label>): boolean {
  return [...labels.values()].some(({ flags }) => flags.has('FIN'));
}
