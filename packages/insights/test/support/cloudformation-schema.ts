import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type {
  Property,
  PropertyType,
  Resource,
  SpecDatabase,
  TypeDefinition,
} from '@aws-cdk/service-spec-types';

/** The resource schemas of CloudFormation, as the CDK is made from them. */
export class CloudFormationSchema {
  private readonly database: SpecDatabase = loadAwsServiceSpecSync();

  resource(type: string): Resource {
    const [resource] = this.database.lookup('resource', 'cloudFormationType', 'equals', type);
    if (!resource) throw new Error(`There is no ${type}.`);
    return resource;
  }

  /** What is wrong with the resources of a template: unknown properties, missing ones, wrong types. */
  problemsOf(template: unknown): string[] {
    const { Resources } = template as { Resources: Record<string, { Type: string; Properties: object }> };
    return Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
      this.inObject(this.resource(Type).properties, Properties, `${id} ${Type}`),
    );
  }

  private inObject(known: Record<string, Property>, value: object, path: string): string[] {
    const missing = Object.keys(known)
      .filter((name) => known[name]!.required && !(name in value))
      .map((name) => `${path}.${name} is missing`);
    const problems = Object.entries(value).flatMap(([name, inner]) => {
      const property = known[name];
      return property
        ? this.inValue(property.type, inner, `${path}.${name}`)
        : [`${path}.${name} is unknown`];
    });
    return [...missing, ...problems];
  }

  private inValue(type: PropertyType, value: unknown, path: string): string[] {
    if (isIntrinsic(value)) return type.type === 'string' ? [] : [`${path} is an intrinsic`];
    const wrong = [`${path} is no ${type.type}: ${JSON.stringify(value)}`];
    switch (type.type) {
      case 'string': {
        if (typeof value !== 'string') return wrong;
        return type.allowedValues && !type.allowedValues.includes(value)
          ? [`${path} cannot be ${value}`]
          : [];
      }
      case 'number':
        return typeof value === 'number' ? [] : wrong;
      case 'integer':
        return Number.isInteger(value) ? [] : wrong;
      case 'boolean':
        return typeof value === 'boolean' ? [] : wrong;
      case 'json':
        return typeof value === 'object' || typeof value === 'string' ? [] : wrong;
      case 'union': {
        const attempts = type.types.map((each) => this.inValue(each, value, path));
        return attempts.some((problems) => problems.length === 0) ? [] : attempts.flat();
      }
      case 'array':
        if (!Array.isArray(value)) return wrong;
        return value.flatMap((each, index) => this.inValue(type.element, each, `${path}[${index}]`));
      case 'ref': {
        if (typeof value !== 'object' || value === null) return wrong;
        const definition: TypeDefinition = this.database.get('typeDefinition', type.reference);
        return this.inObject(definition.properties, value, path);
      }
      default:
        return [`${path} has the type ${type.type}, which this check does not know`];
    }
  }
}

function isIntrinsic(value: unknown): boolean {
  return typeof value === 'object' && value !== null && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '');
}
