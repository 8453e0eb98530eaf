import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPackages, repositoryRoot } from '@needs-retry/packing';
import { check, tableOf } from '../checks.js';
import { linkedConsumer, writePrograms } from '../consumer/linked.js';
import { expectRetry, expectSame, type Runner } from '../consumer/programs.js';
import { INSTALLERS, type Installer } from '../installers.js';
import type { Cell, Part } from '../part.js';
import { temporaryFolder } from '../temporary.js';

/** The newest: what a user gets who installs today. */
const SDK = { '@aws-sdk/client-s3': 'latest', '@aws-sdk/client-dynamodb': 'latest' };

export const installers: Part = {
  about: 'pnpm, npm, yarn 1, yarn 4 and bun install the packages as they are packed; a sample leaves it out',

  cells: ({ sample }) => (sample ? [] : INSTALLERS.flatMap(checksOf)),

  table: (played) => tableOf('Installed by', played),
};

function checksOf(installer: Installer): readonly Cell[] {
  let installed: Promise<Runner> | undefined;
  const runs = (column: string, act: (runner: Runner) => Promise<unknown>) =>
    check(installer.name, column, async () => {
      installed ??= install(installer);
      await act(await installed);
    });
  return [
    runs('installs', async () => {}),
    runs('ES module', (runner) => expectRetry(runner, 'retry.mjs')),
    runs('CommonJS', (runner) => expectRetry(runner, 'retry.cjs')),
    runs('same exports', expectSame),
  ];
}

/** What our packages say that an application has beside them; not every installer brings it. */
function requiredPeers(): Readonly<Record<string, string>> {
  const peers = publicPackages(repositoryRoot()).flatMap(({ manifest }) => {
    const optional = (manifest.peerDependenciesMeta ?? {}) as Readonly<
      Record<string, { optional?: boolean }>
    >;
    return Object.entries(manifest.peerDependencies ?? {}).filter(([name]) => !optional[name]?.optional);
  });
  return Object.fromEntries(peers.filter(([name]) => !name.startsWith('@needs-retry/')));
}

async function install(installer: Installer): Promise<Runner> {
  const { packages } = await linkedConsumer();
  const folder = temporaryFolder('installed');
  writePrograms(folder, packages);
  const files = installer.files({ packages, others: { ...SDK, ...requiredPeers() } });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await installer.install(folder);
  return { folder, node: await installer.node() };
}
