/** A drawing that was made in light colours, in those of whatever theme shows it. */

/** For each colour of a light drawing, what VS Code has for it in every theme. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  '#ffffff': '--vscode-editor-background',
  '#f7f7f7': '--vscode-editorWidget-background',
  '#3b3b3b': '--vscode-editor-foreground',
  '#6b6b6b': '--vscode-descriptionForeground',
  '#64686d': '--vscode-descriptionForeground',
  '#8c959f': '--vscode-descriptionForeground',
  '#7d611e': '--vscode-editorWarning-foreground',
  '#bf8700': '--vscode-editorWarning-foreground',
  '#2b5d39': '--vscode-charts-green',
  '#1a7f37': '--vscode-charts-green',
};

/** @throws where a colour has no counterpart. */
export function inTheme(svg: string): string {
  return svg
    .replace(/^<\?xml[^>]*>\n/, '')
    .replace(/^(<svg[^>]*?) width="[^"]*" height="[^"]*"/, '$1')
    .replaceAll(/"(#[0-9a-f]{6})"/g, (_, colour: string) => {
      const counterpart = COUNTERPARTS[colour];
      if (counterpart === undefined) throw new Error(`no theme colour for ${colour}`);
      return `"var(${counterpart}, ${colour})"`;
    });
}
