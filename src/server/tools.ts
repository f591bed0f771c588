/** Answers for language models that an editor has. */
import { callTool } from '../assistant/tools.js';
import type { Language } from '../rules/rule.js';
import { isToolParams, type ToolAnswer } from '../protocol/server.js';

/** Null where it is no question. */
export function toolAnswer(params: unknown, language: Language): ToolAnswer | null {
  if (!isToolParams(params)) return null;
  try {
    return { text: callTool(params.name, JSON.parse(params.input), language), wrong: false };
  } catch (error) {
    // What does not fit is told to the model, which can do better.
    return { text: error instanceof Error ? error.message : String(error), wrong: true };
  }
}
