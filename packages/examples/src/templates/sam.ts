import { join } from 'node:path';
import { type Resource, readCloudFormation, resourceOf } from './cloudformation.js';
import { esbuild } from './command.js';
import { settingsOf } from './function-properties.js';
import type { Template } from './template.js';

type BuildOptions = Readonly<Record<string, string | boolean | readonly string[]>>;
type BuildProperties = BuildOptions & { readonly EntryPoints: readonly string[] };

/**
 * The function of a `template.yaml`, built as `sam build` does with `BuildMethod: esbuild`.
 *
 * @param metadata of the function, instead of the template's
 */
export function sam(folder: string, metadata?: Resource['Metadata']): Template {
  const { Properties = {}, Metadata } = resourceOf(
    readCloudFormation(join(folder, 'template.yaml')),
    'AWS::Serverless::Function',
  );
  const properties = (metadata ?? Metadata)?.BuildProperties as BuildProperties;
  return {
    settings: settingsOf(Properties),
    build(copy) {
      esbuild(copy, [...properties.EntryPoints, ...argumentsOf(properties), '--outdir=artifacts']);
      return join(copy, 'artifacts');
    },
  };
}

/** What SAM's builder gives to esbuild: its defaults, and each property as the option of that name. */
function argumentsOf({ EntryPoints, ...properties }: BuildProperties): string[] {
  const options: BuildOptions = { Target: 'es2020', Format: 'cjs', Minify: true, ...properties };
  return [
    '--bundle',
    '--platform=node',
    ...Object.entries(options).flatMap(([name, value]) => {
      const option = `--${name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase()}`;
      if (value === true) return option;
      if (value === false) return [];
      return typeof value === 'string' ? `${option}=${value}` : value.map((each) => `${option}:${each}`);
    }),
  ];
}
