import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectionTag, Pair, parse, Scalar, type ScalarTag, YAMLMap } from 'yaml';

export type Resource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
};

export type CloudFormation = {
  readonly Transform?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
};

export function readCloudFormation(file: string): CloudFormation {
  return readYaml(file) as CloudFormation;
}

/** Reads YAML with the short forms of CloudFormation's functions written out: `!Ref Orders` is `{ Ref: 'Orders' }`. */
export function readYaml(file: string): unknown {
  return parseYaml(readFileSync(file, 'utf8'));
}

/** The first block of YAML in a README. */
export function yamlOfReadme(folder: string): unknown {
  const [, block = ''] = /^```yaml\n(.*?)^```$/ms.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? [];
  return parseYaml(block);
}

/** The only resource of a type. */
export function resourceOf(template: CloudFormation, type: string): Resource {
  const [resource, ...others] = Object.values(template.Resources).filter(({ Type }) => Type === type);
  if (resource === undefined || others.length > 0) throw new Error(`Expected one resource of type ${type}.`);
  return resource;
}

function parseYaml(text: string): unknown {
  // CloudFormation knows no aliases.
  return parse(text, { customTags: SHORT_FORMS, maxAliasCount: 0 });
}

const SHORT_FORMS: (ScalarTag | CollectionTag)[] = [
  { tag: '!Ref', resolve: (text: string) => ({ Ref: text }) },
  { tag: '!Sub', resolve: (text: string) => ({ 'Fn::Sub': text }) },
  { tag: '!GetAtt', resolve: (text: string) => ({ 'Fn::GetAtt': text }) },
  {
    tag: '!Join',
    collection: 'seq',
    resolve(items) {
      const join = new YAMLMap();
      join.items.push(new Pair(new Scalar('Fn::Join'), items));
      return join;
    },
  },
];
