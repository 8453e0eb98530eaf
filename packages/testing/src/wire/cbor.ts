/** A value as CBOR: what JSON can hold, dates and bytes. */
export function cborOf(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.of(0xf6);
  if (typeof value === 'boolean') return Buffer.of(value ? 0xf5 : 0xf4);
  if (typeof value === 'number') return numberOf(value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Date) return Buffer.concat([head(6, 1), float(value.getTime() / 1_000)]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cborOf)]);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cborOf)]);
}

function numberOf(value: number): Buffer {
  if (!Number.isSafeInteger(value) || Math.abs(value) > MAX_INTEGER) return float(value);
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

const MAX_INTEGER = 0xffff_ffff;

function float(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

/** A major type and its argument, as short as it can be: the SDK compares the names of members byte by byte. */
function head(type: number, argument: number): Buffer {
  const major = type << 5;
  if (argument < 24) return Buffer.of(major | argument);
  if (argument < 0x100) return Buffer.of(major | 24, argument);
  const isShort = argument < 0x1_0000;
  const bytes = Buffer.alloc(isShort ? 3 : 5);
  bytes[0] = major | (isShort ? 25 : 26);
  bytes.writeUIntBE(argument, 1, isShort ? 2 : 4);
  return bytes;
}
