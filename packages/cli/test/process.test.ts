import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SCRIPTS } from '../src/completion/scripts.js';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
const BIN = join(folder, 'needs-retry');
beforeAll(() => {
  const entry = join(__dirname, '../src/bin.ts');
  writeFileSync(
    BIN,
    `#!/bin/sh\nexec ${process.execPath} --import ${require.resolve('tsx/esm')} ${entry} "$@"\n`,
    { mode: 0o755 },
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test('--version is the version of the package', async () => {
  const { version } = require('../package.json') as { version: string };

  expect(await ran(started(['--version']))).toEqual({ code: 0, out: `${version}\n`, error: '' });
});

test.each([
  [{}, false],
  [{ FORCE_COLOR: '1' }, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  [{ FORCE_COLOR: '0' }, false],
])('colours where no terminal is: %j', async (env, isColored) => {
  const query = started(['query', 'stats count(*) as n', '-', '-o', 'chart'], env);
  query.stdin!.end('{"a":1}\n');

  expect((await ran(query)).out.includes('\u001b[36m')).toBe(isColored);
});

test('a full disk is told, and not taken for an answer', async () => {
  const full = openSync('/dev/full', 'w');
  const query = spawn(BIN, ['query', 'stats count(*) as n', '-'], { stdio: ['pipe', full, 'pipe'] });
  query.stdin!.end('{"a":1}\n');
  const error = text(query.stderr!);
  const [code] = await once(query, 'close');
  closeSync(full);

  expect(code).toBe(3);
  expect(await error).toContain('The answer cannot be written: ENOSPC');
});

test('a folder as standard input is no empty log', async () => {
  const directory = openSync(folder, 'r');
  const query = spawn(BIN, ['query', 'stats count(*) as n', '-'], { stdio: [directory, 'pipe', 'pipe'] });
  const { code, out, error } = await ran(query);
  closeSync(directory);

  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(error).toContain('Standard input is a folder: name its files.');
});

test('a disk that becomes full within the answer, likewise', async () => {
  const file = join(folder, 'many.log');
  writeFileSync(file, '{"text":"many of them"}\n'.repeat(2_000));
  const answer = join(folder, 'answer.jsonl');
  // A limit of the shell stands in for the disk: it, too, takes the part that fits.
  const query = spawn('bash', [
    '-c',
    `trap '' XFSZ; ulimit -f 8; exec "${BIN}" query 'fields @message' "${file}" -o jsonl > "${answer}"`,
  ]);

  expect(await ran(query)).toEqual({
    code: 3,
    out: '',
    error: 'The answer cannot be written: EFBIG: file too large, write\n',
  });
  expect(statSync(answer).size).toBe(8 * 1024);
});

test('stops quietly when nobody reads on', async () => {
  const file = join(folder, 'large.log');
  writeFileSync(file, '{"text":"many of them"}\n'.repeat(20_000));
  const query = started(['query', 'fields @message', file, '-o', 'jsonl']);
  query.stdout!.once('data', () => query.stdout!.destroy());
  const error = text(query.stderr!);

  expect(await once(query, 'close')).toEqual([0, null]);
  expect(await error).toBe('');
});

test('a process substitution is a file', () => {
  const out = execFileSync('bash', [
    '-c',
    `"${BIN}" query 'stats sum(n) as n' <(printf '{"n":1}\\n{"n":2}\\n') -o csv`,
  ]);

  expect(out.toString()).toBe('n\n3\n');
});

describe('--follow', () => {
  test('writes rows as a file grows, also when another takes its place', async () => {
    const file = join(folder, 'growing.log');
    writeFileSync(file, '{"n":1}\n');
    const query = started(['query', 'filter n > 0 | display n', file, '--follow']);
    const lines = linesOf(query);

    expect(await lines.next()).toBe('{"n":"1"}');
    appendFileSync(file, '{"n":0}\n{"n":2}\n');
    expect(await lines.next()).toBe('{"n":"2"}');
    renameSync(file, `${file}.1`);
    writeFileSync(file, '{"n":3}\n');
    expect(await lines.next()).toBe('{"n":"3"}');
    query.kill('SIGINT');

    expect(await once(query, 'close')).toEqual([0, null]);
  });

  test('writes rows as they are piped in, until the pipe ends', async () => {
    const query = started(['query', 'filter n > 0 | fields n * 2 as twice', '--follow', '-o', 'csv']);
    const lines = linesOf(query);

    query.stdin!.write('{"n":1}\n');
    expect(await lines.next()).toBe('twice');
    expect(await lines.next()).toBe('2');
    query.stdin!.write('{"n":2}\n');
    expect(await lines.next()).toBe('4');
    query.stdin!.end();

    expect(await once(query, 'close')).toEqual([0, null]);
  });

  test('counts until the pipe ends', async () => {
    const query = started(['query', 'stats count(*) as n', '--follow', '-o', 'csv']);
    query.stdin!.write('{"n":1}\n');
    query.stdin!.end('{"n":2}\n');

    expect(await ran(query)).toEqual({ code: 0, out: 'n\n2\n', error: '' });
  });

  test('counts until all pipes end, however they are named, and each once', async () => {
    const query = 'stats count(*) as n';
    const pipes = `/dev/stdin /dev/fd/0 <(printf '{"n":2}\\n')`;
    const out = execFileSync(
      'bash',
      ['-c', `printf '{"n":1}\\n' | exec "${BIN}" query '${query}' ${pipes} --follow -o csv`],
      { timeout: 30_000 },
    );

    expect(out.toString()).toBe('n\n2\n');
  });

  test('says of a pipe what it has to say by its name', async () => {
    const query = started(['query', 'stats count(*) as n', '--follow', '-o', 'csv']);
    query.stdin!.end('of no kind\n');

    expect((await ran(query)).error).toContain('0 of 1 line of standard input are of a kind that is known');
  });

  test('stops after as many rows as are wanted', async () => {
    const query = started(['query', 'display n', '--follow', '--limit', '1']);
    query.stdin!.write('{"n":1}\n{"n":2}\n');

    expect(await ran(query)).toEqual({ code: 0, out: '{"n":"1"}\n', error: '' });
  });
});

test('completes in bash', () => {
  const script = join(folder, 'complete.bash');
  writeFileSync(script, SCRIPTS.bash);
  const completed = (...words: string[]) =>
    execFileSync('bash', [
      '-c',
      `PATH="${folder}:$PATH"; source "${script}"; COMP_WORDS=(needs-retry ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _needs_retry; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ])
      .toString()
      .trim()
      .split('\n');

  expect(completed('qu')).toEqual(['queries', 'query']);
  expect(completed('query', 'retries-by')).toEqual(['retries-by-operation', 'retries-by-cause']);
  expect(completed('query', 'throttling', '--out')).toEqual(['--output']);
  expect(completed('query', 'throttling', '--output', 'j')).toEqual(['json', 'jsonl']);
  // Files are the shell's.
  expect(completed('query', 'throttling', 'app')).toEqual(['']);
});

test.each(['zsh', 'fish'])('prints what completes in %s', async (shell) => {
  expect(await ran(started(['complete', shell]))).toEqual({
    code: 0,
    out: SCRIPTS[shell as 'zsh'],
    error: '',
  });
});

function started(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return spawn(BIN, args, { env: { ...inherited, ...env } });
}

async function ran(child: ChildProcess): Promise<{ code: number; out: string; error: string }> {
  const [out, error, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, out, error };
}

function linesOf(child: ChildProcess): { next(): Promise<string> } {
  const lines = (async function* () {
    let rest = '';
    for await (const chunk of child.stdout!) {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop()!;
      yield* parts;
    }
  })();
  return { next: async () => (await lines.next()).value ?? '(ended)' };
}
