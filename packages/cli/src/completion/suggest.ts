import type { Command, Suggestion } from '../commands/command.js';

/** What may stand where the last of `words` does, which may have begun. Nothing: files, or whatever one likes. */
export function suggest(words: readonly string[], commands: readonly Command[]): Suggestion[] {
  const current = words[words.length - 1] ?? '';
  const found = words.length < 2 ? ofCommands(commands) : ofCommand(words, commands);
  return found.filter(({ value }) => value.startsWith(current));
}

function ofCommands(commands: readonly Command[]): Suggestion[] {
  const all = commands.map(({ name, summary }) => ({ value: name, description: summary }));
  return [...all, { value: 'help', description: 'Explains a command.' }, ...HELP, VERSION];
}

const HELP: readonly Suggestion[] = [{ value: '--help', description: 'Explains.' }];
const VERSION: Suggestion = { value: '--version', description: 'Prints the version.' };

function ofCommand([name, ...rest]: readonly string[], commands: readonly Command[]): readonly Suggestion[] {
  if (name === 'help') return commands.map((each) => ({ value: each.name, description: each.summary }));
  const command = commands.find((each) => each.name === name);
  if (!command) return [];
  const current = rest[rest.length - 1]!;
  const valued = optionNamed(command, rest[rest.length - 2]);
  if (valued?.required) return (valued.argChoices ?? []).map((value) => ({ value, description: '' }));
  if (current.startsWith('-')) {
    const options = command.options.map(({ long, description }) => ({ value: long!, description }));
    return [...options, ...HELP];
  }
  return command.suggestions?.[argumentsBefore(command, rest)]?.() ?? [];
}

/** How many arguments stand before the last word. */
function argumentsBefore(command: Command, words: readonly string[]): number {
  return words.slice(0, -1).filter((word, index) => {
    return !word.startsWith('-') && !optionNamed(command, words[index - 1])?.required;
  }).length;
}

function optionNamed(command: Command, word: string | undefined) {
  return word === undefined
    ? undefined
    : command.options.find(({ long, short }) => word === long || word === short);
}
