import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { packageDirectory } from '@needs-retry/lambda-harness';

const modules = join(packageDirectory('examples'), 'node_modules');
// Not `.bin`: what pnpm puts there lets a program find packages that nobody declared.
const bin = join(modules, 'esbuild', 'bin');

/** Runs esbuild on an example, which finds its dependencies in this package. */
export function esbuild(folder: string, options: readonly string[]): void {
  run(folder, join(bin, 'esbuild'), [...options, '--log-level=warning']);
}

/** Runs a script of an example's `package.json`, as npm does. */
export function npmScript(folder: string, name: string): void {
  run(folder, 'npm', ['run', '--silent', name]);
}

function run(cwd: string, command: string, args: readonly string[]): void {
  const PATH = `${bin}:${process.env.PATH}`;
  // Piped, so that an error says what the command wrote, and nothing else does.
  execFileSync(command, args, { cwd, env: { ...process.env, PATH, NODE_PATH: modules }, stdio: 'pipe' });
}
