/** Moving a scrolling element by dragging what is in it, with the left or the middle button. */

/** Pixels that the pointer must move before a press is taken for a drag rather than a click. */
const SLACK = 4;

export function panByDragging(element: HTMLElement): void {
  let start: { x: number; y: number; left: number; top: number; pointer: number } | undefined;
  let dragging = false;
  /** Set when a drag ends, until the click that the browser makes of it has come. */
  let swallow = false;

  element.addEventListener('pointerdown', (event) => {
    swallow = false;
    if (event.pointerType === 'touch' || (event.button !== 0 && event.button !== 1)) return;
    const { left, top } = element.getBoundingClientRect();
    const onScrollbar =
      event.clientX - left >= element.clientWidth || event.clientY - top >= element.clientHeight;
    if (onScrollbar) return;
    // The browser's own scrolling by the middle button stays out of it.
    if (event.button === 1) event.preventDefault();
    start = {
      x: event.clientX,
      y: event.clientY,
      left: element.scrollLeft,
      top: element.scrollTop,
      pointer: event.pointerId,
    };
  });
  element.addEventListener('mousedown', (event) => {
    if (event.button === 1) event.preventDefault();
  });
  element.addEventListener('pointermove', (event) => {
    if (start?.pointer !== event.pointerId) return;
    const [x, y] = [event.clientX - start.x, event.clientY - start.y];
    if (!dragging) {
      if (Math.hypot(x, y) < SLACK) return;
      dragging = true;
      element.setPointerCapture(start.pointer);
      element.classList.add('segno-panning');
    }
    element.scrollLeft = start.left - x;
    element.scrollTop = start.top - y;
  });
  const end = () => {
    if (dragging) {
      swallow = true;
      element.classList.remove('segno-panning');
    }
    dragging = false;
    start = undefined;
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
  element.addEventListener(
    'click',
    (event) => {
      if (!swallow) return;
      swallow = false;
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true },
  );
}
