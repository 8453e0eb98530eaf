import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageDirectory } from '@needs-retry/lambda-harness';
import type { Sdk } from './examples.js';

export type Deployed = {
  readonly handlerFile: string;
  readonly sdk: Sdk;
  readonly env: Readonly<Record<string, string>>;
};

/**
 * Lays out a function as Lambda does: the file of its handler alone, and the SDK that the runtime brings.
 *
 * @param artifacts what the template's tool would zip
 */
export function deploy(artifacts: string, handler: string, folder: string): Deployed {
  const path = handler.slice(0, handler.lastIndexOf('.'));
  const extension = ['.mjs', '.cjs', '.js'].find((each) => existsSync(join(artifacts, path + each)));
  if (extension === undefined) throw new Error(`Expected a file for the handler ${handler} in the build.`);

  const task = join(folder, 'task');
  mkdirSync(task);
  // A zip file without a package.json: Node.js takes .js for CommonJS.
  const handlerFile = join(task, basename(path) + (extension === '.mjs' ? '.mjs' : '.cjs'));
  copyFileSync(join(artifacts, path + extension), handlerFile);
  const importsSdk = /\b(?:require\(|from ?)"@aws-sdk\/client-/.test(readFileSync(handlerFile, 'utf8'));
  const sdk = importsSdk ? 'runtime' : 'bundled';
  return { handlerFile, sdk, env: { NODE_PATH: runtimeModules(folder) } };
}

/** In Lambda `/var/runtime/node_modules`, which CommonJS finds by `NODE_PATH`. */
function runtimeModules(folder: string): string {
  const modules = join(folder, 'runtime', 'node_modules');
  mkdirSync(modules, { recursive: true });
  symlinkSync(join(packageDirectory('examples'), 'node_modules', '@aws-sdk'), join(modules, '@aws-sdk'));
  return modules;
}
