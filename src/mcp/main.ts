/** `segno mcp`: Segno's tools for assistants, over standard input and output, in the Model Context Protocol. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Language } from '../api/types.js';
import { callTool, TOOLS } from '../assistant/tools.js';

/** Serves until the assistant closes the input. */
export async function serve(version: string, language: Language): Promise<void> {
  // The high-level server wants schemas of a library; ours are JSON Schema, which VS Code has from the same table.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const server = new Server({ name: 'segno', title: 'Segno', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: TOOLS.map(({ name, title, description, parameters }) => ({
      name,
      title,
      description,
      inputSchema: {
        ...parameters,
        properties: { ...parameters.properties },
        required: [...parameters.required],
      },
      // Nothing is read but what is given, and nothing is written.
      annotations: { readOnlyHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    try {
      const text = callTool(params.name, params.arguments, language);
      return { content: [{ type: 'text', text }] };
    } catch (error) {
      // What does not fit is told to the model, which can do better.
      const text = error instanceof Error ? error.message : String(error);
      return { content: [{ type: 'text', text }], isError: true };
    }
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once('end', () => void server.close());
  });
  await server.connect(new StdioServerTransport());
  await closed;
}
