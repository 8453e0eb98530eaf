import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, Resource, ResourceProperties } from '@aws-cdk/service-spec-types';
import type { CloudFormation } from '../templates/cloudformation.js';
import { isObject, isReference } from './references.js';

const database = loadAwsServiceSpecSync();

/**
 * What the specification of CloudFormation finds wrong with the resources of a template: unknown types, unknown and
 * missing properties, and values of another type. Which values are allowed it mostly does not know. Empty is good.
 */
export function resourceProblems({ Resources }: CloudFormation): string[] {
  return Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const spec = specOf(Type);
    return spec === undefined
      ? [`${id}: unknown type ${Type}`]
      : objectProblems(id, Properties, propertiesOf(spec));
  });
}

/** The names for `Fn::GetAtt` of a type of resource. */
export function attributesOf(type: string): readonly string[] {
  return Object.keys(specOf(type === SAM_FUNCTION ? LAMBDA_FUNCTION : type)?.attributes ?? {});
}

const SAM_FUNCTION = 'AWS::Serverless::Function';
const LAMBDA_FUNCTION = 'AWS::Lambda::Function';

function specOf(type: string): Resource | undefined {
  return [...database.lookup('resource', 'cloudFormationType', 'equals', type)][0];
}

/** SAM hands on to the function what its specification here, an old one, does not know: `LoggingConfig`, `DurableConfig`. */
function propertiesOf({ cloudFormationType, properties }: Resource): ResourceProperties {
  if (cloudFormationType !== SAM_FUNCTION) return properties;
  const { Code, Role, ...handedOn } = specOf(LAMBDA_FUNCTION)!.properties;
  return { ...handedOn, ...properties };
}

function objectProblems(path: string, value: object, properties: ResourceProperties): string[] {
  const missing = Object.entries(properties).filter(([name, { required }]) => required && !(name in value));
  return [
    ...missing.map(([name]) => `${path}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const property = properties[name];
      const at = `${path}.${name}`;
      return property === undefined ? [`${at}: unknown`] : valueProblems(at, member, property.type);
    }),
  ];
}

function valueProblems(path: string, value: unknown, type: PropertyType): string[] {
  if (isReference(value) || type.type === 'json') return [];
  if (type.type === 'union') {
    const [first = [], ...others] = type.types.map((each) => valueProblems(path, value, each));
    // What comes nearest says best what is wrong.
    return others.reduce((best, each) => (each.length < best.length ? each : best), first);
  }
  if (type.type === 'array' && Array.isArray(value)) {
    return value.flatMap((each, index) => valueProblems(`${path}[${index}]`, each, type.element));
  }
  if (type.type === 'map' && isObject(value)) {
    return Object.entries(value).flatMap(([name, each]) =>
      valueProblems(`${path}.${name}`, each, type.element),
    );
  }
  if (type.type === 'ref' && isObject(value)) {
    return objectProblems(path, value, database.get('typeDefinition', type.reference).properties);
  }
  const isRight = typeof value === (type.type === 'integer' ? 'number' : type.type);
  return isRight ? [] : [`${path}: expected ${type.type}, got ${JSON.stringify(value)}`];
}
