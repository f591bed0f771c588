/** A text as the package's functions see it. */
import type { Options } from './types.js';
import { analyse, type AnalyseOptions } from '../language/analyse.js';
import type { Note } from '../language/note.js';
import { textKind } from '../language/text-kind.js';
import { NOTATIONS } from '../notation/reader.js';

type Settings = Required<Pick<Options, 'name' | 'language' | 'stateNames'>>;

/** What is left out is as it is usual. */
export function settingsOf({ name, language, stateNames }: Options): Settings {
  return { name: name ?? 'note.segno', language: language ?? 'en', stateNames: stateNames ?? 'netstat' };
}

/** The text and all that can be said about it. */
export function analysed(text: string, options: Options): Note {
  const { name, language, stateNames } = settingsOf(options);
  const { mode, notations, rules } = options;
  const how: AnalyseOptions = {
    ...textKind(name),
    language,
    stateNames,
    ...(mode && { mode }),
    ...(rules && { levels: rules }),
    ...(notations && { unread: NOTATIONS.filter((one) => !notations.includes(one)) }),
  };
  return { uri: name, version: 1, text, options: how, analysis: analyse(text, how) };
}
