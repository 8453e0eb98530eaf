/** What a package of ours and everything in it is called, after the SDK's package and client. */
export interface Names {
  /** `@aws-sdk/client-secrets-manager` */
  readonly sdkPackage: string;
  /** `client-secrets-manager`, the folder and, in our scope, the package. */
  readonly folder: string;
  /** `SecretsManagerClient` */
  readonly clientClass: string;
  /** `SecretsManager`, the client with a method for each operation. */
  readonly aggregatedClass: string;
  /** `observeSecretsManager` */
  readonly observe: string;
  /** `secretsManagerAdapter` */
  readonly adapter: string;
  /** `secretsManager`, a variable that holds a client. */
  readonly variable: string;
  /** `Secrets Manager` */
  readonly title: string;
  /** `secrets-manager`, as in the names of events. */
  readonly service: string;
}

/** @throws TypeError if `sdkPackage` is no client of the SDK */
export function namesOf(sdkPackage: string, sdk: Readonly<Record<string, unknown>>): Names {
  const clientClass = Object.keys(sdk).find((name) => /^[A-Z]\w*Client$/.test(name));
  const Client = sdk[clientClass ?? ''] as (new (config: object) => AnyClient) | undefined;
  if (clientClass === undefined || Client === undefined) {
    throw new TypeError(`Expected ${sdkPackage} to export a client, for example @aws-sdk/client-sqs does.`);
  }
  const aggregatedClass = clientClass.replace(/Client$/, '');
  const variable = lowerFirstWord(aggregatedClass);
  const { serviceId } = new Client({ region: 'us-east-1' }).config;
  return {
    sdkPackage,
    folder: sdkPackage.replace(/^@aws-sdk\//, ''),
    clientClass,
    aggregatedClass,
    observe: `observe${aggregatedClass}`,
    adapter: `${variable}Adapter`,
    variable,
    title: TITLES[serviceId] ?? serviceId,
    service: serviceId.toLowerCase().replaceAll(' ', '-'),
  };
}

interface AnyClient {
  readonly config: { readonly serviceId: string };
}

/** Services that nobody calls by their id. */
const TITLES: Readonly<Record<string, string>> = {
  ApiGatewayManagementApi: 'API Gateway Management API',
  SFN: 'Step Functions',
  SSM: 'Systems Manager',
};

/** `secretsManager` of `SecretsManager`, `dynamoDB` of `DynamoDB`, `sqs` of `SQS`, `sesv2` of `SESv2`. */
function lowerFirstWord(name: string): string {
  return name.replace(/^[A-Z\d]+(v\d+)?(?=[A-Z][a-z]|$)|^[A-Z]/, (word) => word.toLowerCase());
}

/** `an SQS`, `a KMS`: as it is spoken. */
export function withArticle(title: string): string {
  const isSpelled = /^[A-Z\d]{2,}\b/.test(title);
  return `${(isSpelled ? /^[AEFHILMNORSX]/ : /^[AEIOU]/).test(title) ? 'an' : 'a'} ${title}`;
}
