import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatted, generatedFiles } from './generated.js';
import { type Names, namesOf } from './names.js';
import { commonFiles, type Files, firstFiles, otherClient } from './templates.js';
import { readJson, servicePackages } from './workspace.js';

const USAGE = `pnpm new-service <client package>   for example @aws-sdk/client-ses: makes a package for that service
pnpm new-service --tables            writes everything again that is generated from what the packages know`;

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const [argument, ...others] = process.argv.slice(2);
if (argument === undefined || others.length > 0) fail(USAGE);
else if (argument === '--tables') await writeTables();
else if (!/^@aws-sdk\/client-[a-z\d-]+$/.test(argument)) {
  fail(`Expected a client package of the SDK, got ${argument}.\n${USAGE}`);
} else await create(argument);

async function create(sdkPackage: string): Promise<void> {
  const folder = sdkPackage.replace('@aws-sdk/', '');
  const path = join(root, 'packages', folder);
  if (existsSync(path)) return fail(`packages/${folder} is there already.`);
  mkdirSync(path);
  writeFileSync(join(path, 'package.json'), `{ "name": "@needs-retry/${folder}", "private": true }\n`);
  pnpm(path, 'add', '--save-dev', sdkPackage, otherClient({ folder }).sdkPackage);
  pnpm(path, 'add', '--save-dev', '--workspace', '@needs-retry/fixtures', '@needs-retry/service-contract');

  const names = namesOf(sdkPackage, createRequire(join(path, 'package.json'))(sdkPackage));
  const { devDependencies } = readJson(join(path, 'package.json'));
  const versions = { own: '0.0.0', devDependencies: devDependencies as Readonly<Record<string, string>> };
  write(prefixed(`packages/${folder}`, { ...commonFiles(names, versions), ...firstFiles(names) }));
  write({ [`.changeset/${folder}.md`]: changeset(names) });
  pnpm(root, 'install');
  await writeTables();
  console.log(
    `packages/${folder} is made. Write down what the service says in test/service.ts, then teach src/adapter.ts.`,
  );
}

async function writeTables(): Promise<void> {
  write(generatedFiles(root, await servicePackages(root)));
  pnpm(root, 'install');
}

function changeset({ folder, observe, title }: Names): string {
  return `---
"@needs-retry/${folder}": minor
"@needs-retry/services": minor
---
\`${observe}(client)\` reports the retries of ${title}.
`;
}

function prefixed(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

function write(files: Files): void {
  for (const [path, text] of Object.entries(formatted(root, files))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function pnpm(cwd: string, ...args: string[]): void {
  execFileSync('npx', ['--yes', 'pnpm@12', ...args], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
