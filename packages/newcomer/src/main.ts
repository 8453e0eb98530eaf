import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followReadme } from './follow-readme.js';
import { MANAGERS, type Manager } from './project.js';

// `pnpm newcomer [pnpm|npm]`: what somebody who has ten minutes does, from the README to the first answer.

const manager = process.argv[2] ?? 'pnpm';
if (!Object.hasOwn(MANAGERS, manager)) {
  throw new TypeError(`Expected one of ${Object.keys(MANAGERS).join(', ')}, got ${manager}.`);
}
const folder = mkdtempSync(join(tmpdir(), 'needs-retry-newcomer-'));
try {
  await followReadme(manager as Manager, folder);
} finally {
  rmSync(folder, { recursive: true });
}
