import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledCommand } from '../command.js';
import { root } from '../pages.js';
import { svgOf } from './svg.js';
import { captured } from './terminal.js';

export const PICTURE = 'docs/images/terminal.svg';

const COLUMNS = 92;

/** What a reader would type, of the log of a run of `pnpm demo`. */
const COMMANDS = [
  "grep '^needs-retry' app.log | sort | uniq -c",
  'npx needs-retry query throttling app.log',
  'npx needs-retry query gave-up app.log',
];

/** The commands and what a real terminal shows of them, as an SVG. */
export function picture(): string {
  const folder = mkdtempSync(join(tmpdir(), 'needs-retry-picture-'));
  cpSync(join(root, 'packages', 'docs', 'test', 'sample'), folder, { recursive: true });
  const command = bundledCommand(folder);
  const shown = COMMANDS.map((text) => {
    const output = captured(text.replace('npx needs-retry', `node ${command}`), COLUMNS, folder);
    return `\x1b[92m$\x1b[0m \x1b[1m${text}\x1b[0m\n${output.trimEnd()}\n`;
  });
  rmSync(folder, { recursive: true });
  return svgOf(
    shown.join('\n'),
    COLUMNS,
    'A terminal: retries in a log, counted and explained by needs-retry',
  );
}
