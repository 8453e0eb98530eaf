import {
  apiRequests,
  cloudFormationTemplate,
  type Monitoring,
  terraformConfiguration,
} from '@needs-retry/insights';
import { UsageError } from '../terminal.js';

export const TEMPLATE_FORMATS = ['cloudformation', 'terraform', 'json'] as const;
export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number];

/** A file's text, and what there is to say of it. */
export type Template = { readonly text: string; readonly notes: readonly string[] };

/** @throws {UsageError} where the format needs something that was not given */
export function templateOf(
  monitoring: Monitoring,
  format: TemplateFormat,
  region: string | undefined,
): Template {
  switch (format) {
    case 'cloudformation': {
      const text = jsonText(cloudFormationTemplate(monitoring));
      return { text, notes: [...monitoring.notes, ...tooLong(text)] };
    }
    case 'terraform':
      return { text: jsonText(terraformConfiguration(monitoring)), notes: monitoring.notes };
    case 'json': {
      if (region === undefined && monitoring.dashboards.length > 0)
        throw new UsageError('--format json needs a --region: the dashboard names it.');
      const text = jsonText(apiRequests(monitoring, region ?? ''));
      return { text, notes: [...monitoring.notes, ...roleNote(monitoring)] };
    }
  }
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** What CloudFormation takes without a bucket. */
const LONGEST_BODY = 51_200;

function tooLong(text: string): string[] {
  const bytes = Buffer.byteLength(text);
  if (bytes <= LONGEST_BODY) return [];
  return [
    `The template has ${bytes} bytes: above ${LONGEST_BODY} \`aws cloudformation deploy\` takes it with --s3-bucket, or make one for fewer log groups or with fewer parts (--only).`,
  ];
}

function roleNote({ role, logAlarms, scheduledQueries }: Monitoring): string[] {
  if (!role || 'arn' in role) return [];
  const left = [...logAlarms, ...scheduledQueries].map(({ name }) => name).join(', ');
  return [`Left out without a --role-arn, which requests cannot make: ${left}.`];
}
