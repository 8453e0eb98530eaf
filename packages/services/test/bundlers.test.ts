import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileProgram } from '@needs-retry/fixtures';

// `observeAll` in one file with two copies of the SDK, as users bundle it. Each bundler runs in a process of its own. The
// gate plays esbuild, which is what most use; `BUNDLERS=all` plays all.
let directory: string;
let program: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'needs-retry-bundlers-'));
  program = await compileProgram(join(__dirname, 'programs', 'observe-all.ts'), directory);
});
afterAll(() => rmSync(directory, { recursive: true }));

const BUNDLERS: readonly (readonly [name: string, script: (input: string, output: string) => string])[] = [
  [
    'esbuild',
    (input, output) => `
      const { build } = await import('esbuild');
      const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
      await build({ entryPoints: [${input}], outfile: ${output}, bundle: true, minify: true, platform: 'node', format: 'esm', banner, logLevel: 'error' });`,
  ],
  [
    'rollup',
    (input, output) => `
      const { rollup } = await import('rollup');
      const plugins = await Promise.all(['node-resolve', 'commonjs', 'json'].map(async (name) => {
        const plugin = (await import('@rollup/plugin-' + name)).default;
        return name === 'node-resolve' ? plugin({ exportConditions: ['node'], preferBuiltins: true }) : plugin();
      }));
      const bundle = await rollup({ input: ${input}, plugins, onwarn() {} });
      await bundle.write({ file: ${output}, format: 'es', inlineDynamicImports: true });`,
  ],
  [
    'webpack',
    (input, output) => `
      const { default: webpack } = await import('webpack');
      const path = ${output}.replace(/[^/]+$/, '');
      const filename = ${output}.slice(path.length);
      const config = { entry: ${input}, target: 'node20', mode: 'production', experiments: { outputModule: true }, output: { path, filename, module: true, chunkFormat: 'module' } };
      await new Promise((resolve, reject) => webpack(config, (error, stats) => error || stats.hasErrors() ? reject(error ?? new Error(stats.toString())) : resolve()));`,
  ],
];

const played = process.env.BUNDLERS === 'all' ? BUNDLERS : BUNDLERS.slice(0, 1);

test.each(played)('observeAll in a bundle of %s', (name, script) => {
  const output = join(directory, `${name}.mjs`);
  const bundler = join(__dirname, `bundle-${name}.mjs`);
  writeFileSync(bundler, script(JSON.stringify(program), JSON.stringify(output)));
  try {
    execFileSync(process.execPath, [bundler], { stdio: ['ignore', 'ignore', 'pipe'] });
  } finally {
    rmSync(bundler);
  }

  const { stdout, stderr } = spawnSync(process.execPath, [output], { encoding: 'utf8' });

  // An error would quote the bundle, which is one long line.
  const said = stderr
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(0, 200));
  expect(said).toEqual(['s3 of today', 's3 of 2024', 'dynamodb of today']);
  expect(stdout.trimEnd().split('\n')).toEqual([
    'needs-retry.s3.ListBuckets|increment|count=1',
    'needs-retry.s3.ListBuckets|increment|count=1',
    'needs-retry.dynamodb.ListTables|increment|count=1',
  ]);
});
