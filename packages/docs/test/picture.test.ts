import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../src/pages.js';
import { PICTURE, picture } from '../src/picture/picture.js';

// The terminal is that of Linux.
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('the picture of the README shows what a terminal shows now: run `pnpm picture`', () => {
  expect(readFileSync(join(root, PICTURE), 'utf8')).toBe(picture());
});
