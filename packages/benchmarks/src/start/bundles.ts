import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { build } from 'esbuild';
import type { Format } from './import-times.js';

/** A module and all that it imports in one file. */
export interface Bundle {
  /** From its own directory. */
  readonly specifier: string;
  readonly gzipped: number;
}

/** Bundles and minifies `source` into `directory`, as a user's build would. */
export async function bundle(
  directory: string,
  name: string,
  format: Format,
  source: string,
): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: packageDirectory('benchmarks') },
    bundle: true,
    minify: true,
    platform: 'node',
    format,
    target: 'node20',
    logLevel: 'error',
    write: false,
  });
  const text = outputFiles[0]!.text;
  const file = `${name}.${format === 'cjs' ? 'cjs' : 'mjs'}`;
  // CommonJS dependencies inside an ES module call `require` for Node's own modules.
  const needsRequire = format === 'esm' && text.includes('Dynamic require of');
  const whole = needsRequire ? `${REQUIRE}${text}` : text;
  writeFileSync(join(directory, file), whole);
  return { specifier: `./${file}`, gzipped: gzipSync(whole, { level: 9 }).length };
}

const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);\n";
