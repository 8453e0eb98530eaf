import type { Configuration } from '../templates/terraform.js';

/** References of a configuration to resources and data that it does not declare. Empty is good. */
export function undeclared(configuration: Configuration): string[] {
  const declared = new Set([
    ...namesOf(configuration.resource),
    ...namesOf(configuration.data).map((name) => `data.${name}`),
  ]);
  const references = JSON.stringify(configuration).matchAll(/\b(?:data\.)?[a-z]+_\w+\.\w+(?=\.\w)/g);
  return [...references].map(([name]) => name).filter((name) => !declared.has(name));
}

/** Arguments as CloudFormation would spell them: `log_format` is `LogFormat`. Blocks are objects. */
export function pascalCased(block: unknown): unknown {
  if (Array.isArray(block))
    return block.length === 1 && typeof block[0] === 'object' ? pascalCased(block[0]) : block;
  if (typeof block !== 'object' || block === null) return block;
  return Object.fromEntries(
    Object.entries(block).map(([name, value]) => {
      const cased = name.replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());
      return [cased, cased === 'Variables' ? value : pascalCased(value)];
    }),
  );
}

function namesOf(blocks: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string[] {
  return Object.entries(blocks).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}
