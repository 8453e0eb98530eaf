/** Type, length and time, in front of each message on the telemetry descriptor. */
const HEADER_BYTES = 16;

/** Reads the frames that the patched console writes: u32 type, u32 length, i64 microseconds, message. */
export function frameReader(onFrame: (timestamp: number, message: string) => void) {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(chunk: Buffer): void {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= HEADER_BYTES && rest.length >= HEADER_BYTES + rest.readUInt32BE(4)) {
        const end = HEADER_BYTES + rest.readUInt32BE(4);
        emit(end);
        rest = rest.subarray(end);
      }
    },
    /** A process that was killed between the two writes of a frame leaves its beginning. */
    end(): void {
      if (rest.length > HEADER_BYTES) emit(rest.length);
      rest = Buffer.alloc(0);
    },
  };

  function emit(end: number): void {
    const type = rest.readUInt32BE(0);
    if (type >>> 8 !== 0xa55a00)
      throw new Error(`Expected a telemetry frame, got type 0x${type.toString(16)}.`);
    const message = rest.toString('utf8', HEADER_BYTES, end);
    onFrame(Number(rest.readBigInt64BE(8) / 1000n), message.endsWith('\n') ? message.slice(0, -1) : message);
  }
}
