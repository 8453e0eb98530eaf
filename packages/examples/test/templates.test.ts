import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { attributesOf, resourceProblems } from '../src/checks/cloudformation.js';
import { referenceProblems } from '../src/checks/references.js';
import { pascalCased, undeclared } from '../src/checks/terraform.js';
import { examplesFolder } from '../src/examples.js';
import { type CloudFormation, readCloudFormation } from '../src/templates/cloudformation.js';
import { readTerraform } from '../src/templates/terraform.js';

const problemsOf = (template: CloudFormation) => [
  ...resourceProblems(template),
  ...referenceProblems(template, attributesOf),
];

test.each(['sam', 'powertools-middy', 'durable-functions', 'ecs-cloudwatch-agent'])(
  '%s: CloudFormation knows its resources, properties and references',
  (folder) => {
    const template = readCloudFormation(join(examplesFolder, folder, 'template.yaml'));

    expect(problemsOf(template)).toEqual([]);
  },
);

// biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's, not JavaScript's
const SUBSTITUTION = '${Nobody} ${AWS::Region}';

test('what is wrong with a template is found', () => {
  const template: CloudFormation = {
    Parameters: { Image: { Type: 'String' } },
    Resources: {
      Orders: { Type: 'AWS::DynamoDB::Tabel' },
      Logs: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { RetentionInDays: '30', LogGroupName: { Ref: 'Image' } },
      },
      Query: {
        Type: 'AWS::Logs::QueryDefinition',
        Properties: { Name: { 'Fn::Sub': SUBSTITUTION } },
      },
      Save: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          LoggingConfig: { LogFromat: 'JSON' },
          Environment: { Variables: { TABLE: { Ref: 'Tabel' }, LOGS: { 'Fn::GetAtt': 'Logs.Name' } } },
        },
      },
    },
  };

  expect(problemsOf(template)).toEqual([
    'Orders: unknown type AWS::DynamoDB::Tabel',
    'Logs.RetentionInDays: expected integer, got "30"',
    'Query.QueryString: missing',
    'Save.LoggingConfig.LogFromat: unknown',
    'Nobody: no such resource',
    'Tabel: no such resource',
    'Logs.Name: no such attribute',
  ]);
});

test('terraform: its language parses, what it refers to is declared, and the function has CloudFormation’s names', async () => {
  const configuration = await readTerraform(join(examplesFolder, 'terraform'));
  const [[fn]] = Object.values(configuration.resource.aws_lambda_function!) as [[Record<string, unknown>]];
  const { filename, source_code_hash, ...others } = fn;

  expect(undeclared(configuration)).toEqual([]);
  expect(
    resourceProblems({
      Resources: {
        fn: { Type: 'AWS::Lambda::Function', Properties: { ...(pascalCased(others) as object), Code: {} } },
      },
    }),
  ).toEqual([]);
});

test('zip: the shell can read its script', () => {
  execFileSync('bash', ['-n', join(examplesFolder, 'zip', 'deploy.sh')]);
});
