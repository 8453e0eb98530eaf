import type { Names } from './names.js';

/** `@needs-retry/services`: every adapter in one array. */
export function servicesIndex(all: readonly Names[]): string {
  const imports = all.map(({ adapter, folder }) => `import { ${adapter} } from '@needs-retry/${folder}';`);
  const adapters = all.map(({ adapter }) => `  ${adapter},\n`);
  return `${imports.join('\n')}
import type { ServiceAdapter } from '@needs-retry/core';

/**
 * The adapter of every service that has one.
 *
 * @example
 * observeAll(S3Client, { adapters });
 */
export const adapters: readonly ServiceAdapter[] = [
${adapters.join('')}];
`;
}

/** What the tests of all services are told of each. */
export function servicesUnderTest(all: readonly Names[]): string {
  const imports = all.map(
    ({ variable, folder }) => `import { service as ${variable} } from '../../${folder}/test/service.js';`,
  );
  const services = all.map(({ variable }) => `  ${variable},\n`);
  return `import type { Service } from '@needs-retry/service-contract';
${imports.join('\n')}

export const services: readonly Service[] = [
${services.join('')}];
`;
}

/** The dependencies of `@needs-retry/services`, and the rest of its manifest as it is. */
export function servicesManifest(manifest: Manifest, all: readonly Names[]): string {
  const packages = ['core', ...all.map(({ folder }) => folder)].sort();
  const dependencies = Object.fromEntries(packages.map((name) => [`@needs-retry/${name}`, 'workspace:^']));
  return `${JSON.stringify({ ...manifest, dependencies }, undefined, 2)}\n`;
}

export interface Manifest {
  readonly [member: string]: unknown;
}
