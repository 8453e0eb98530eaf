import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const packages = join(__dirname, '..', '..');
const folders = readdirSync(packages).filter((name) => name.startsWith('client-'));

/** The bytes of a package in a bundle, minified and compressed, without core. */
async function sizeOf(folder: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [join(packages, folder, 'src', 'index.ts')],
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'esm',
    external: ['@needs-retry/core', '@needs-retry/core/adapter'],
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
}

test.each(folders)('%s is under 1 kB beyond core', async (folder) => {
  expect(await sizeOf(folder)).toBeLessThan(1000);
});
