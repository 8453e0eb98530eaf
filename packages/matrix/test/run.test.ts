import { CommandFailed, run } from '../src/run.js';

const cwd = __dirname;
const node = process.execPath;

test('what pnpm tells its scripts is not passed on, and what is asked for is', async () => {
  process.env.NODE_PATH = '/workspace';
  process.env.npm_config_user_agent = 'pnpm';
  const script = 'console.log(process.env.NODE_PATH, process.env.npm_config_user_agent, process.env.OWN)';
  try {
    expect(await run([node, '-e', script], { cwd, env: { OWN: 'own' } })).toBe('undefined undefined own\n');
  } finally {
    delete process.env.NODE_PATH;
    delete process.env.npm_config_user_agent;
  }
});

test('a command that fails says what it said at the end', async () => {
  const failing = run([node, '-e', 'console.error("why"); process.exit(3)'], { cwd });

  await expect(failing).rejects.toThrow(CommandFailed);
  await expect(failing).rejects.toThrow(/failed:\nwhy$/);
});
