import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const PACKAGE = join(__dirname, '..');
const EXAMPLE = join(PACKAGE, '..', '..', 'docs', 'examples', 'cdk');
const { dependencies } = JSON.parse(readFileSync(join(EXAMPLE, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const installed = [...Object.keys(dependencies), 'esbuild'];
const copy = mkdtempSync(join(tmpdir(), 'needs-retry-cdk-'));
afterAll(() => rmSync(copy, { recursive: true }));

// Loads the whole of aws-cdk-lib in a process of its own: 90 s at ten times this machine's load.
const LONGEST_MS = 600_000;

test(
  'the example is bundled and synthesised',
  () => {
    cpSync(EXAMPLE, copy, { recursive: true });
    // As if it were installed: with its lock file, and with the packages of this workspace.
    for (const name of installed) {
      const link = join(copy, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(name === '@needs-retry/cdk' ? PACKAGE : join(PACKAGE, 'node_modules', name), link);
    }
    writeFileSync(join(copy, 'package-lock.json'), '{}');
    const out = join(copy, 'cdk.out');
    const bin = join(PACKAGE, 'node_modules', '.bin');

    execFileSync(process.execPath, ['--import', require.resolve('tsx/esm'), join('src', 'app.ts')], {
      cwd: copy,
      env: { ...process.env, CDK_OUTDIR: out, PATH: [bin, process.env.PATH].join(delimiter) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

    const { Resources } = JSON.parse(readFileSync(join(out, 'Orders.template.json'), 'utf8')) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };
    const counts = new Map<string, number>();
    for (const { Type } of Object.values(Resources)) counts.set(Type, (counts.get(Type) ?? 0) + 1);
    expect(Object.fromEntries([...counts].sort())).toEqual({
      'AWS::CloudWatch::Alarm': 5,
      'AWS::CloudWatch::Dashboard': 1,
      'AWS::CloudWatch::LogAlarm': 3,
      'AWS::DynamoDB::Table': 1,
      'AWS::IAM::Policy': 1,
      'AWS::IAM::Role': 2,
      'AWS::Lambda::Function': 1,
      'AWS::Logs::AccountPolicy': 1,
      'AWS::Logs::LogGroup': 1,
      'AWS::Logs::MetricFilter': 1,
      'AWS::Logs::QueryDefinition': 21,
      'AWS::Logs::ScheduledQuery': 1,
      'AWS::SNS::Topic': 1,
    });
    const throttling = Object.values(Resources).find(({ Properties }) =>
      /-throttling$/.test(String(Properties?.AlarmName)),
    );
    expect(throttling!.Properties.Threshold).toBe(20);
    const [asset] = readdirSync(out).filter((name) => name.startsWith('asset.'));
    expect(readFileSync(join(out, asset!, 'index.mjs'), 'utf8')).toContain('needs-retry');
  },
  LONGEST_MS,
);
