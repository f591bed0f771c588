/** What is said where there is no drawing. */
import { html } from './svg.js';
import type { Words } from './words.js';

export type Nothing = 'loading' | 'none' | 'gone' | 'silent' | 'empty' | 'begun';

/** `remedies` are what can be done about a server that does not do its part. */
export function sayNothing(why: Nothing, words: Words, remedies: readonly HTMLElement[]): HTMLElement[] {
  switch (why) {
    case 'loading':
      return [html('p', { class: 'segno-loading' }, words.loading)];
    case 'none':
      return [html('h2', {}, words.noDocument), html('p', {}, words.noDocumentHint)];
    case 'gone':
      return [html('h2', {}, words.gone), html('p', {}, ...remedies)];
    case 'silent':
      return [html('h2', {}, words.silent), html('p', {}, ...remedies)];
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
