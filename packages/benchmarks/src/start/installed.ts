import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageDirectory } from '@needs-retry/lambda-harness';

/** Installs our packages into `directory` as they are published, and beside them two empty ones and our peers. */
export function install(directory: string, peers: readonly string[]): void {
  for (const name of ['core', 'client-s3']) installOurs(directory, name);
  installEmpty(directory, 'empty-inner', '');
  installEmpty(directory, 'empty-outer', 'empty-inner');
  for (const name of peers) {
    const link = join(directory, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(packageDirectory('benchmarks'), 'node_modules', name), link);
  }
}

function installOurs(directory: string, name: string): void {
  const cwd = packageDirectory(name);
  const pnpm = (...args: string[]) =>
    execFileSync('npx', ['--yes', 'pnpm@12', ...args], { cwd, stdio: 'pipe' });
  const packed = join(directory, name);
  pnpm('build');
  pnpm('pack', '--pack-destination', packed);
  const target = join(directory, 'node_modules', '@needs-retry', name);
  mkdirSync(target, { recursive: true });
  const [tarball] = readdirSync(packed);
  execFileSync('tar', ['-xzf', join(packed, tarball!), '-C', target, '--strip-components=1']);
}

/** A package of both formats, made as ours are, with nothing in it, or nothing but the import of another. */
function installEmpty(directory: string, name: string, imports: string): void {
  const target = join(directory, 'node_modules', name);
  mkdirSync(join(target, 'dist'), { recursive: true });
  const exports = { '.': { import: './dist/index.mjs', require: './dist/index.cjs' } };
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name, type: 'module', exports }));
  writeFileSync(join(target, 'dist', 'index.mjs'), imports && `import '${imports}';\n`);
  writeFileSync(join(target, 'dist', 'index.cjs'), imports && `require('${imports}');\n`);
}
