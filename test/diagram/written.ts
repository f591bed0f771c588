import { drawAnalysis, type Drawings } from '../../src/diagram/draw-analysis.js';
import type { Drawing } from '../../src/diagram/drawing.js';
import { analyse } from '../../src/language/analyse.js';
import type { Language } from '../../src/rules/rule.js';
import type { StateStyle } from '../../src/tcp/state.js';

/** The drawings of a `.segno` file. */
export function drawnFile(text: string, language: Language = 'en', states: StateStyle = 'netstat'): Drawings {
  return drawAnalysis(analyse(text, { kind: 'segno', language, stateNames: states }), {
    language,
    states,
    tcbs: true,
  });
}

/** The drawing of one scenario, whose first line is line 11 of the file. */
export function drawn(text: string, language?: Language, states?: StateStyle): Drawing {
  const [drawing] = drawnFile(
    `${'\n'.repeat(9)}begin A title\n${text.trim()}\nend`,
    language,
    states,
  ).scenarios;
  if (!drawing) throw new Error('nothing is drawn');
  return drawing;
}
