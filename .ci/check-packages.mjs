// Looks at the published packages as their users will: packed, checked by publint and are-the-types-wrong, then
// unpacked into a folder outside the workspace and used as an ES module, as CommonJS and from TypeScript.
import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'needs-retry-consumer-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
const bin = (name) => join(root, 'node_modules', '.bin', name);

const packages = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name))
  .map((path) => ({ path, manifest: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) }))
  .filter(({ manifest }) => !manifest.private);

// The packages of services come from one template: the gate checks two of them, the night all.
const SAMPLE = ['@needs-retry/client-s3', '@needs-retry/client-dynamodb'];
const isChecked = ({ name }) =>
  process.env.CHECK_PACKAGES === 'all' || !name.includes('/client-') || SAMPLE.includes(name);

try {
  const names = packages.flatMap(({ manifest }) => ['--filter', manifest.name]);
  run('npx', ['--yes', 'pnpm@12.21.0', ...names, 'pack', '--pack-destination', folder], root);
  for (const { manifest } of packages) {
    const tarball = join(
      folder,
      `${manifest.name.replace(/^@/, '').replace('/', '-')}-${manifest.version}.tgz`,
    );
    if (isChecked(manifest)) {
      console.log(`- ${manifest.name}`);
      run(bin('publint'), ['--strict', tarball], folder);
      // `./internal` of core is for our own packages, none of which resolves as Node.js 10 did.
      run(bin('attw'), ['--quiet', '--profile', 'node16', tarball], folder);
    }
    unpack(tarball, manifest);
  }
  linkDependencies();
  use();
} finally {
  rmSync(folder, { recursive: true });
}

function unpack(tarball, { name }) {
  const target = join(folder, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], folder);
}

/** What the packages depend on or work beside, from where this workspace has it. */
function linkDependencies() {
  for (const { path, manifest } of packages) {
    const names = { ...manifest.dependencies, ...manifest.peerDependencies };
    for (const name of Object.keys(names).filter((each) => !each.startsWith('@needs-retry/'))) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      try {
        symlinkSync(join(path, 'node_modules', name), link);
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
    }
  }
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  symlinkSync(join(root, 'node_modules', '@types', 'node'), join(folder, 'node_modules', '@types', 'node'));
}

function use() {
  const names = packages.map(({ manifest }) => manifest.name);
  write('package.json', '{ "private": true }');
  write(
    'both.mjs',
    `import { createRequire } from 'node:module';
     const require = createRequire(import.meta.url);
     for (const name of ${JSON.stringify(names)}) {
       const [esm, cjs] = [await import(name), require(name)];
       if (Object.keys(esm).sort().join() !== Object.keys(cjs).sort().join()) throw new Error(name);
     }
     const [esm, cjs] = [await import('@needs-retry/core'), require('@needs-retry/core')];
     if (esm.defaultObserver() !== cjs.defaultObserver()) throw new Error('two default observers');`,
  );
  run(process.execPath, ['both.mjs'], folder);
  expectOneLineEach();
  expectAnswer();

  const imports = names.map((name, i) => `export * as p${i} from '${name}';`).join('\n');
  write('consumer.mts', imports);
  write('consumer.cts', imports);
  write(
    'clients.mts',
    `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
     import { S3, S3Client } from '@aws-sdk/client-s3';
     import { observeDynamoDB } from '@needs-retry/client-dynamodb';
     import { observeS3 } from '@needs-retry/client-s3';
     export const s3: S3Client = observeS3(new S3Client({}));
     export const aggregated: S3 = observeS3(new S3({}));
     export const dynamodb: DynamoDBClient = observeDynamoDB(new DynamoDBClient({}));
     // @ts-expect-error another service's
     observeS3(new DynamoDBClient({}));`,
  );
  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['node16', 'node16'],
    ['preserve', 'bundler'],
  ]) {
    const options = ['--module', module, '--moduleResolution', moduleResolution, '--types', 'node'];
    const strict = ['--target', 'es2022', '--strict', '--skipLibCheck', 'false'];
    run(
      bin('tsc'),
      ['--noEmit', ...strict, ...options, 'consumer.mts', 'consumer.cts', 'clients.mts'],
      folder,
    );
  }
}

/** Both copies observe one client with their default observers: each attempt is told once all the same. */
function expectOneLineEach() {
  write(
    'once.mjs',
    `import { createServer } from 'node:http';
     import { createRequire } from 'node:module';
     import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';
     import { observeS3 } from '@needs-retry/client-s3';
     const cjs = createRequire(import.meta.url)('@needs-retry/client-s3');
     let requests = 0;
     const server = createServer((request, response) => {
       const body = requests++ === 0 ? '<Error><Code>SlowDown</Code></Error>' : '<ListAllMyBucketsResult/>';
       response.writeHead(requests === 1 ? 503 : 200, { 'content-type': 'application/xml' }).end(body);
     }).listen(0, '127.0.0.1', async () => {
       const endpoint = 'http://127.0.0.1:' + server.address().port;
       const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
       const client = observeS3(cjs.observeS3(new S3Client({ region: 'us-east-1', endpoint, credentials })));
       await client.send(new ListBucketsCommand({}));
       process.exit(0);
     });`,
  );
  const env = { PATH: process.env.PATH, AWS_LAMBDA_FUNCTION_NAME: 'once' };
  const lines = execFileSync(process.execPath, ['once.mjs'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith('{') ? `document of attempt ${JSON.parse(line).attempts}` : line));
  const line = 'needs-retry.s3.ListBuckets|increment|count=1';
  deepStrictEqual(lines, ['document of attempt 1', line, 'document of attempt 2']);
}

/** The command answers from the package as it is installed. */
function expectAnswer() {
  write('app.log', '{"n":1}\n{"n":2}\n');
  const command = join(folder, 'node_modules', 'needs-retry', 'dist', 'bin.mjs');
  const args = [command, 'query', 'stats sum(n) as n', 'app.log', '-o', 'jsonl'];
  deepStrictEqual(execFileSync(process.execPath, args, { cwd: folder }).toString(), '{"n":3}\n');
}

function write(file, text) {
  writeFileSync(join(folder, file), text);
}
