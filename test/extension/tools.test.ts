/** The tools for language models, in a VS Code that has them and in one that has not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TOOLS } from '../../src/assistant/tools.js';
import type { Language } from '../../src/rules/rule.js';
import { toolAnswer } from '../../src/server/tools.js';
import { WRONG } from '../cli/fake.js';
import { root } from '../support/root.js';

interface Tool {
  invoke(options: {
    readonly input: unknown;
  }): Promise<{ readonly parts: readonly { readonly value: string }[] }>;
}

const host = vi.hoisted((): Record<string, unknown> => {
  class Disposable {
    constructor(readonly dispose: () => void) {}
    static from(): Disposable {
      return new Disposable(() => undefined);
    }
  }
  return { Disposable };
});
vi.mock('vscode', () => host);

const { registerTools } = await import('../../src/extension/tools.js');

/** Makes the host one of today, and answers what is registered there. */
function today(): ReadonlyMap<string, Tool> {
  const tools = new Map<string, Tool>();
  host['lm'] = {
    registerTool: (name: string, tool: Tool) => {
      tools.set(name, tool);
      return {};
    },
  };
  host['LanguageModelToolResult'] = class {
    constructor(readonly parts: readonly unknown[]) {}
  };
  host['LanguageModelTextPart'] = class {
    constructor(readonly value: string) {}
  };
  return tools;
}

beforeEach(() => {
  for (const name of ['lm', 'LanguageModelToolResult', 'LanguageModelTextPart']) host[name] = undefined;
});

const packageJSON = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  contributes: { languageModelTools: readonly Record<string, unknown>[] };
};

/** A server that speaks a language. */
const serverIn = (language: Language) => ({
  sendRequest: (_method: unknown, params: unknown) => Promise.resolve(toolAnswer(params, language)) as never,
});

describe('the tools for language models', () => {
  it('are those of the manifest, which tells of them in the same words', () => {
    const registered = today();
    registerTools({ packageJSON }, serverIn('en'));
    const { languageModelTools } = packageJSON.contributes;
    expect([...registered.keys()]).toEqual(languageModelTools.map(({ name }) => name));
    expect(languageModelTools).toMatchObject(
      TOOLS.map(({ name, description, parameters }) => ({
        name: `segno_${name}`,
        modelDescription: description,
        inputSchema: parameters,
      })),
    );
  });

  it('answer in the language of the user, and tell the model what does not fit', async () => {
    const registered = today();
    registerTools({ packageJSON }, serverIn('zh-cn'));
    const check = registered.get('segno_check');
    expect((await check?.invoke({ input: { text: WRONG } }))?.parts[0]?.value).toContain('应为 `x+1`');
    await expect(check?.invoke({ input: {} })).rejects.toThrow('text is missing');
  });

  it('are not there in a VS Code that has no such thing, and nothing breaks', () => {
    const register = () => registerTools({ packageJSON }, serverIn('en'));
    expect(register).not.toThrow();
    host['lm'] = {};
    expect(register).not.toThrow();
  });
});
