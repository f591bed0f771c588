/** Shows a row's card while the pointer or the focus rests on it. */
import type { Drawing } from '../diagram/drawing.js';
import type { HoverCard, Subject } from './hover-card.js';
import type { Stage } from './stage.js';

export function showCards(stage: Stage, card: HoverCard, drawing: () => Drawing | undefined): void {
  const subject = (row: number) => (): Subject | undefined => {
    const [shown, area, element] = [drawing(), stage.areaOf(row), stage.rowElement(row)];
    return shown && area && element && { drawing: shown, row, area, element };
  };
  stage.element.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch') return;
    const row = rowOf(event.target);
    const area = row === undefined || event.buttons !== 0 ? undefined : stage.areaOf(row);
    const on = area && event.clientX >= area.left && event.clientX <= area.right;
    if (row === undefined || !on) card.leave();
    else card.rest(row, subject(row), event.clientX);
  });
  stage.element.addEventListener('pointerdown', () => card.close());
  stage.element.addEventListener('pointerleave', () => card.leave());
  const restOnFocus = () => {
    const focused = document.activeElement;
    const row = focused?.matches(':focus-visible') ? rowOf(focused) : undefined;
    if (row !== undefined) card.rest(row, subject(row));
  };
  stage.element.addEventListener('focusin', restOnFocus);
  stage.element.addEventListener(
    'scroll',
    () => {
      card.close();
      // Who walks by keyboard scrolls by that, and has the card when the row has come to rest.
      restOnFocus();
    },
    { passive: true },
  );
  stage.element.addEventListener('focusout', () => card.leave());
}

function rowOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('[data-row]')?.getAttribute('data-row') : undefined;
  return row === null || row === undefined ? undefined : Number(row);
}
