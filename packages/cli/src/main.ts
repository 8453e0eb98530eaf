import { FileError, QuerySyntaxError, UnsupportedCommandError } from '@needs-retry/insights';
import { COMMANDS } from './commands/index.js';
import { helpText, runProgram } from './program.js';
import { EXIT, type Terminal, UsageError } from './terminal.js';

/** Runs the command line and gives its exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    if (args.length === 0) {
      terminal.write(helpText(COMMANDS, terminal));
      return EXIT.usage;
    }
    return (await runProgram(args, COMMANDS, terminal)) ?? EXIT.answered;
  } catch (error) {
    return explain(error, terminal);
  }
}

function explain(error: unknown, terminal: Terminal): number {
  if (terminal.interrupted.aborted) return EXIT.interrupted;
  const message = error instanceof Error ? error.message : String(error);
  terminal.writeError(`${message}\n`);
  if (error instanceof UsageError) {
    terminal.writeError('See needs-retry --help.\n');
    return EXIT.usage;
  }
  const isInput = [QuerySyntaxError, UnsupportedCommandError, FileError, TypeError].some(
    (kind) => error instanceof kind,
  );
  return isInput ? EXIT.usage : EXIT.failed;
}
