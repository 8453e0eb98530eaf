import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';

// CommonJS inside an ES module calls `require` for Node's own modules.
const banner = {
  js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
};

test.each<[string, BuildOptions]>([
  ['CommonJS', { format: 'cjs', outExtension: { '.js': '.cjs' } }],
  ['an ES module', { format: 'esm', outExtension: { '.js': '.mjs' }, banner }],
  [
    'ES modules, the library in one of its own',
    { format: 'esm', outExtension: { '.js': '.mjs' }, banner, splitting: true },
  ],
])('bundled as %s, the library is found when it is needed', async (_, options) => {
  const outdir = await mkdtemp(join(tmpdir(), 'needs-retry-bundle-'));
  const entry = join(__dirname, 'programs', 'bundled.ts');
  await build({ entryPoints: [entry], bundle: true, platform: 'node', target: 'node20', outdir, ...options });

  const program = join(outdir, `bundled${options.outExtension?.['.js']}`);
  const env = { PATH: process.env.PATH, AWS_EMF_ENVIRONMENT: 'Local' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], { env });
  await rm(outdir, { recursive: true });

  expect(JSON.parse(stdout)).toMatchObject({ ServiceId: 's3', Retries: 1 });
  expect(stderr).toBe('');
});
