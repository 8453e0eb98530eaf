import { type Names, withArticle } from './names.js';
import { REPOSITORY } from './readme.js';

/** A file's text by its path in the package. */
export type Files = Readonly<Record<string, string>>;

/** What all packages of services have in common but for their names: nothing in these files is written by hand. */
export function commonFiles(names: Names, versions: Versions): Files {
  return {
    'package.json': manifest(names, versions),
    'tsconfig.json': '{ "extends": "../../tsconfig.base.json", "include": ["src", "test"] }\n',
    'src/index.ts': index(names),
    'test/contract.test.ts': CONTRACT_TEST,
    'test/types/clients.ts': types(names),
  };
}

/** Where the work begins: the adapter, and what its tests are told. */
export function firstFiles(names: Names): Files {
  return { 'src/adapter.ts': adapter(names), 'test/service.ts': service(names) };
}

/** Of the package itself and of the SDK's clients that its tests use. */
export interface Versions {
  readonly own: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The client that the types must refuse. */
export function otherClient({ folder }: Pick<Names, 'folder'>): {
  readonly sdkPackage: string;
  readonly clientClass: string;
} {
  return folder === 'client-s3'
    ? { sdkPackage: '@aws-sdk/client-dynamodb', clientClass: 'DynamoDBClient' }
    : { sdkPackage: '@aws-sdk/client-s3', clientClass: 'S3Client' };
}

function manifest({ folder, sdkPackage, title }: Names, { own, devDependencies }: Versions): string {
  const keywords = ['aws', 'aws-sdk', 'lambda', 'retry', 'throttling', 'cloudwatch', 'emf', 'logs-insights'];
  const entry = (type: string) => ({ types: `./dist/index.d.${type}ts`, default: `./dist/index.${type}js` });
  const text = JSON.stringify(
    {
      name: `@needs-retry/${folder}`,
      version: own,
      description: `Reports every retry of ${withArticle(title)} client to CloudWatch: one line of code`,
      license: 'Apache-2.0',
      homepage: `${REPOSITORY}/tree/main/packages/${folder}#readme`,
      bugs: `${REPOSITORY}/issues`,
      repository: {
        type: 'git',
        url: `git+${REPOSITORY}.git`,
        directory: `packages/${folder}`,
      },
      keywords: [...new Set([...keywords, folder.replace(/^client-/, '')])],
      type: 'module',
      sideEffects: false,
      engines: { node: '^20.16 || >=22.3' },
      exports: { '.': './src/index.ts' },
      files: ['dist', 'src'],
      publishConfig: {
        access: 'public',
        main: './dist/index.cjs',
        types: './dist/index.d.cts',
        exports: { '.': { import: entry('m'), require: entry('c') } },
      },
      scripts: { build: 'node ../../.ci/build-package.mjs' },
      dependencies: { '@needs-retry/core': 'workspace:^' },
      devDependencies,
      peerDependencies: { [sdkPackage]: '>=3.363.0' },
      peerDependenciesMeta: { [sdkPackage]: { optional: true } },
    },
    undefined,
    2,
  );
  return `${text}\n`;
}

function index({ sdkPackage, clientClass, observe, adapter: adapterName, variable, title }: Names): string {
  return `import type { ${clientClass} } from '${sdkPackage}';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { ${adapterName} } from './adapter.js';

export { ${adapterName} };

/**
 * Reports the retries of ${withArticle(title)} client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's \`retryMiddleware\`
 * @example
 * const ${variable} = ${observe}(new ${clientClass}({}));
 */
export function ${observe}<Client extends ${clientClass}>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, ${adapterName});
}
`;
}

const CONTRACT_TEST = `import { describeService } from '@needs-retry/service-contract';
import { service } from './service.js';

describeService(service);
`;

function types(names: Names): string {
  const { sdkPackage, clientClass, aggregatedClass, observe } = names;
  const other = otherClient(names);
  const imports = [
    `import { ${aggregatedClass}, ${clientClass} } from '${sdkPackage}';`,
    `import { ${other.clientClass} } from '${other.sdkPackage}';`,
  ];
  if (other.sdkPackage < sdkPackage) imports.reverse();
  return `// Compiled by \`pnpm typecheck\`, never run.
${imports.join('\n')}
import { ${observe} } from '../../src/index.js';

export const client: ${clientClass} = ${observe}(new ${clientClass}({}));
export const aggregated: ${aggregatedClass} = ${observe}(new ${aggregatedClass}({}));
// @ts-expect-error another service's
${observe}(new ${other.clientClass}({}));
// @ts-expect-error no client
${observe}({});
`;
}

function adapter({ adapter: adapterName, service: serviceName, title }: Names): string {
  return `import type { ServiceAdapter } from '@needs-retry/core';
import { classifier } from '@needs-retry/core/adapter';

/** What only ${title} knows. */
export const ${adapterName}: ServiceAdapter = {
  service: '${serviceName}',

  classify: classifier(),
};
`;
}

function service({ sdkPackage, clientClass, observe, adapter: adapterName, title }: Names): string {
  return `import * as sdk from '${sdkPackage}';
import type { Service } from '@needs-retry/service-contract';
import { ${adapterName}, ${observe} } from '../src/index.js';

export const service: Service = {
  title: '${title}',
  sdk,
  client: sdk.${clientClass},
  adapter: ${adapterName},
  observe: ${observe},
  written: [],
  never: [],
  errors: [],
};
`;
}
