// Extracts from the npm bindings of Terraform's AWS provider what the tests compare our configuration with. The bindings
// are 200 MB, so what is needed of them is kept in test/support/terraform-schema.json. To make it anew:
//
//   npm pack @cdktn/provider-aws && tar xzf cdktn-provider-aws-*.tgz
//   node scripts/terraform-schema.mjs package > test/support/terraform-schema.json
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const RESOURCES = [
  'cloudwatch-dashboard',
  'cloudwatch-log-index-policy',
  'cloudwatch-log-metric-filter',
  'cloudwatch-metric-alarm',
  'iam-role',
  'iam-role-policy',
];
const DATA = ['data-aws-caller-identity', 'data-aws-partition', 'data-aws-region'];

const [, provider] = /provider version (\S+)/.exec(readFileSync(join(folder, 'README.md'), 'utf8'));
const read = (name) => readFileSync(join(folder, 'lib', name, 'index.js'), 'utf8');
const resources = Object.fromEntries(RESOURCES.map((name) => schemaOf(read(name))));
const data = Object.fromEntries(
  DATA.map((name) => [
    `aws_${name.slice('data-aws-'.length).replaceAll('-', '_')}`,
    attributesOf(read(name)),
  ]),
);
process.stdout.write(`${JSON.stringify({ provider, resources, data }, undefined, 1)}\n`);

function schemaOf(text) {
  const [, type] = /tfResourceType = "(\w+)"/.exec(text);
  return [type, blockOf(text, mainClass(text))];
}

/** The class of the resource itself, which comes last. */
function mainClass(text) {
  return text.slice(text.lastIndexOf('\nclass '));
}

/** What one class takes: its settable attributes, and the blocks that classes of their own describe. */
function blockOf(text, body) {
  const types = Object.fromEntries(
    [
      ...body.matchAll(
        /^ +(\w+): \{\n[^}]*?isBlock: (\w+),\n +type: "(\w+)",\n +storageClassType: "(\w+)"/gm,
      ),
    ].map(([, name, isBlock, kind, type]) => [name, { isBlock: isBlock === 'true', kind, type }]),
  );
  const attributes = {};
  for (const { name, optional, required } of attributesOf(body)) {
    if (!optional && !required) continue;
    const { isBlock, type } = types[name] ?? typeInConverter(text, body, name);
    attributes[name] = isBlock
      ? { required, block: nested(text, type.replace(/List$/, '')) }
      : { required, type };
  }
  return attributes;
}

/** Classes of blocks have their types in a function beside them. */
function typeInConverter(text, body, name) {
  const [, className] = /class (\w+)OutputReference/.exec(body);
  const converter = text.slice(text.indexOf(`function ${lower(className)}ToHclTerraform`));
  const [, isBlock, kind, type] = new RegExp(
    `^ +${name}: \\{\\n[^}]*?isBlock: (\\w+),\\n +type: "(\\w+)",\\n +storageClassType: "(\\w+)"`,
    'm',
  ).exec(converter);
  return { isBlock: isBlock === 'true', kind, type };
}

function nested(text, className) {
  const start = text.indexOf(`class ${className}OutputReference`);
  return blockOf(text, text.slice(start, text.indexOf('\nclass ', start + 1)));
}

function attributesOf(body) {
  return [...body.matchAll(/^ +\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)/gm)].map(
    ([, name, computed, optional, required]) => ({
      name,
      computed: computed === 'true',
      optional: optional === 'true',
      required: required === 'true',
    }),
  );
}

function lower(name) {
  return name[0].toLowerCase() + name.slice(1);
}
