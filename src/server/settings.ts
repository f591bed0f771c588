/** What the user has set, and what the client said about itself. */
import type { Language } from '../rules/rule.js';
import type { StateStyle } from '../tcp/state.js';
import { isRecord } from './messages.js';

export interface Settings {
  readonly language: Language;
  readonly stateNames: StateStyle;
}

/** The language of messages for a locale such as `zh-CN`: every Chinese reads Simplified Chinese more easily than English. */
export function languageOf(locale: string | undefined): Language {
  return locale !== undefined && /^zh(?:[-_]|$)/i.test(locale) ? 'zh-cn' : 'en';
}

/** Reads the section `segno` of a configuration, whatever it holds; what it leaves open stays as it was. */
export function settingsIn(section: unknown, otherwise: Settings): Settings {
  if (!isRecord(section)) return otherwise;
  const { stateNames, language } = section;
  return {
    stateNames:
      stateNames === 'rfc' || stateNames === 'netstat' || stateNames === 'ss'
        ? stateNames
        : otherwise.stateNames,
    language:
      typeof language === 'string' && /^(?:en|zh)/i.test(language)
        ? languageOf(language)
        : otherwise.language,
  };
}
