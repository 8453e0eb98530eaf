import { join } from 'node:path';
import { captureNode, emfProblems } from '@needs-retry/fixtures';

const program = join(__dirname, 'programs', 'random-run.ts');

test.each(['1', '2', '3'])(
  'what calls of all services wrote is what happened to them: seed %s',
  async (seed) => {
    const { stdout, stderr, exitCode } = await captureNode(program, { args: [seed, '255'] });

    const lines = stdout.filter((line) => line.startsWith('needs-retry.'));
    const texts = stdout.filter((line) => line.startsWith('{'));
    const documents = texts.map((text) => JSON.parse(text) as Record<string, unknown>);
    const sum = (metric: string) => documents.reduce((n, document) => n + Number(document[metric] ?? 0), 0);
    const written = {
      lines: lines.length,
      Retries: sum('Retries'),
      Throttles: sum('Throttles'),
      RetryableEntries: sum('RetryableEntries'),
      finalEntries: sum('finalEntries'),
    };
    expect({ exitCode, stderr: stderr.map((line) => JSON.parse(line)) }).toEqual({
      exitCode: 0,
      stderr: [written],
    });
    // A run in which little happens proves little.
    expect(Math.min(...Object.values(written))).toBeGreaterThan(30);
    expect(stdout.length).toBe(lines.length + texts.length);
    expect(texts.flatMap(emfProblems)).toEqual([]);
    expect(stdout.join()).not.toMatch(/secret-|123456789012/);
  },
);
