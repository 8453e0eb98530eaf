import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as sdk from '@aws-sdk/client-sesv2';
import { type Service, violationsOf } from '@needs-retry/service-contract';
import { generatedFiles } from '../src/generated.js';
import { namesOf } from '../src/names.js';
import { commonFiles, type Files, firstFiles } from '../src/templates.js';
import { servicePackages } from '../src/workspace.js';

// docs/adding-a-service.md, followed to the letter: what the generator writes, then each of the guide's own files.

const root = join(__dirname, '..', '..', '..');
const guide = readFileSync(join(root, 'docs', 'adding-a-service.md'), 'utf8');
const [service, adapter] = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text!) as [
  string,
  string,
];

const names = namesOf('@aws-sdk/client-sesv2', sdk);
const generated: Files = {
  ...commonFiles(names, { own: '0.0.0', devDependencies: {} }),
  ...firstFiles(names),
};
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function load(files: Files): Promise<Service> {
  return ((await import(join(write(files), 'test', 'service.ts'))) as { service: Service }).service;
}

/** A package of these files, outside of the workspace, with what is installed here. */
function write(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'needs-retry-guide-'));
  folders.push(folder);
  symlinkSync(join(__dirname, '..', 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test('what the generator makes keeps the contract', async () => {
  expect(await violationsOf(await load(generated))).toEqual([]);
});

test('what the guide says of the service is more than that adapter knows', async () => {
  const violations = await violationsOf(await load({ ...generated, 'test/service.ts': service }));

  expect(violations.filter((violation) => violation.includes('resource'))).not.toEqual([]);
  expect(violations.filter((violation) => violation.includes('LimitExceededException'))).not.toEqual([]);
  expect(violations.filter((violation) => violation.includes('SendBulkEmail ['))).not.toEqual([]);
});

test('the adapter of the guide knows it', async () => {
  const taught = { ...generated, 'test/service.ts': service, 'src/adapter.ts': adapter };

  expect(await violationsOf(await load(taught))).toEqual([]);
});

test('all of it compiles', () => {
  const folder = write({
    ...generated,
    'test/service.ts': service,
    'src/adapter.ts': adapter,
    'tsconfig.json': JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: { typeRoots: [join(root, 'node_modules', '@types')] },
      include: ['src', 'test'],
    }),
  });
  const tsc = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', folder], { encoding: 'utf8' });

  expect(tsc.stdout).toBe('');
});

test('a new service is in every table', async () => {
  const manifest = JSON.parse(generated['package.json']!);
  const made = { names, service: await load({ ...generated, 'test/service.ts': service }), manifest };
  const files = generatedFiles(root, [...(await servicePackages(root)), made]);

  expect(files['packages/services/src/index.ts']).toContain(
    "import { sesv2Adapter } from '@needs-retry/client-sesv2';",
  );
  expect(files['packages/services/test/services.ts']).toContain('../../client-sesv2/test/service.js');
  expect(files['packages/services/package.json']).toContain('"@needs-retry/client-sesv2": "workspace:^"');
  expect(files['packages/client-sesv2/README.md']).toContain('observeSESv2(new SESv2Client({}))');
  expect(files['docs/services.md']).toContain('| SESv2 | `SendBulkEmail` |');
});
