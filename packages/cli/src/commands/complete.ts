import { Argument } from 'commander';
import { SCRIPTS, type Shell } from '../completion/scripts.js';
import { suggest } from '../completion/suggest.js';
import { EXIT, UsageError } from '../terminal.js';
import type { Command } from './command.js';

/** Takes the other commands, which it completes. */
export function completeOf(commands: readonly Command[]): Command {
  const shells = Object.keys(SCRIPTS);
  return {
    name: 'complete',
    summary: 'Prints what completes command lines in bash, zsh or fish.',
    arguments: [
      new Argument('<shell>', shells.join(', ')),
      // What the scripts ask with: the words so far.
      new Argument('[words...]').default([]),
    ],
    options: [],
    suggestions: [() => shells.map((shell) => ({ value: shell, description: '' }))],
    run([shell, ...words], _options, terminal) {
      if (shell === WORDS) {
        for (const { value, description } of suggest(words, [...commands, completeOf(commands)])) {
          terminal.write(`${value}\t${description}\n`);
        }
        return EXIT.answered;
      }
      const script = SCRIPTS[shell as Shell];
      if (!script) throw new UsageError(`Expected a shell of ${shells.join(', ')}, got ${shell}.`);
      terminal.write(script);
      return EXIT.answered;
    },
  };
}

const WORDS = 'words';
