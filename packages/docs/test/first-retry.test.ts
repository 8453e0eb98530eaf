import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksOf } from '../src/blocks.js';
import { bundledCommand } from '../src/command.js';
import { allPages } from '../src/pages.js';
import { programsOf } from '../src/program.js';

test('who follows "See a retry" sees what the page shows', async () => {
  const { path, text } = allPages().find((page) => page.path === 'docs/getting-started.md')!;
  const section = text.slice(text.indexOf('## 3. See a retry'), text.indexOf('## 4.'));
  const [, code, shell, output] = blocksOf({ path, text: section });
  const folder = mkdtempSync(join(tmpdir(), 'needs-retry-first-'));
  try {
    const [program] = await programsOf([code!], folder);
    const typed = shell!.code
      .replace('node retry.mjs', `node ${program}`)
      .replace('npx needs-retry', `node ${bundledCommand(folder)}`);

    const env = { PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    const options = { cwd: folder, env, encoding: 'utf8' } as const;
    const { stdout, stderr } = spawnSync('sh', ['-e', '-c', typed], options);

    expect({ stdout, stderr }).toEqual({ stdout: output!.code, stderr: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
