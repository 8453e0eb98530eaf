// Makes a package for a service that has none, in a copy of the repository: it must build, and pass every test and check
// that packages of services have. Installs things, so this is for the night, not for the gate.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = 'client-cognito-identity-provider';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const copy = mkdtempSync(join(tmpdir(), 'needs-retry-new-service-'));
const run = (command, ...args) => execFileSync(command, args, { cwd: copy, stdio: 'inherit' });
const pnpm = (...args) => run('npx', '--yes', 'pnpm@12.21.0', ...args);

try {
  execFileSync('git', ['clone', '--quiet', root, copy]);
  pnpm('install', '--frozen-lockfile');
  pnpm('new-service', `@aws-sdk/${FOLDER}`);
  pnpm('--filter', '@needs-retry/core', '--filter', `@needs-retry/${FOLDER}`, 'build');
  run('npx', 'jest', '--selectProjects', FOLDER, 'services', 'new-service');
  run('npx', 'biome', 'check', `packages/${FOLDER}`, 'packages/services', 'docs', '.changeset');
  pnpm('typecheck');
} finally {
  rmSync(copy, { recursive: true });
}
