import { badInput } from '@needs-retry/core/internal';
import { capped, unitNamed } from '../language/period.js';

/** What a query of the catalogue can be narrowed to. */
export type CatalogueParameters = {
  /** Only this service, as it stands in lines and documents: `s3`, `dynamodb`. */
  readonly service?: string | undefined;
  /** Only this operation: `ListBuckets`. */
  readonly operation?: string | undefined;
  /** The width of the bars of a query over time. @defaultValue `5m` */
  readonly bin?: string | undefined;
  /**
   * The moment that splits before from after, in any notation that `Date` reads.
   * @defaultValue `2026-11-10`, when the AWS SDKs changed their retry defaults
   */
  readonly date?: string | undefined;
  /** The id of one invocation of a function. */
  readonly requestId?: string | undefined;
};

export type ParameterName = keyof CatalogueParameters;

/** Parameters that were checked, with what stands for those that were not given. */
export type Settings = {
  readonly service: string | undefined;
  readonly operation: string | undefined;
  readonly bin: string;
  /** Epoch milliseconds, or the parameter of a saved query. */
  readonly date: number | string;
  readonly requestId: string | undefined;
};

export const DEFAULT_BIN = '5m';
export const DEFAULT_DATE = '2026-11-10';

/** @throws {TypeError} for a value that would make another query, or none */
export function settingsOf(parameters: CatalogueParameters): Settings {
  return {
    service: nameIn('service', parameters.service),
    operation: nameIn('operation', parameters.operation),
    bin: binIn(parameters.bin ?? DEFAULT_BIN),
    date: dateIn(parameters.date ?? DEFAULT_DATE),
    requestId: nameIn('requestId', parameters.requestId),
  };
}

function nameIn(parameter: string, name: string | undefined): string | undefined {
  // Whatever else a name had would not be in a line or a document either, and could end the text it stands in.
  if (name === undefined || /^[A-Za-z0-9_-]+$/.test(name)) return name;
  throw badInput(
    `Expected \`${parameter}\` of letters, digits, \`_\` and \`-\`, got ${JSON.stringify(name)}.`,
  );
}

function binIn(bin: string): string {
  const [, digits, name] = /^(\d+)([a-z]+)$/i.exec(bin) ?? [];
  const unit = name ? unitNamed(name) : undefined;
  const count = Number(digits);
  if (!unit || count < 1) {
    throw badInput(`Expected \`bin\` to be a number and a unit, such as \`5m\`, got ${JSON.stringify(bin)}.`);
  }
  const most = capped({ count, unit }).count;
  if (most !== count) {
    throw badInput(
      `Expected \`bin\` of at most ${most}${unit}, got ${JSON.stringify(bin)}: use a larger unit.`,
    );
  }
  return bin;
}

function dateIn(date: string): number {
  const ms = Date.parse(date);
  if (Number.isNaN(ms)) throw badInput(`Expected \`date\` to be a date, got ${JSON.stringify(date)}.`);
  return ms;
}
