/** How a service writes its answers. */
export type Protocol = 'rest-xml' | 'rest-json' | 'json' | 'query' | 'ec2' | 'cbor';

// The request of a REST protocol does not say which of the two it is. These are all that answer in XML.
const REST_XML = ['s3', 's3-control', 'cloudfront', 'route-53'];

/**
 * The protocol of a request, which says it itself in every version of the SDK.
 *
 * @param service `s3`, `route-53`
 */
export function protocolOf(headers: Readonly<Record<string, unknown>>, service: string): Protocol {
  if (headerOf(headers, 'smithy-protocol') === 'rpc-v2-cbor') return 'cbor';
  if (headerOf(headers, 'x-amz-target') !== undefined) return 'json';
  if (headerOf(headers, 'content-type')?.startsWith('application/x-www-form-urlencoded')) {
    return service === 'ec2' ? 'ec2' : 'query';
  }
  return REST_XML.includes(service) ? 'rest-xml' : 'rest-json';
}

/** The value of a header, whatever the case of its name. */
export function headerOf(headers: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const found = Object.keys(headers).find((each) => each.toLowerCase() === name);
  return found === undefined ? undefined : String(headers[found]);
}
