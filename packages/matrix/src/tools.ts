import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.js';
import { run } from './run.js';

/** Installs packages by name and version; resolves with their `node_modules`. */
export async function installTool(name: string, packages: Readonly<Record<string, string>>): Promise<string> {
  const folder = await cached(name, packages, async (empty) => {
    writeFileSync(join(empty, 'package.json'), '{ "private": true, "type": "module" }');
    const wanted = Object.entries(packages).map(([each, version]) => `${each}@${version}`);
    await run(['npm', 'install', '--silent', '--no-audit', '--no-fund', ...wanted], { cwd: empty });
  });
  return join(folder, 'node_modules');
}
