// Both formats of each package export the same, and share one default observer.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
for (const name of JSON.parse(readFileSync(new URL('packages.json', import.meta.url), 'utf8'))) {
  const [esm, cjs] = [await import(name), require(name)];
  if (Object.keys(esm).sort().join() !== Object.keys(cjs).sort().join()) throw new Error(name);
}
const [esm, cjs] = [await import('@needs-retry/core'), require('@needs-retry/core')];
if (esm.defaultObserver() !== cjs.defaultObserver()) throw new Error('two default observers');
