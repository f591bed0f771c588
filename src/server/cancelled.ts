/** What the server does with requests that nobody waits for any more. */
import { LSPErrorCodes, Message, type ConnectionStrategy } from 'vscode-languageserver';

/** A request that is cancelled before its turn comes is not worked on. */
export const UNHEARD: ConnectionStrategy = {
  cancelUndispatched: (message) => ({
    jsonrpc: message.jsonrpc,
    id: Message.isRequest(message) ? message.id : null,
    error: { code: LSPErrorCodes.RequestCancelled, message: 'cancelled' },
  }),
};
