import { parseArgs } from 'node:util';

export type DemoOptions = {
  readonly seed: string;
  readonly calls: number;
  readonly json: boolean;
  readonly full: boolean;
  readonly help: boolean;
};

export const USAGE = `Usage: npx --yes pnpm@12 demo [options]

Runs a Lambda function against a local S3 and DynamoDB that fail now and then,
and compares what its log says about retries with what the servers saw.

Options
  --seed <text>     decides which requests fail (default: 1)
  --calls <number>  AWS calls to make, at least; 1 to 10000 (default: 400)
  --full            show the whole log
  --json            write the result as JSON to stdout; with --full the log too
  --help            show this
`;

/** Something is wrong with an option; the message says which one and what it was. */
export class OptionError extends Error {}

export function parseOptions(args: readonly string[]): DemoOptions {
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  for (const token of tokens) checkToken(token);
  // What `strict` would know.
  const { seed, calls, ...flags } = values as Omit<DemoOptions, 'calls'> & { readonly calls: string };
  if (!/^[1-9]\d*$/.test(calls) || Number(calls) > MAX_CALLS) {
    throw new OptionError(
      `Expected \`--calls\` to be a whole number from 1 to ${MAX_CALLS}, got "${calls}".`,
    );
  }
  return { seed, calls: Number(calls), ...flags };
}

const MAX_CALLS = 10_000;

const options = {
  seed: { type: 'string', default: '1' },
  calls: { type: 'string', default: '400' },
  json: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

/** The checks of `strict`, whose messages do not say the value. */
function checkToken(token: Token): void {
  if (token.kind === 'positional') throw new OptionError(`Expected options alone, got "${token.value}".`);
  if (token.kind === 'option-terminator') return;
  const { name, rawName, value } = token;
  if (!Object.hasOwn(options, name)) throw new OptionError(`There is no option \`${rawName}\`.`);
  const takesValue = options[name as keyof typeof options].type === 'string';
  if (takesValue && !value) throw new OptionError(`Expected a value after \`${rawName}\`.`);
  if (!takesValue && value !== undefined) {
    throw new OptionError(`Expected no value for \`${rawName}\`, got "${value}".`);
  }
}
