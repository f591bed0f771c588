/** The webview's page. It is set once; everything after that goes by messages. */
import { escapeMarkup } from '../diagram/escape.js';

export interface PageParts {
  /** The display language, such as `zh-cn`. */
  readonly language: string;
  readonly nonce: string;
  /** Where the webview may load from. */
  readonly source: string;
  readonly script: string;
  readonly styles: readonly string[];
}

/** Styles may be inline, since Mermaid sets them on what it draws; scripts only with the nonce, and never evaluated. */
export function previewHtml({ language, nonce, source, script, styles }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `style-src ${source} 'unsafe-inline'`,
    `font-src ${source}`,
    `img-src ${source} data:`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${escapeMarkup(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((style) => `<link rel="stylesheet" href="${escapeMarkup(style)}">`).join('\n')}
<title>Segno</title>
</head>
<body>
<div id="segno"></div>
<script nonce="${escapeMarkup(nonce)}" src="${escapeMarkup(script)}"></script>
</body>
</html>
`;
}
