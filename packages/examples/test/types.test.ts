import { join } from 'node:path';
import { typeProblemsOfTexts } from '@needs-retry/fixtures/type-problems';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { sourcesOf } from '../src/checks/manifest.js';
import { examples, examplesFolder, taskExample } from '../src/examples.js';
import { readYaml } from '../src/templates/cloudformation.js';

const folders = new Set([...examples, taskExample].map(({ folder }) => folder));

// Minutes on a busy machine: played with all examples.
const nightly = process.env.EXAMPLES === 'all' ? test : test.skip;

nightly(
  'the sources, and the serverless.yml as Serverless types it, compile',
  () => {
    const sources = [...folders].flatMap((folder) =>
      [...sourcesOf(folder)].map(
        ([file, text]) =>
          [placed(`${folder}-${file}`), text.replaceAll("from './", `from './${folder}-`)] as const,
      ),
    );

    const problems = typeProblemsOfTexts(
      new Map([...sources, [placed('serverless-yml.ts'), serverlessAsModule()]]),
    );

    // Packages of the workspace are their sources here, which `pnpm typecheck` checks.
    expect(problems.filter((problem) => problem.startsWith(placed('')))).toEqual([]);
  },
  600_000,
);

/** Where all packages of the examples can be imported. */
function placed(file: string): string {
  return join(packageDirectory('examples'), 'test', file);
}

function serverlessAsModule(): string {
  const service = readYaml(join(examplesFolder, 'serverless', 'serverless.yml'));
  return `import type { AWS } from '@serverless/typescript';\nexport const service: AWS = ${JSON.stringify(service)};\n`;
}
