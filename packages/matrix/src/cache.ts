import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@needs-retry/packing';

const DAY_MS = 86_400_000;

/** Where installations are kept between runs. Removing it is safe. */
export const CACHE = join(repositoryRoot(), 'node_modules', '.cache', 'needs-retry-matrix');

const filling = new Map<string, Promise<string>>();

/**
 * A folder that `fill` has filled, now or in a former run with the same `contents`. What tells of `latest` is filled again
 * each day.
 */
export function cached(
  name: string,
  contents: unknown,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const text = JSON.stringify(contents);
  const day = text.includes('latest') ? Math.floor(Date.now() / DAY_MS) : 0;
  const key = createHash('sha256').update(`${text} ${day}`).digest('hex').slice(0, 8);
  const folder = join(CACHE, `${name.replace(/[^\w.-]+/g, '-')}-${key}`);
  // Cells that are played at once may want the same.
  const filled = filling.get(folder) ?? filledFolder(folder, fill);
  filling.set(folder, filled);
  return filled;
}

async function filledFolder(folder: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const done = join(folder, '.filled');
  if (existsSync(done)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await fill(folder);
  writeFileSync(done, '');
  return folder;
}
