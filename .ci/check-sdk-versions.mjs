// Plays a few calls through old versions of the SDK, whose internals differ: the same attempts, events and lines in each.
// Installs them, so this is for the night, not for the gate.

import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const VERSIONS = ['3.47.0', '3.363.0', '3.400.0', '3.600.0', '3.750.0', '3.887.0', '3.1000.0', 'latest'];

// A call that is throttled once, one that fails until it is given up, and one that is never retried.
const ANSWERS = [503, 200, 500, 500, 500, 404];
const EXPECTED = {
  events: [
    ...['needs-retry 1 SlowDown THROTTLING', 'needs-retry 2 ok', 'after-call 2 recovered'],
    ...[1, 2, 3].map((n) => `needs-retry ${n} InternalError TRANSIENT`),
    ...['after-call 3 gave-up attempts', 'needs-retry 1 NoSuchKey CLIENT_ERROR', 'after-call 1 failed'],
  ],
  metadata: [2, 3],
  requests: ANSWERS.length,
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'needs-retry-sdk-'));
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
try {
  const core = await ours();
  for (const version of VERSIONS) {
    deepStrictEqual(await play(core, install(version)), EXPECTED, version);
    console.log(`✓ @aws-sdk/client-s3 ${version}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function ours() {
  const outfile = join(folder, 'core.cjs');
  const entryPoints = [join(root, 'packages', 'core', 'src', 'index.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  return createRequire(import.meta.url)(outfile);
}

function install(version) {
  const cwd = join(folder, version);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', `@aws-sdk/client-s3@${version}`], {
    cwd,
  });
  return createRequire(join(cwd, 'package.json'))('@aws-sdk/client-s3');
}

async function play({ createRetryObserver }, { S3Client, ListBucketsCommand, GetObjectCommand }) {
  let requests = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response, ANSWERS[requests++] ?? 400));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  const events = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('*', (event) => events.push(describe(event)));
  const client = observer.observe(
    new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${server.address().port}`,
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    }),
  );
  const recovered = await client.send(new ListBucketsCommand({}));
  const gaveUp = await client.send(new ListBucketsCommand({})).catch((error) => error);
  await client.send(new GetObjectCommand({ Bucket: 'photos', Key: 'k' })).catch(() => {});
  client.destroy();
  server.closeAllConnections();
  server.close();
  return { events, metadata: [recovered, gaveUp].map(({ $metadata }) => $metadata.attempts), requests };
}

function describe({ kind, attempts, ok, errorName, errorType, outcome, gaveUpBecause }) {
  const rest = kind === 'after-call' ? [outcome, gaveUpBecause] : ok ? ['ok'] : [errorName, errorType];
  return [kind, attempts, ...rest].filter((part) => part !== undefined).join(' ');
}

function answer(response, status) {
  const code = { 503: 'SlowDown', 500: 'InternalError', 404: 'NoSuchKey' }[status];
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    code
      ? `<Error><Code>${code}</Code></Error>`
      : '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>',
  );
}
