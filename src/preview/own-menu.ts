/** An attribute for places without text to edit: VS Code's menu there has our commands, and no *Cut* and *Paste*. */
export const OWN_MENU = { 'data-vscode-context': '{"preventDefaultContextMenuItems":true}' } as const;
