import { execSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectory } from '@needs-retry/lambda-harness';
import type { CloudFormation, Resource } from './cloudformation.js';
import { settingsOf } from './function-properties.js';
import type { Template } from './template.js';

/** The function of a CDK app, built by the app itself when it is synthesized. */
export function cdk(folder: string): Template {
  const output = synthesize(folder);
  return {
    settings: settingsOf(functionOf(output).Properties),
    build: () => join(output, fileOf(output, /^asset\./)),
  };
}

/** Runs the app as `cdk synth` does, and returns the directory of what it makes. */
function synthesize(folder: string): string {
  const { app } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8')) as { readonly app: string };
  const output = join(folder, 'cdk.out');
  // What `npm install` makes: the packages, and the lockfile by which `NodejsFunction` finds the project.
  symlinkSync(join(packageDirectory('examples'), 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  execSync(app, { cwd: folder, env: { ...process.env, CDK_OUTDIR: output }, stdio: 'pipe' });
  return output;
}

/** The only function with an environment: those without are the CDK's own. */
function functionOf(output: string): Resource {
  const text = readFileSync(join(output, fileOf(output, /\.template\.json$/)), 'utf8');
  const { Resources } = JSON.parse(text) as CloudFormation;
  const isOwn = ({ Type, Properties }: Resource) =>
    Type === 'AWS::Lambda::Function' && Properties?.Environment !== undefined;
  return Object.values(Resources).find(isOwn)!;
}

function fileOf(directory: string, name: RegExp): string {
  const file = readdirSync(directory).find((each) => name.test(each));
  if (file === undefined) throw new Error(`Expected a file ${name} in what the app makes.`);
  return file;
}
