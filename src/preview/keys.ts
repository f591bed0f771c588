/** The keys of the preview, all of them: what is pressed, and what that does. */

/** A key as the browser names it; `Ctrl` stands for the Mac's command key, too. */
type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Anywhere in the preview. */
const PAGE = {
  'Ctrl+f': 'find',
  F3: 'findNext',
  'Shift+F3': 'findBefore',
  ']': 'stepForth',
  '[': 'stepBack',
  ' ': 'play',
  Escape: 'close',
} as const;

/** In the drawing. */
const STAGE = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  Home: 'first',
  End: 'last',
  ArrowRight: 'unfold',
  ArrowLeft: 'fold',
  Enter: 'choose',
  ' ': 'press',
  '+': 'larger',
  '=': 'larger',
  '-': 'smaller',
  '0': 'fit',
  '1': 'actualSize',
  '.': 'stretch',
  ',': 'compress',
  m: 'measure',
} as const;

export type PageAction = (typeof PAGE)[keyof typeof PAGE];
export type StageAction = (typeof STAGE)[keyof typeof STAGE];

const page: ReadonlyMap<string, PageAction> = new Map(Object.entries(PAGE));
const stage: ReadonlyMap<string, StageAction> = new Map(Object.entries(STAGE));

/** What a key does anywhere in the preview; undefined where it does nothing. */
export function pageAction(pressed: Pressed): PageAction | undefined {
  return page.get(nameOf(pressed));
}

/** What a key does in the drawing. */
export function stageAction(pressed: Pressed): StageAction | undefined {
  return stage.get(nameOf(pressed));
}

/** Signs such as `+` are written with the shift key here and without it there: it counts only for keys with names. */
function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const named = key.length > 1;
  return [
    ...(ctrlKey || metaKey ? ['Ctrl'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey && named ? ['Shift'] : []),
    named ? key : key.toLowerCase(),
  ].join('+');
}
