import { join } from 'node:path';
import { bunManifest, type PackedPackage, pnpmWorkspace, yarnManifest } from '@needs-retry/packing';
import { run } from './run.js';
import { installTool } from './tools.js';

/** What is to be installed: packages of ours, and others by name and version. */
export interface Wanted {
  readonly packages: readonly PackedPackage[];
  readonly others: Readonly<Record<string, string>>;
}

/** A program that installs packages. */
export interface Installer {
  readonly name: string;
  /** The files of a project that say what to install, by name. */
  files(wanted: Wanted): Readonly<Record<string, string>>;
  install(folder: string): Promise<void>;
  /** How Node.js is called in what it installed. */
  node(): Promise<readonly [string, ...string[]]>;
}

const plainNode = async () => [process.execPath] as const;

/** The manifest of a project; `more` tells what our packages are for each other. */
function manifest({ packages, others }: Wanted, more = '{}'): string {
  const ours = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
  return JSON.stringify({
    name: 'consumer',
    private: true,
    dependencies: { ...ours, ...others },
    ...JSON.parse(more),
  });
}

const npm: Installer = {
  name: 'npm',
  files: (wanted) => ({ 'package.json': manifest(wanted) }),
  install: (folder) => install(folder, ['npm', 'install', '--no-audit', '--no-fund', '--strict-peer-deps']),
  node: plainNode,
};

const pnpm: Installer = {
  name: 'pnpm 12, isolated, strict peers',
  files: (wanted) => ({
    'package.json': manifest(wanted),
    'pnpm-workspace.yaml': `nodeLinker: isolated\nhoist: false\nstrictPeerDependencies: true\n${pnpmWorkspace(wanted.packages)}`,
  }),
  install: (folder) => install(folder, ['npx', '--yes', 'pnpm@12', 'install', '--no-frozen-lockfile']),
  node: plainNode,
};

const yarn1: Installer = {
  name: 'yarn 1',
  files: (wanted) => ({ 'package.json': manifest(wanted, yarnManifest(wanted.packages)) }),
  async install(folder) {
    const modules = await installTool('yarn-1', { yarn: '1' });
    await install(folder, [process.execPath, join(modules, 'yarn', 'bin', 'yarn.js'), '--non-interactive']);
  },
  node: plainNode,
};

const yarn4 = (nodeLinker: 'node-modules' | 'pnp'): Installer => ({
  name: `yarn 4, ${nodeLinker}`,
  files: (wanted) => ({
    'package.json': manifest(wanted, yarnManifest(wanted.packages)),
    // An empty lockfile says that this is a project of its own.
    'yarn.lock': '',
    '.yarnrc.yml': JSON.stringify({ nodeLinker, enableImmutableInstalls: false, enableTelemetry: false }),
  }),
  async install(folder) {
    await install(folder, [process.execPath, await yarn4Program(), 'install']);
  },
  node: async () =>
    nodeLinker === 'pnp' ? [process.execPath, await yarn4Program(), 'node'] : [process.execPath],
});

async function yarn4Program(): Promise<string> {
  return join(
    await installTool('yarn-4', { '@yarnpkg/cli-dist': '4' }),
    '@yarnpkg',
    'cli-dist',
    'bin',
    'yarn.js',
  );
}

const bun: Installer = {
  name: 'bun',
  files: (wanted) => ({ 'package.json': manifest(wanted, bunManifest(wanted.packages)) }),
  async install(folder) {
    const modules = await installTool('bun', { bun: '1' });
    await install(folder, [join(modules, '.bin', 'bun'), 'install']);
  },
  node: plainNode,
};

export const INSTALLERS: readonly Installer[] = [pnpm, npm, yarn1, yarn4('node-modules'), yarn4('pnp'), bun];

/** Runs an installer with the registry that npm is set up with: each has another name for it. */
async function install(folder: string, command: readonly [string, ...string[]]): Promise<void> {
  const registry = (await run(['npm', 'config', 'get', 'registry'], { cwd: folder })).trim();
  await run(command, {
    cwd: folder,
    env: { npm_config_registry: registry, YARN_REGISTRY: registry, YARN_NPM_REGISTRY_SERVER: registry },
  });
}
