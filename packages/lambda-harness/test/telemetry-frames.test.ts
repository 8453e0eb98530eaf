import fc from 'fast-check';
import { lineSplitter } from '../src/lines.js';
import { frameReader } from '../src/telemetry-frames.js';

type Frame = {
  readonly json: boolean;
  readonly level: number;
  readonly timestamp: number;
  readonly text: string;
};

function encode({ json, level, timestamp, text }: Frame): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(((json ? 0xa55a0002 : 0xa55a0003) | (level * 4)) >>> 0, 0);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  header.writeBigInt64BE(BigInt(timestamp) * 1000n, 8);
  return Buffer.concat([header, Buffer.from(text)]);
}

const frame = fc.record({
  json: fc.boolean(),
  level: fc.integer({ min: 1, max: 6 }),
  timestamp: fc.nat(2 ** 41),
  text: fc.string({ unit: 'grapheme' }).map((text) => `${text}.`),
});

/** Cuts bytes at any places, within characters and headers too. */
const cuts = fc.array(fc.nat(40), { maxLength: 20 });

function chunks(data: Buffer, sizes: readonly number[]): Buffer[] {
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const end = sizes.reduce((sum, size) => sum + size, 0);
  return [...starts.map((start, index) => data.subarray(start, start + sizes[index]!)), data.subarray(end)];
}

test('frames arrive as they were written, however they are cut', () => {
  fc.assert(
    fc.property(fc.array(frame), cuts, (frames, sizes) => {
      const seen: object[] = [];
      const reader = frameReader((timestamp, text) => seen.push({ timestamp, text }));

      for (const chunk of chunks(Buffer.concat(frames.map(encode)), sizes)) reader.push(chunk);
      reader.end();

      expect(seen).toEqual(frames.map(({ timestamp, text }) => ({ timestamp, text })));
    }),
  );
});

test('lines arrive as they were written, however they are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).filter((line) => !line.includes('\n'))),
      cuts,
      (lines, sizes) => {
        const seen: string[] = [];
        const splitter = lineSplitter((line) => seen.push(line));

        for (const chunk of chunks(Buffer.from(lines.map((line) => `${line}\n`).join('')), sizes))
          splitter.push(chunk);
        splitter.end();

        expect(seen).toEqual(lines);
      },
    ),
  );
});

test('a killed writer leaves the beginning of a frame and of a line', () => {
  const seen: string[] = [];
  const reader = frameReader((_, text) => seen.push(text));
  const splitter = lineSplitter((line) => seen.push(line));

  reader.push(encode({ json: false, level: 3, timestamp: 1, text: 'whole' }).subarray(0, 18));
  splitter.push(Buffer.from('a line\nhalf a li'));
  reader.end();
  splitter.end();

  expect(seen).toEqual(['a line', 'wh', 'half a li']);
});
