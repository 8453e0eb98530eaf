import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { build } from 'esbuild';

export type Output = '/dev/null' | 'pipe' | 'file';

export interface RunOptions {
  /** @defaultValue the one that runs this process */
  readonly node?: string;
  readonly args?: readonly string[];
  /** What its descriptor 1 is; then it prints its JSON to stderr. */
  readonly output?: Output;
}

export interface Program {
  /** Runs it in a fresh process; resolves with the JSON it printed. */
  run<Result>(options?: RunOptions): Promise<Result>;
  remove(): void;
}

/** Bundles a program of `programs/` as a user's build would, so that it runs on every Node.js. */
export async function program(name: string): Promise<Program> {
  const directory = mkdtempSync(join(tmpdir(), 'needs-retry-bench-'));
  const outfile = join(directory, 'program.cjs');
  await build({
    entryPoints: [join(packageDirectory('benchmarks'), 'src', 'programs', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return {
    async run({ node = process.execPath, args = [], output } = {}) {
      const file = output === 'file' ? join(directory, 'output') : '/dev/null';
      const stdout = output === undefined || output === 'pipe' ? 'pipe' : openSync(file, 'w');
      const env = {
        PATH: process.env.PATH,
        AWS_EMF_ENVIRONMENT: 'Lambda',
        AWS_LAMBDA_FUNCTION_NAME: 'orders',
      };
      const child = spawn(node, ['--expose-gc', outfile, ...args], {
        stdio: ['ignore', stdout, 'pipe'],
        env,
      });
      const [printed, problems] = await Promise.all([
        child.stdout === null ? '' : output === 'pipe' ? discard(child.stdout) : text(child.stdout),
        text(child.stderr!),
      ]);
      return JSON.parse(output === undefined ? printed : problems);
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

async function discard(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const _ of stream) {
    // Another process reads, as in Lambda.
  }
  return '';
}
