import { credentials, scriptedHandler } from '@needs-retry/fixtures';
import type { AnyClass, Tree } from './sdk.js';

/** Whether this version of the SDK keeps the handler of a command for later ones, as `cacheMiddleware` asks it to. */
export async function hasHandlerCache(tree: Tree): Promise<boolean> {
  const sdk = tree.client('s3')!;
  const requestHandler = scriptedHandler({ kind: 'response', status: 404 });
  const config = { region: 'us-east-1', credentials, requestHandler, cacheMiddleware: true };
  const client = new (sdk.S3Client as AnyClass)(config);
  await client.send(new (sdk.ListBucketsCommand as AnyClass)({})).catch(() => {});
  return client.handlers !== undefined;
}
