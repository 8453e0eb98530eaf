import { Command as Commander, CommanderError } from 'commander';
import type { Command } from './commands/command.js';
import { didYouMean } from './options/values.js';
import { EXIT, type Terminal, UsageError } from './terminal.js';

/**
 * Runs the command that `args` name, and gives its exit code; undefined: they asked for help or the version, which
 * was given.
 *
 * @throws {UsageError}
 */
export async function runProgram(
  args: readonly string[],
  commands: readonly Command[],
  terminal: Terminal,
): Promise<number | undefined> {
  let code: number | undefined;
  const program = programOf(commands, terminal, (given) => {
    code = given;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(inOurWords(error, args, commands));
  }
}

/** The help for all of it. */
export function helpText(commands: readonly Command[], terminal: Terminal): string {
  return programOf(commands, terminal, () => {}).helpInformation() + EXAMPLES;
}

function programOf(
  commands: readonly Command[],
  terminal: Terminal,
  onCode: (code: number) => void,
): Commander {
  const program = new Commander('needs-retry');
  program
    .description(
      'Answers questions about the retries of AWS SDK calls, from log files or from CloudWatch Logs.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: () => {},
      getOutHelpWidth: () => terminal.columns ?? 100,
      getOutHasColors: () => terminal.isColor,
    })
    .helpOption('-h, --help', 'explains this')
    .helpCommand('help [command]', 'Explains a command.')
    .addHelpText('after', EXAMPLES)
    .option('-V, --version', 'prints the version')
    .on('option:version', () => {
      terminal.write(`${terminal.version()}\n`);
      throw new CommanderError(EXIT.answered, 'commander.version', '');
    });
  for (const command of commands) {
    const sub = program.command(command.name).summary(command.summary).description(command.summary);
    for (const argument of command.arguments) sub.addArgument(argument);
    for (const option of command.options) sub.addOption(option);
    sub.action(async () => onCode(await command.run(sub.args, sub.opts(), terminal)));
  }
  return program;
}

const EXAMPLES = `
Examples:
  needs-retry query retries-by-operation app.log
  needs-retry query retries-over-time 'logs/*.gz' --service s3 --bin 1h
  needs-retry query before-and-after app.log --date 2026-11-10
  needs-retry query 'filter @message like "ERROR" | stats count(*) by bin(5m)' app.log --output chart
  aws logs tail /aws/lambda/orders --since 1h | needs-retry query throttling
  aws logs tail /aws/lambda/orders --follow | needs-retry query 'filter Retries > 0' --follow
  needs-retry query gave-up --log-group /aws/lambda/orders --since 12h --region eu-central-1
  needs-retry query 'fields @message | limit 5' app.log --output jsonl | jq .
  needs-retry query @retries.txt app.log --output markdown
  needs-retry query gave-up app.log --fail-empty && echo "The SDK gave up calls."
  needs-retry report app.log -o report.html
  needs-retry doctor app.log --fail-on high
  needs-retry alarm throttling app.log --threshold 20,50,100 --datapoints 3/5
  needs-retry export --log-group /aws/lambda/orders --sns-topic arn:aws:sns:eu-central-1:123456789012:alarms -o retries.json

A query is Logs Insights QL: the same text answers here and in the console.

Exit codes: 0 answered, 1 no rows with --fail-empty or a finding with --fail-on, 2 wrong usage, query or file, 3 anything else, 130 interrupted.
`;

/** What is wrong, what was expected, and what to do, as all our messages have it. */
function inOurWords(
  { code, message }: CommanderError,
  args: readonly string[],
  commands: readonly Command[],
): string {
  const [, quoted = ''] = /'([^']*)'/.exec(message) ?? [];
  const command = commands.find(({ name }) => name === args[0]);
  const option = /--[\w-]+/.exec(quoted)?.[0] ?? quoted;
  switch (code) {
    case 'commander.unknownOption': {
      const known = command?.options.map(({ long }) => long!) ?? ['--help', '--version'];
      return `There is no option ${quoted}.${didYouMean(quoted, known)}`;
    }
    case 'commander.unknownCommand': {
      const names = commands.map(({ name }) => name);
      return `There is no command ${quoted}.${didYouMean(quoted, names) || ` There are ${names.join(', ')}.`}`;
    }
    case 'commander.missingArgument': {
      const argument = command?.arguments.find((each) => each.name() === quoted);
      return `\`needs-retry ${command?.name}\` takes a ${quoted}: ${argument?.description}.`;
    }
    case 'commander.missingMandatoryOptionValue':
      return `\`needs-retry ${command?.name}\` needs ${option}: ${optionOf(command, option)?.description}.`;
    case 'commander.optionMissingArgument':
      return `${option} takes a value: ${optionOf(command, option)?.description}.`;
    case 'commander.excessArguments': {
      const most = command?.arguments.length ?? 0;
      return `\`needs-retry ${command?.name}\` takes ${most === 0 ? 'no arguments' : most === 1 ? 'one argument' : `${most} arguments`}.`;
    }
    case 'commander.invalidArgument': {
      const [, value = '', expected = ''] =
        /argument '([\s\S]*)' is invalid\. ([\s\S]*)$/.exec(message) ?? [];
      const choices = optionOf(command, option)?.argChoices;
      const hint = choices ? didYouMean(value, choices) : '';
      return `Expected ${option} to be ${choices?.join(', ') ?? expected}, got ${value}.${hint}`;
    }
    default:
      return message.replace(/^error: /, '');
  }
}

function optionOf(command: Command | undefined, long: string) {
  return command?.options.find((option) => option.long === long);
}
