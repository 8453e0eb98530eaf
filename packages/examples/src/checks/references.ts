import type { CloudFormation } from '../templates/cloudformation.js';

/**
 * References of a template to what is not there. Empty is good.
 *
 * @param attributesOf the names for `Fn::GetAtt` of a type of resource
 */
export function referenceProblems(
  template: CloudFormation,
  attributesOf: (type: string) => readonly string[],
): string[] {
  return namesIn(template.Resources).flatMap((name) => {
    const [id, ...attribute] = name.split('.');
    const resource = template.Resources[id!];
    if (attribute.length > 0) {
      const isThere = resource !== undefined && attributesOf(resource.Type).includes(attribute.join('.'));
      return isThere ? [] : [`${name}: no such attribute`];
    }
    const isThere = resource !== undefined || name.startsWith('AWS::') || name in (template.Parameters ?? {});
    return isThere ? [] : [`${name}: no such resource`];
  });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether CloudFormation puts another value in its place. */
export function isReference(value: unknown): boolean {
  return isObject(value) && Object.keys(value).some((name) => name === 'Ref' || name.startsWith('Fn::'));
}

/** `Orders` for a reference, `Orders.Arn` for an attribute. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (typeof member !== 'string') return namesIn(member);
    if (name === 'Ref' || name === 'Fn::GetAtt') return [member];
    return name === 'Fn::Sub' ? [...member.matchAll(/\$\{([^}]+)\}/g)].map(([, each]) => each!) : [];
  });
}
