import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npmInstall, type PackedPackage, pnpmWorkspace } from '@needs-retry/packing';

/** A project outside of the repository, and how its package manager is used. */
export interface Project {
  /** The folder of the function. */
  readonly folder: string;
  /** Installs packages into it, ours from the tarballs. */
  install(names: readonly string[]): void;
  /** Runs a command that a package brought, and returns what it wrote to stdout. */
  run(command: string, ...args: readonly string[]): string;
}

export type Manager = keyof typeof MANAGERS;
export const MANAGERS = { pnpm: pnpmProject, npm: npmProject };

/** A pnpm workspace with one package, a Lambda function. */
function pnpmProject(root: string, packed: readonly PackedPackage[]): Project {
  const folder = join(root, 'functions', 'orders');
  write(root, 'package.json', '{ "private": true }\n');
  // The prebuilt binary of esbuild suffices, and pnpm wants the question settled.
  const builds = 'allowBuilds:\n  esbuild: false\n';
  write(root, 'pnpm-workspace.yaml', `packages:\n  - functions/*\n${builds}${pnpmWorkspace(packed)}`);
  write(folder, 'package.json', '{ "name": "orders", "private": true }\n');
  const pnpm = (...args: readonly string[]) => npx(folder, 'pnpm@12', ...args);
  return {
    folder,
    install: (names) => void pnpm('add', '--prefer-offline', ...names),
    run: (command, ...args) => pnpm('--silent', 'exec', command, ...args),
  };
}

/** One package, in which npm finds ours among the tarballs of the same command. */
function npmProject(root: string, packed: readonly PackedPackage[]): Project {
  write(root, 'package.json', '{ "name": "orders", "private": true }\n');
  return {
    folder: root,
    install(names) {
      const others = names.filter((name) => !packed.some((each) => each.name === name));
      const [, ...args] = npmInstall(packed).split(' ');
      execute(root, 'npm', ...args, '--prefer-offline', '--no-audit', '--no-fund', ...others);
    },
    run: (command, ...args) => npx(root, command, ...args),
  };
}

function npx(cwd: string, ...args: readonly string[]): string {
  return execute(cwd, 'npx', '--yes', ...args);
}

function execute(cwd: string, command: string, ...args: readonly string[]): string {
  // pnpm tells its scripts about itself and the repository, which a newcomer's shell does not know.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$|INIT_CWD$)/i.test(name),
  );
  return execFileSync(command, args, {
    cwd,
    env: Object.fromEntries(own),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
