/** What a log group's ARN needs beside its name, or what stands for it. */
export type ArnParts = { readonly partition: string; readonly region: string; readonly account: string };

export function logGroupArn(name: string, { partition, region, account }: ArnParts): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${name}:*`;
}

/** CloudWatch Logs itself runs the queries of log alarms and scheduled queries. */
export const TRUST_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'logs.amazonaws.com' }, Action: 'sts:AssumeRole' }],
} as const;

/** Only to start a query can be granted for single log groups. */
export function rolePolicy(logGroupArns: readonly unknown[]) {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'logs:StartQuery', Resource: logGroupArns },
      {
        Effect: 'Allow',
        Action: ['logs:StopQuery', 'logs:GetQueryResults', 'logs:DescribeLogGroups'],
        Resource: '*',
      },
    ],
  } as const;
}

export function indexPolicy(fields: readonly string[]): string {
  return JSON.stringify({ Fields: fields });
}

/** Without what is undefined, and without empty lists. */
export function compact<T extends Record<string, unknown>>(properties: T): Partial<T> {
  const kept = Object.entries(properties).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as Partial<T>;
}
