import { namePart } from '../event.js';
import { type HandlerContext, type ObservableClient, text } from './client.js';

/** A call's names, as its events spell them. */
export interface Names {
  readonly service: string;
  readonly operation: string;
  readonly needsRetry: string;
  readonly afterCall: string;
}

export function namesOf(service: string, context: HandlerContext): Names {
  const operation = namePart((context.commandName ?? 'Unknown').replace(/Command$/, ''));
  const name = `${service}.${operation}`;
  return { service, operation, needsRetry: `needs-retry.${name}`, afterCall: `after-call.${name}` };
}

/** botocore's name of a service: `CloudWatch Logs` is `cloudwatch-logs`. */
export function serviceName(serviceId: string): string {
  return namePart(serviceId.toLowerCase().replaceAll(' ', '-'));
}

/** The service id that a client is configured with. */
export function serviceIdOf(client: ObservableClient | undefined): string | undefined {
  return text((client?.config as { serviceId?: unknown } | undefined)?.serviceId);
}

/** The service's name in a user agent: `api/cloudwatch-logs#3.1`. */
export function serviceNameInUserAgent(userAgent: string | undefined): string | undefined {
  const api = /\bapi\/([^#/\s]+)[#/]/.exec(userAgent ?? '')?.[1];
  return api && serviceName(api.replaceAll('_', '-'));
}

/** The name that a client class tells. It does not tell where words end; that is listed for the services used most. */
export function serviceNameOfClass({ clientName = 'unknown' }: HandlerContext): string {
  const name = serviceName(clientName.replace(/Client$/, ''));
  return OF_SEVERAL_WORDS.split(' ').find((each) => each.replaceAll('-', '') === name) ?? name;
}

const OF_SEVERAL_WORDS =
  'api-gateway auto-scaling bedrock-agent-runtime bedrock-runtime cloudwatch-logs cognito-identity cognito-identity-provider dynamodb-streams rds-data secrets-manager sso-oidc timestream-query timestream-write';
