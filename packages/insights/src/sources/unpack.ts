import { createGunzip } from 'node:zlib';
import { type Bytes, NOTHING_YET, peeked } from './bytes.js';
import { FileError } from './file-error.js';

/**
 * The text of a file: what is compressed with gzip is decompressed, as often as it was compressed. `onCut` is told
 * where that ends too early; what was read until then counts.
 *
 * @throws {FileError} for what is no text and no gzip, by its name
 */
export async function unpacked(bytes: Bytes, name: string, onCut: (why: string) => void): Promise<Bytes> {
  let inner = bytes;
  for (let layer = 0; ; layer++) {
    const { head, all } = await peeked(inner, HEAD);
    if (!isGzip(head) || layer === MOST_LAYERS) {
      refuse(head, name);
      return all;
    }
    inner = new Gunzipped(all, onCut);
  }
}

const HEAD = 512;
// A subscription's records are compressed, and Firehose compresses the file of them once more.
const MOST_LAYERS = 3;

export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}

type Kind = { readonly is: (head: Buffer) => boolean; readonly says: (name: string) => string };

const starts =
  (...magic: number[]) =>
  (head: Buffer) =>
    head.length >= magic.length && magic.every((byte, index) => head[index] === byte);

const compressed = (by: string, command: string) => (name: string) =>
  `${name} is compressed with ${by}, which is not read here: decompress it first, as with \`${command} ${name}\`.`;

const KINDS: readonly Kind[] = [
  {
    is: starts(0x50, 0x4b, 0x03, 0x04),
    says: (name) =>
      `${name} is a zip archive or an Excel workbook, which is not read here: unpack it first, or save it as CSV.`,
  },
  { is: starts(0x28, 0xb5, 0x2f, 0xfd), says: compressed('zstd', 'zstd -d') },
  { is: starts(0x42, 0x5a, 0x68), says: compressed('bzip2', 'bzip2 -dk') },
  { is: starts(0xfd, 0x37, 0x7a, 0x58, 0x5a), says: compressed('xz', 'xz -dk') },
  { is: starts(0x04, 0x22, 0x4d, 0x18), says: compressed('lz4', 'lz4 -d') },
  { is: starts(0x37, 0x7a, 0xbc, 0xaf), says: compressed('7-Zip', '7z x') },
  { is: starts(0xff, 0x06, 0x00, 0x00, 0x73), says: compressed('Snappy', 'snzip -dk') },
  {
    is: (head) => head.toString('latin1', 257, 262) === 'ustar',
    says: (name) => `${name} is a tar archive, which is not read here: unpack it first.`,
  },
  {
    is: (head) => head.toString('latin1', 0, 4) === 'PAR1',
    says: (name) => `${name} is a Parquet file, which is not read here: convert it to JSON or CSV first.`,
  },
  {
    is: (head) => head.includes(0) && !isUtf16(head),
    says: (name) => `${name} is a binary file, no text: name the log itself.`,
  },
];

function refuse(head: Buffer, name: string): void {
  const kind = KINDS.find(({ is }) => is(head));
  if (kind) throw new FileError(kind.says(name));
}

/** Whether bytes are text as it stands, of one byte a character or of UTF-8, and without a byte order mark. */
export function isPlain(head: Buffer): boolean {
  const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return !isMarked && !isGzip(head) && isUtf16(head) === undefined && !KINDS.some(({ is }) => is(head));
}

/** Text of two bytes a character: it says so by its first two bytes, or half of its bytes are zero. */
export function isUtf16(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe && !(head[2] === 0 && head[3] === 0)) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2]!++;
  const half = head.length / 2;
  if (zeros[1]! > half * 0.7 && zeros[0] === 0) return 'utf-16le';
  return zeros[0]! > half * 0.7 && zeros[1] === 0 ? 'utf-16be' : undefined;
}

/**
 * Writes are one at a time, and the input is ended only when all output was taken: what is before a cut or a damaged
 * place is read, which a pipe of streams would throw away with the error.
 */
class Gunzipped implements Bytes {
  private readonly gunzip = createGunzip({ chunkSize: 1 << 17 });
  private isBusy = false;
  private isOver = false;
  private chunk: Buffer = Buffer.alloc(0);
  private wake = () => {};

  constructor(
    private readonly source: Bytes,
    onCut: (why: string) => void,
  ) {
    this.gunzip.on('readable', () => this.wake());
    this.gunzip.on('end', () => this.end());
    this.gunzip.on('error', (error: NodeJS.ErrnoException) => {
      onCut(error.code === 'Z_BUF_ERROR' ? 'is cut off' : 'is damaged');
      this.end();
    });
  }

  async read(target: Buffer, offset: number): Promise<number> {
    while (this.chunk.length === 0) {
      const next = this.gunzip.read() as Buffer | null;
      if (next) this.chunk = next;
      else if (this.isOver) return 0;
      else {
        const woken = new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        if (!this.isBusy) await this.feed();
        if (this.isBusy) await woken;
      }
    }
    const count = this.chunk.copy(target, offset);
    this.chunk = this.chunk.subarray(count);
    return count;
  }

  async close(): Promise<void> {
    this.gunzip.destroy();
    await this.source.close();
  }

  private async feed(): Promise<void> {
    this.isBusy = true;
    const input = Buffer.allocUnsafe(1 << 16);
    const count = await this.source.read(input, 0);
    if (count === 0) this.gunzip.end();
    else if (count === NOTHING_YET) this.isBusy = false;
    else
      this.gunzip.write(input.subarray(0, count), () => {
        this.isBusy = false;
        this.wake();
      });
  }

  private end(): void {
    this.isOver = true;
    this.wake();
  }
}
