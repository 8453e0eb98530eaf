import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { build } from 'esbuild';
import { HERE, packagesOf, type Tree } from './tree.js';

export type Output = '/dev/null' | 'pipe' | 'file';

export interface RunOptions {
  /** @defaultValue the one that runs this process */
  readonly node?: string;
  readonly nodeArgs?: readonly string[];
  readonly args?: readonly string[];
  /** As `BENCH_ROUNDS`. */
  readonly rounds?: number;
  /** What its descriptor 1 is; then it prints its JSON to stderr. */
  readonly output?: Output;
}

export interface Program {
  /** Runs it in a fresh process; resolves with the JSON it printed. */
  run<Result>(options?: RunOptions): Promise<Result>;
  /** Starts a process that waits to be asked. */
  start(options?: Pick<RunOptions, 'node' | 'nodeArgs' | 'args'>): Running;
  remove(): void;
}

/** A process that does its work once each time it is asked: several take turns. Its output is thrown away. */
export interface Running {
  ask<Result>(question: string): Promise<Result>;
  end(): void;
}

export interface ProgramOptions {
  /** Packages that are loaded as installed, for those who patch them as they are loaded. */
  readonly external?: readonly string[];
  /**
   * The version of our packages that it measures.
   * @defaultValue the one that is worked on
   */
  readonly tree?: Tree;
}

/** Bundles a program of `programs/` as a user's build would, so that it runs on every Node.js. */
export async function program(
  name: string,
  { external = [], tree = HERE }: ProgramOptions = {},
): Promise<Program> {
  const directory = mkdtempSync(join(tmpdir(), 'needs-retry-bench-'));
  const outfile = join(directory, 'program.cjs');
  await build({
    entryPoints: [join(packageDirectory('benchmarks'), 'src', 'programs', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    external: [...external],
    plugins: [packagesOf(tree)],
  });

  function launch(
    { node = process.execPath, nodeArgs = [], args = [], rounds, output }: RunOptions,
    stdio: StdioOptions,
  ) {
    const command = [node, '--expose-gc', ...nodeArgs, outfile, ...args];
    // The pipes that Node.js makes are sockets.
    if (output === 'pipe') command.unshift('sh', '-c', '"$0" "$@" | cat > /dev/null');
    return spawn(command[0]!, command.slice(1), { stdio, env: environment(rounds) });
  }

  return {
    async run(options = {}) {
      const { output } = options;
      const file = output === 'file' ? join(directory, 'output') : '/dev/null';
      const stdout = output === undefined ? 'pipe' : openSync(file, 'w');
      const child = launch(options, ['ignore', stdout, 'pipe']);
      const [printed, problems] = await Promise.all([
        child.stdout === null ? '' : text(child.stdout),
        text(child.stderr!),
        once(child, 'close'),
      ]);
      const result = output === undefined ? printed : problems;
      // The exit code of a pipeline is that of its end: no result is a failure too.
      if (child.exitCode !== 0 || !result.startsWith('{')) throw new Error(`${name} failed:\n${problems}`);
      return JSON.parse(result);
    },
    start(options = {}) {
      return running(name, launch(options, ['ignore', 'ignore', 'inherit', 'ipc']));
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

function running(name: string, child: ChildProcess): Running {
  return {
    ask<Result>(question: string) {
      return new Promise<Result>((resolve, reject) => {
        const ended = (code: number | null) => reject(new Error(`The program ${name} ended with ${code}.`));
        child.once('exit', ended);
        child.once('message', (result) => {
          child.off('exit', ended);
          resolve(result as Result);
        });
        child.send(question);
      });
    },
    end: () => child.disconnect(),
  };
}

/** As in a function that does nothing else. */
function environment(rounds: number | undefined): NodeJS.ProcessEnv {
  const { PATH, BENCH_ROUNDS = rounds?.toString() } = process.env;
  return {
    PATH,
    ...(BENCH_ROUNDS !== undefined && { BENCH_ROUNDS }),
    // What programs print is JSON alone.
    NODE_NO_WARNINGS: '1',
    NODE_PATH: join(packageDirectory('benchmarks'), 'node_modules'),
    AWS_EMF_ENVIRONMENT: 'Lambda',
    AWS_LAMBDA_FUNCTION_NAME: 'orders',
  };
}
