/** What this client can do beside LSP, which the server hears of when it starts. */
import type { BaseLanguageClient } from 'vscode-languageclient';

/** Names something under `experimental` in the client's capabilities. */
export function tellOfCapability(client: BaseLanguageClient, name: string): void {
  client.registerFeature({
    fillClientCapabilities: (capabilities) => {
      const others: unknown = capabilities.experimental;
      capabilities.experimental = { ...(typeof others === 'object' ? others : {}), [name]: true };
    },
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
  });
}
