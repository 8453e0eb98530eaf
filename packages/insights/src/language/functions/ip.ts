import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { textOf, type Value } from '../value.js';
import { type ScalarFunction, takes } from './function.js';

export const ipFunctions: Record<string, ScalarFunction> = {
  isvalidip: ofAddress((address) => isIP(address) !== 0),
  isvalidipv4: ofAddress(isIPv4),
  isvalidipv6: ofAddress(isIPv6),
  isipinsubnet: takes(2, 2, (address, subnet) => inSubnet(address, subnet, [4, 6])),
  isipv4insubnet: takes(2, 2, (address, subnet) => inSubnet(address, subnet, [4])),
  isipv6insubnet: takes(2, 2, (address, subnet) => inSubnet(address, subnet, [6])),
  isprivateip: ofAddress((address) => isListed(PRIVATE, address)),
  isreservedip: ofAddress((address) => isListed(RESERVED, address)),
  ispublicip: ofAddress((address) => !isListed(PRIVATE, address) && !isListed(RESERVED, address)),
  ipv4tonumber: takes(1, 1, (value) => {
    const address = textOf(value);
    if (address === undefined || !isIPv4(address)) return undefined;
    return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
  }),
};

function ofAddress(holds: (address: string) => boolean): ScalarFunction {
  return takes(1, 1, (value) => {
    const address = textOf(value);
    return address !== undefined && isIP(address) !== 0 && holds(address);
  });
}

// RFC 1918.
const PRIVATE = listed('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16');
// The special-purpose ranges of IANA that are not private in the sense above.
const RESERVED = listed(
  '0.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
);

function listed(...subnets: string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address, bits] = subnet.split('/') as [string, string];
    list.addSubnet(address, Number(bits), family(address));
  }
  return list;
}

function isListed(list: BlockList, address: string): boolean {
  return list.check(address, family(address));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

const subnets = new Map<string, BlockList | undefined>();
const MOST_SUBNETS = 1000;

function inSubnet(value: Value, subnet: Value, versions: readonly number[]): boolean {
  const address = textOf(value);
  const cidr = textOf(subnet);
  if (address === undefined || cidr === undefined) return false;
  const version = isIP(address);
  const [network] = cidr.split('/') as [string];
  if (!versions.includes(version) || isIP(network) !== version) return false;
  if (!subnets.has(cidr)) {
    if (subnets.size >= MOST_SUBNETS) subnets.clear();
    subnets.set(cidr, subnetOf(cidr));
  }
  const list = subnets.get(cidr);
  return list !== undefined && isListed(list, address);
}

function subnetOf(cidr: string): BlockList | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(cidr);
  if (!match) return undefined;
  const [, network, bits] = match as unknown as [string, string, string];
  const version = isIP(network);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128) ? listed(cidr) : undefined;
}
