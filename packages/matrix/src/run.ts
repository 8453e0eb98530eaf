import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface RunOptions {
  readonly cwd: string;
  /** Beside the environment of this process, but for what pnpm tells its scripts of itself. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that ended with another code than 0, and the end of what it said. */
export class CommandFailed extends Error {
  constructor(command: readonly string[], output: string) {
    super(`${command.join(' ')} failed:\n${output.trim().split('\n').slice(-12).join('\n')}`);
  }
}

/**
 * Runs a command to its end, and resolves with what it wrote to its standard output.
 *
 * @throws CommandFailed
 */
export async function run(
  command: readonly [string, ...string[]],
  { cwd, env = {} }: RunOptions,
): Promise<string> {
  const [file, ...args] = command;
  const child = spawn(file, args, {
    cwd,
    env: { ...inheritedEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new CommandFailed(command, `${stdout}\n${stderr}`);
  return stdout;
}

/**
 * pnpm tells its scripts of itself and of the repository, which other projects' installers would take for theirs; and its
 * `NODE_PATH` would give an old SDK packages of the workspace.
 */
function inheritedEnv(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$|NODE_PATH$|INIT_CWD$)/i.test(name),
  );
  return Object.fromEntries(own);
}
