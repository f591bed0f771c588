/** A drawing that was made in light colours, in those of whatever theme shows it. */

/** For each colour of a light drawing, what VS Code has for it in every theme. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  '#ffffff': '--vscode-editor-background',
  '#f6f8fa': '--vscode-editorWidget-background',
  '#1f2328': '--vscode-editor-foreground',
  '#59636e': '--vscode-descriptionForeground',
  '#6e7781': '--vscode-descriptionForeground',
  '#8c959f': '--vscode-descriptionForeground',
  '#8a5f00': '--vscode-editorWarning-foreground',
  '#bf8700': '--vscode-editorWarning-foreground',
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
