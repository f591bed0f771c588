/** What the user has set, and what the client said about itself. */
import type { HintSettings } from '../language/features/feature.js';
import { NOTATIONS, type Notation } from '../notation/reader.js';
import { levelsIn } from '../language/config.js';
import type { Mode } from '../exchange/script.js';
import type { Levels } from '../rules/levels.js';
import type { Language } from '../rules/rule.js';
import type { StateStyle } from '../tcp/state.js';
import { isRecord } from '../protocol/schema.js';

export interface Settings {
  readonly language: Language;
  readonly stateNames: StateStyle;
  readonly inlayHints?: HintSettings;
  /** Whether *Preview* stands above each scenario: only for clients that have the command. */
  readonly codeLens?: boolean;
  /** The notations in which exchanges are not read. */
  readonly unread?: readonly Notation[];
  /** How grave problems are taken, by their codes. */
  readonly levels?: Levels;
  /** How an exchange is taken that does not say it itself. */
  readonly mode?: Mode;
}

/** The language of messages for a locale such as `zh-CN`: every Chinese reads Simplified Chinese more easily than English. */
export function languageOf(locale: string | undefined): Language {
  return locale !== undefined && /^zh(?:[-_]|$)/i.test(locale) ? 'zh-cn' : 'en';
}

/** The hints until the user says otherwise. Numbers would stand between the arrows, so they are shown on demand. */
export const USUAL_HINTS: HintSettings = { states: true, numbers: false };

/** Reads the section `segno` of a configuration, whatever it holds; what it leaves open stays as it was. */
export function settingsIn(section: unknown, otherwise: Settings): Settings {
  if (!isRecord(section)) return otherwise;
  const { stateNames, language, inlayHints, codeLens = otherwise.codeLens, read, rules, mode } = section;
  return {
    stateNames:
      stateNames === 'rfc' || stateNames === 'netstat' || stateNames === 'ss'
        ? stateNames
        : otherwise.stateNames,
    language:
      typeof language === 'string' && /^(?:en|zh)/i.test(language)
        ? languageOf(language)
        : otherwise.language,
    inlayHints: hintsIn(inlayHints, otherwise.inlayHints ?? USUAL_HINTS),
    codeLens: codeLens === true,
    unread: unreadIn(read, otherwise.unread ?? []),
    levels: isRecord(rules) ? levelsIn(rules) : (otherwise.levels ?? {}),
    mode: mode === 'strict' || mode === 'notes' ? mode : (otherwise.mode ?? 'notes'),
  };
}

function hintsIn(section: unknown, otherwise: HintSettings): HintSettings {
  if (!isRecord(section)) return otherwise;
  const { states, numbers } = section;
  return {
    states: typeof states === 'boolean' ? states : otherwise.states,
    numbers: typeof numbers === 'boolean' ? numbers : otherwise.numbers,
  };
}

/** Either the notations that are read, or which are and which are not; those that it does not name are read. */
function unreadIn(section: unknown, otherwise: readonly Notation[]): readonly Notation[] {
  if (Array.isArray(section)) return NOTATIONS.filter((one) => one !== 'segno' && !section.includes(one));
  if (!isRecord(section)) return otherwise;
  return NOTATIONS.filter((one) => one !== 'segno' && section[one] === false);
}
