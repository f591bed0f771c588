/**
 * What a bundle leaves out of Mermaid: every diagram but those that it draws, KaTeX, and what only those want. That
 * makes 1 MB of 5.
 */
import { join } from 'node:path';

/** Files of Mermaid's that are loaded on demand for a diagram. */
const DIAGRAM =
  /\/(?:[a-zA-Z0-9]*[dD]iagram(?:-v2)?|[a-z]+-definition|cose-bilkent|dagre|elk|swimlanes[A-Za-z]*|[a-z]+Icons)-[A-Z0-9]+(?:\.mjs)?$/;
const UNUSED =
  /^(?:katex|cytoscape|cytoscape-.*|elkjs.*|@mermaid-js\/parser|roughjs.*|chevrotain.*|@upsetjs\/venn\.js)$/;

/** Parts of d3 for maps, colours, animation and files, which d3 passes on whole and these diagrams never ask for. */
const UNUSED_D3 =
  /^d3-(?:array|axis|brush|chord|color|contour|delaunay|drag|dsv|ease|fetch|force|format|geo|hierarchy|interpolate|polygon|quadtree|random|scale|scale-chromatic|time|time-format|timer|transition|zoom)$/;

/** CommonJS, so that any name can be imported from it; nothing of it is ever called. */
const NOTHING = { path: 'nothing.cjs', namespace: 'left-out' };

/**
 * Keeps the diagrams of these names, and the layouts that they want.
 *
 * @param {readonly string[]} names
 * @returns {import('esbuild').Plugin}
 */
function only(...names) {
  const kept = new RegExp(`/(?:${names.join('|')})-[^/]*$`);
  return {
    name: `only ${names.join(', ')}`,
    setup(build) {
      build.onResolve({ filter: DIAGRAM }, ({ path, importer }) =>
        importer.includes('mermaid') && !kept.test(path) ? NOTHING : undefined,
      );
      build.onResolve({ filter: UNUSED }, ({ importer }) =>
        importer.includes('mermaid') ? NOTHING : undefined,
      );
      // A name that is wanted from one of these all the same stops the build.
      build.onResolve({ filter: UNUSED_D3 }, ({ path, importer }) =>
        /[\\/]d3[\\/]dist[\\/]d3\.mjs$/.test(importer) ? { path, namespace: 'left-out-of-d3' } : undefined,
      );
      // Mermaid is published in pieces, which name one another also where they only were in one file once. What a piece does
      // by itself serves what it exports.
      build.onResolve({ filter: /\/chunk-[A-Z0-9]+\.mjs$/ }, ({ path, importer, resolveDir }) =>
        importer.includes('mermaid') ? { path: join(resolveDir, path), sideEffects: false } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'left-out-of-d3' }, () => ({ contents: 'export {};' }));
      build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

/** For the preview, which has a state diagram beside the drawing. */
export const previewPlugins = [only('sequenceDiagram', 'stateDiagram-v2', 'dagre')];
/** For VS Code's own Markdown preview. */
export const markdownPreviewPlugins = [only('sequenceDiagram')];
