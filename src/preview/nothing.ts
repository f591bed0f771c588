/** What is said where there is no drawing. */
import { html } from './svg.js';
import type { Words } from './words.js';

export type Nothing = 'loading' | 'none' | 'gone' | 'empty' | 'begun';

export function sayNothing(why: Nothing, words: Words): HTMLElement[] {
  switch (why) {
    case 'loading':
      return [html('p', { class: 'segno-loading' }, words.loading)];
    case 'none':
      return [html('h2', {}, words.noDocument), html('p', {}, words.noDocumentHint)];
    case 'gone':
      return [html('h2', {}, words.gone), html('p', {}, words.goneHint)];
    case 'begun':
      return [html('h2', {}, words.begun), html('p', {}, words.begunHint), html('pre', {}, 'C -> SYN -> S')];
    case 'empty':
      return [
        html('h2', {}, words.empty),
        html('p', {}, words.emptyHint),
        html('pre', {}, words.example),
        html('p', {}, words.emptyMarkdown),
      ];
  }
}
