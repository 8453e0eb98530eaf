import { writeFile } from 'node:fs/promises';
import { bundle } from './bundle.js';

await writeFile(
  new URL('../src/report/page.generated.ts', import.meta.url),
  await bundle(import.meta.dirname),
);
