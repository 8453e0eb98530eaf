/** Cuts bytes into lines, as the collectors of stdout and stderr do. */
export function lineSplitter(onLine: (line: string) => void) {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(chunk: Buffer): void {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        onLine(rest.toString('utf8', 0, end));
        rest = rest.subarray(end + 1);
      }
    },
    /** What has no newline when its writer is gone is a line too. */
    end(): void {
      if (rest.length > 0) onLine(rest.toString());
      rest = Buffer.alloc(0);
    },
  };
}
