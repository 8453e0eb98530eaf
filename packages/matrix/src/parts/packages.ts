import { join } from 'node:path';
import { type PublicPackage, publicPackages, repositoryRoot } from '@needs-retry/packing';
import { check, tableOf } from '../checks.js';
import { linkedConsumer } from '../consumer/linked.js';
import { expectAnswer, expectRetry, expectSame } from '../consumer/programs.js';
import type { Cell, Part } from '../part.js';
import { run } from '../run.js';

const TOGETHER = 'all together';
/** One of each kind: a library with several entries, a package of a service, the command. */
const SAMPLE = ['@needs-retry/core', '@needs-retry/client-s3', 'needs-retry'];

export const packages: Part = {
  about: 'packages as they are packed: publint, are-the-types-wrong, both formats in one program',

  cells({ sample }) {
    const all = publicPackages(repositoryRoot());
    return [
      ...(sample ? all.filter(({ manifest }) => SAMPLE.includes(manifest.name)) : all).flatMap(linters),
      check(TOGETHER, 'same exports', async () => expectSame(await linkedConsumer())),
      check(TOGETHER, 'one observer', async () => expectRetry(await linkedConsumer(), 'retry.mjs')),
      check(TOGETHER, 'answers', async () => expectAnswer(await linkedConsumer())),
    ];
  },

  table: (played) => tableOf('The packages, packed', played),
};

function linters({ manifest: { name } }: PublicPackage): readonly Cell[] {
  const lint = async (command: string, ...args: readonly string[]) => {
    const { folder, packages } = await linkedConsumer();
    const { tarball } = packages.find((each) => each.name === name)!;
    await run([join(repositoryRoot(), 'node_modules', '.bin', command), ...args, tarball], { cwd: folder });
  };
  return [
    check(name, 'publint', () => lint('publint', '--strict')),
    // `./internal` of core is for our own packages, none of which resolves as Node.js 10 did.
    check(name, 'are-the-types-wrong', () => lint('attw', '--quiet', '--profile', 'node16')),
  ];
}
