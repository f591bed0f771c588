// Runs the commands that the tests ask for over a socket, whose path is in SEGNO_DRIVER: of VS Code on a server, the page
// cannot be asked.
const { rmSync } = require('node:fs');
const { createServer } = require('node:http');
const vscode = require('vscode');

exports.activate = (/** @type {vscode.ExtensionContext} */ { subscriptions }) => {
  const path = process.env.SEGNO_DRIVER;
  if (path === undefined) return;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const [command, ...args] = JSON.parse(body);
      vscode.commands.executeCommand(command, ...args).then(
        (answer) => response.end(JSON.stringify(answer ?? null)),
        (error) => response.writeHead(500).end(String(error)),
      );
    });
  });
  // What a window before this one has left.
  rmSync(path, { force: true });
  server.listen(path);
  subscriptions.push({ dispose: () => server.close() });
};
