import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../pages.js';
import { PICTURE, picture } from './picture.js';

// `pnpm picture`: takes the README's picture of a terminal anew.

writeFileSync(join(root, PICTURE), picture());
