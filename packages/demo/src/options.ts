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
  const { seed, calls, ...flags } = parse(args);
  if (seed === '') throw new OptionError('Expected `--seed` to be a text, got an empty one.');
  if (!/^[1-9]\d*$/.test(calls) || Number(calls) > MAX_CALLS) {
    throw new OptionError(
      `Expected \`--calls\` to be a whole number from 1 to ${MAX_CALLS}, got "${calls}".`,
    );
  }
  return { seed, calls: Number(calls), ...flags };
}

const MAX_CALLS = 10_000;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        calls: { type: 'string', default: '400' },
        json: { type: 'boolean', default: false },
        full: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new OptionError((error as Error).message);
  }
}
