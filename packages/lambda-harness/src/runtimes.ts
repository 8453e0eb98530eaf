import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageDirectory } from './package-directory.js';

export const RUNTIMES = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'] as const;
export type Runtime = (typeof RUNTIMES)[number];

export type Launch = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/**
 * The Node.js of a managed runtime. For `nodejs20.x` it is the one that runs this process: the oldest that the
 * project supports. The others are npm packages for Linux on x64.
 */
export function nodeBinary(runtime: Runtime): string {
  const major = /\d+/.exec(runtime)![0];
  if (major === '20' || process.versions.node.startsWith(`${major}.`)) return process.execPath;

  const binary = join(packageDirectory(), 'node_modules', `node-${major}`, 'bin', 'node');
  if (!existsSync(binary)) throw new Error(`Expected Node.js ${major} at ${binary}: it comes for linux-x64.`);
  return binary;
}

/** The runtimes whose Node.js is on this machine. */
export function availableRuntimes(): readonly Runtime[] {
  return RUNTIMES.filter((runtime) => {
    try {
      return existsSync(nodeBinary(runtime));
    } catch {
      return false;
    }
  });
}

/** How to start the runtime client that the managed runtime has: 4.x in `nodejs24.x` and under multi-concurrency. */
export function launch(runtime: Runtime, multiConcurrency: boolean): Launch {
  const bootstrap = join(packageDirectory(), 'bootstrap');
  const client = (name: string) => join(packageDirectory(), 'node_modules', name);
  const preload = ['--require', join(bootstrap, 'preload.cjs')];

  if (runtime === 'nodejs24.x' || multiConcurrency) {
    return {
      command: nodeBinary(runtime),
      args: [...preload, join(client('aws-lambda-ric-4'), 'index.mjs')],
      env: {},
    };
  }
  return {
    command: nodeBinary(runtime),
    args: [...preload, join(bootstrap, 'client-3.mjs')],
    env: {
      LAMBDA_HARNESS_CLIENT: pathToFileURL(join(client('aws-lambda-ric-3'), 'dist', 'index.mjs')).href,
    },
  };
}
