import { join } from 'node:path';
import { repositoryRoot } from '@needs-retry/packing';
import { check, tableOf } from '../checks.js';
import { linkedConsumer } from '../consumer/linked.js';
import type { Part } from '../part.js';
import { run } from '../run.js';
import { installTool } from '../tools.js';

/** By what is installed. The one of the workspace is of this series: a sample plays it without installing one. */
const WORKSPACE = '6.0';
const COMPILERS = ['5.4', '5.9', WORKSPACE, '7'];

/** How modules are resolved, and the kind of modules that goes with it. */
const RESOLUTIONS = { node16: 'node16', nodenext: 'nodenext', bundler: 'preserve' } as const;

export const types: Part = {
  about: 'TypeScript 5.4 to 7 with node16, nodenext and bundler, every declaration checked',

  cells({ sample }) {
    const compilers = sample ? [WORKSPACE] : COMPILERS;
    // Each of them reads all declarations of the SDK.
    const resolutions = Object.entries(RESOLUTIONS).filter(([name]) => !sample || name === 'nodenext');
    return compilers.flatMap((version) =>
      resolutions.map(([moduleResolution, module]) =>
        check(`TypeScript ${version}`, `\`${moduleResolution}\``, () =>
          expectTypes(version, { moduleResolution, module }),
        ),
      ),
    );
  },

  table: (played) => tableOf('`tsc --strict --skipLibCheck false`', played),
};

async function compilerOf(version: string): Promise<string> {
  const modules =
    version === WORKSPACE
      ? join(repositoryRoot(), 'node_modules')
      : await installTool(`typescript-${version}`, { typescript: version });
  return join(modules, 'typescript', 'bin', 'tsc');
}

async function expectTypes(
  version: string,
  { module, moduleResolution }: { readonly module: string; readonly moduleResolution: string },
): Promise<void> {
  const { folder } = await linkedConsumer();
  const compiler = await compilerOf(version);
  const resolution = ['--module', module, '--moduleResolution', moduleResolution, '--types', 'node'];
  const strict = ['--target', 'es2022', '--strict', '--skipLibCheck', 'false', '--noEmit'];
  const files = ['consumer.mts', 'consumer.cts', 'clients.mts'];
  await run([process.execPath, compiler, ...strict, ...resolution, ...files], { cwd: folder });
}
