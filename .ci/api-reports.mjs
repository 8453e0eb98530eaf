// The public API of each built package as a text, packages/<name>/api/<entry>.api.md, so that a change of it shows in a
// diff. Fails where a text is not that of the code; --write writes it. Run by `pnpm api`.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { publicPackages, repositoryRoot } from '../packages/packing/src/index.ts';

const root = repositoryRoot();
const write = process.argv.includes('--write');
const temporary = mkdtempSync(join(tmpdir(), 'needs-retry-api-'));
/** Entries that are no promise: only our own packages import them, or start a thread with them. */
const OURS = new Set(['internal', 'needs-retry-worker']);

const configs = publicPackages(root).flatMap(({ path, manifest }) =>
  builtEntries(path, manifest).map((entry) => settings(path, entry)),
);
if (configs.length === 0) throw new Error('Expected built packages. Run `pnpm build` first.');
// One compiler reads the declarations of the SDK once for all.
const compilerState = CompilerState.create(configs[0], {
  additionalEntryPoints: configs.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath),
});
const changed = configs
  .filter((config) => !isUpToDate(config))
  .map(({ reportFilePath }) => relative(root, reportFilePath));
rmSync(temporary, { recursive: true });

for (const path of changed) console.error(`${path} differs from the code`);
console.log(`${configs.length} API reports, ${changed.length} of them differ`);
if (changed.length > 0) console.error('Run pnpm api --write, and look at the diff');
process.exitCode = changed.length === 0 ? 0 : 1;

/** The entries that users may import. */
function builtEntries(path, { exports = {} }) {
  return Object.keys(exports)
    .map((entry) => (entry === '.' ? 'index' : entry.slice(2)))
    .filter((entry) => !OURS.has(entry) && existsSync(typesOf(path, entry)));
}

function typesOf(path, entry) {
  return join(path, 'dist', `${entry}.d.mts`);
}

function isUpToDate(config) {
  mkdirSync(config.reportFolder, { recursive: true });
  const { succeeded, apiReportChanged } = Extractor.invoke(config, {
    compilerState,
    localBuild: write,
    messageCallback(message) {
      message.handled = message.logLevel !== 'error';
    },
  });
  return write ? succeeded : !apiReportChanged;
}

function settings(path, entry) {
  const types = typesOf(path, entry);
  const node = { target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', types: ['node'] };
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: path,
      mainEntryPointFilePath: types,
      compiler: { overrideTsconfig: { compilerOptions: { ...node, skipLibCheck: true }, files: [types] } },
      apiReport: {
        enabled: true,
        reportFileName: entry,
        reportFolder: join(path, 'api'),
        reportTempFolder: temporary,
      },
      newlineKind: 'lf',
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(path, 'package.json'),
  });
}
