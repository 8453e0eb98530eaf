import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackedPackage, publicPackages, repositoryRoot } from '@needs-retry/packing';
import { type Check, playChecks } from '../checks.js';
import { linkedConsumer, writePrograms } from '../consumer/linked.js';
import { expectRetry, expectSame, type Runner } from '../consumer/programs.js';
import { INSTALLERS, type Installer } from '../installers.js';
import type { Part } from '../part.js';

/** The newest: what a user gets who installs today. */
const SDK = { '@aws-sdk/client-s3': 'latest', '@aws-sdk/client-dynamodb': 'latest' };

export const installers: Part = {
  about: 'pnpm, npm, yarn 1, yarn 4 and bun install the packages as they are packed; a sample leaves it out',

  async play(options) {
    if (options.sample) return { tables: [], passed: 0, failures: [] };
    const { packages } = await linkedConsumer();
    const root = mkdtempSync(join(tmpdir(), 'needs-retry-installers-'));
    try {
      const checks = INSTALLERS.flatMap((installer, i) =>
        checksOf(installer, packages, join(root, String(i))),
      );
      return await playChecks('Installed by', checks, options);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

function checksOf(
  installer: Installer,
  packages: readonly PackedPackage[],
  folder: string,
): readonly Check[] {
  let installed: Promise<Runner> | undefined;
  const check = (column: string, act: (runner: Runner) => Promise<unknown>): Check => ({
    row: installer.name,
    column,
    async act() {
      installed ??= install(installer, packages, folder);
      await act(await installed);
    },
  });
  return [
    check('installs', async () => {}),
    check('ES module', (runner) => expectRetry(runner, 'retry.mjs')),
    check('CommonJS', (runner) => expectRetry(runner, 'retry.cjs')),
    check('same exports', expectSame),
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

async function install(
  installer: Installer,
  packages: readonly PackedPackage[],
  folder: string,
): Promise<Runner> {
  mkdirSync(folder);
  writePrograms(folder, packages);
  const files = installer.files({ packages, others: { ...SDK, ...requiredPeers() } });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await installer.install(folder);
  return { folder, node: await installer.node() };
}
