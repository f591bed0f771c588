/**
 * What the webview's bundle leaves out of Mermaid.
 *
 * @type {import('esbuild').Plugin[]}
 */
export const previewPlugins = [];
