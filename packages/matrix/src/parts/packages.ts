import { join } from 'node:path';
import { type PackedPackage, repositoryRoot } from '@needs-retry/packing';
import { type Check, playChecks } from '../checks.js';
import { linkedConsumer } from '../consumer/linked.js';
import { matcherChecks, matcherTypeChecks } from '../consumer/matchers.js';
import { expectAnswer, expectRetry, expectSame } from '../consumer/programs.js';
import type { Part } from '../part.js';
import { run } from '../run.js';

export const packages: Part = {
  about:
    'packages as they are packed: publint, are-the-types-wrong, both formats in one program, the matchers in Jest and Vitest',

  async play(options) {
    const consumer = await linkedConsumer();
    const linted = options.sample ? consumer.packages.filter(isInSample) : consumer.packages;
    const together: readonly [string, () => Promise<void>][] = [
      ['same exports', () => expectSame(consumer)],
      ['one observer', () => expectRetry(consumer, 'retry.mjs')],
      ['answers', () => expectAnswer(consumer)],
    ];
    const checks = [
      ...linted.flatMap((each) => linters(each, consumer.folder)),
      ...together.map(([column, act]) => ({ row: 'all together', column, act })),
      ...matcherChecks(consumer),
      ...(options.sample ? [] : matcherTypeChecks(consumer)),
    ];
    return playChecks('The packages, packed', checks, options);
  },
};

/** The packages of services come from one template: two of them tell of all. */
function isInSample({ name }: PackedPackage): boolean {
  return !/\/client-(?!s3$|dynamodb$)/.test(name);
}

function linters({ name, tarball }: PackedPackage, cwd: string): readonly Check[] {
  const bin = (command: string) => join(repositoryRoot(), 'node_modules', '.bin', command);
  const lint = async (command: string, ...args: readonly string[]) => {
    await run([bin(command), ...args, tarball], { cwd });
  };
  return [
    { row: name, column: 'publint', act: () => lint('publint', '--strict') },
    // `./internal` of core is for our own packages, none of which resolves as Node.js 10 did.
    { row: name, column: 'are-the-types-wrong', act: () => lint('attw', '--quiet', '--profile', 'node16') },
  ];
}
