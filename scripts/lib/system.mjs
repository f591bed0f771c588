import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { browserPath } from './chromium.mjs';
import { run } from './run.mjs';

/**
 * What the tests want of the machine beside Node, and how Debian and Homebrew call it.
 *
 * @typedef {object} Wanted
 * @property {string} what
 * @property {() => boolean} isThere
 * @property {readonly string[]} debian
 * @property {string} [brew]
 * @property {boolean} [needed] nothing works without it; without the others some tests are left out
 */

/** @type {readonly Wanted[]} */
const WANTED = [
  {
    what: 'a browser (Chromium, Chrome or Edge)',
    isThere: () => browserPath() !== undefined,
    debian: ['chromium'],
    brew: 'chromium',
    needed: true,
  },
  { what: 'Neovim', isThere: () => isOnPath('nvim'), debian: ['neovim'], brew: 'neovim' },
  // For exchanges between two Linux hosts, and for the Chinese in screenshots.
  ...(process.platform === 'linux'
    ? [
        { what: 'ip and ss', isThere: () => isOnPath('ip') && isOnPath('ss'), debian: ['iproute2'] },
        { what: 'Python', isThere: () => isOnPath('python3'), debian: ['python3'] },
        {
          what: 'a Chinese font',
          isThere: () => holds('/usr/share/fonts', /CJK|WenQuan|wqy|SourceHan/i),
          debian: ['fonts-noto-cjk'],
        },
      ]
    : []),
];

/** @param {string} program */
function isOnPath(program) {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return process.platform === 'win32' && holds(folder, new RegExp(`^${program}\\.(?:exe|cmd)$`, 'i'));
    }
  });
}

/**
 * @param {string} folder
 * @param {RegExp} name
 */
function holds(folder, name) {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => name.test(file));
  } catch {
    return false;
  }
}

/**
 * Installs packages on Debian and what descends from it, for root and for who may become root without a password; does
 * nothing elsewhere.
 *
 * @param {readonly string[]} packages
 * @returns {Promise<string>} what was said, nothing where nothing was tried
 */
export async function debianInstall(packages) {
  if (!isOnPath('apt-get')) return '';
  const root = process.getuid?.() === 0;
  if (!root && (!isOnPath('sudo') || (await run('sudo', ['-n', 'true'], { quiet: true })).status !== 0))
    return '';
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  const [command, ...before] = root ? ['env'] : ['sudo', '-n', '-E'];
  const apt = (/** @type {string[]} */ ...args) =>
    run(command ?? '', [...before, 'apt-get', ...args], { quiet: true });
  await apt('update', '-qq');
  return (await apt('install', '-y', '-qq', '--no-install-recommends', ...packages)).output;
}

/**
 * Gets what is missing where that can be done without asking: on Debian and what descends from it, for root and for who
 * may become root without a password. Elsewhere it says the one command to type, and ends the process if nothing works
 * without it.
 */
export async function ensureSystem() {
  const missing = WANTED.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const what = missing.map((one) => one.what).join(', ');
  if (isOnPath('apt-get')) {
    const packages = missing.flatMap(({ debian }) => debian);
    console.log(`Installing ${what} …`);
    const output = await debianInstall(packages);
    if (missing.every(({ isThere }) => isThere())) return;
    console.log(`${output}The tests want ${what}:\n\n  sudo apt-get install ${packages.join(' ')}\n`);
  } else {
    const brews = missing.flatMap(({ brew }) => brew ?? []);
    const type =
      process.platform === 'darwin' && brews.length > 0 ? `:\n\n  brew install ${brews.join(' ')}\n` : '.';
    console.log(`The tests want ${what}${type}`);
  }
  if (missing.some(({ needed, isThere }) => needed && !isThere())) {
    console.log('A browser elsewhere can be named by the variable CHROMIUM.');
    process.exit(1);
  }
}
