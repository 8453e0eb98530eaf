import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { HERE, packagesOf, type Tree } from './tree.js';

export interface BundleSize {
  readonly minified: number;
  readonly gzipped: number;
  /** Minified bytes by source file, the largest first. */
  readonly files: readonly (readonly [file: string, bytes: number])[];
}

/** What core and one adapter add to a function's bundle, the SDK aside. Exact bytes: the same on every machine. */
export async function bundleSize(
  adapter: 'client-s3' | 'client-dynamodb' = 'client-s3',
  tree: Tree = HERE,
): Promise<BundleSize> {
  const { root } = tree;
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'packages', adapter, 'src', 'index.ts')],
    absWorkingDir: root,
    outfile: 'bundle.mjs',
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    write: false,
    metafile: true,
    plugins: [packagesOf(tree)],
    logLevel: 'error',
  });
  const { inputs } = Object.values(metafile.outputs)[0]!;
  return {
    minified: outputFiles[0]!.contents.length,
    gzipped: gzipSync(outputFiles[0]!.contents, { level: 9 }).length,
    files: Object.entries(inputs)
      .map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const)
      .filter(([, bytes]) => bytes > 0)
      .sort(([, a], [, b]) => b - a),
  };
}
