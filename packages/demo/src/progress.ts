import type { WriteStream } from 'node:tty';

/** Tells whoever waits how far the demo is. */
export type Progress = {
  stage(name: string): void;
  calls(made: number, wanted: number): void;
  done(): void;
};

/** A counter that moves on a terminal, elsewhere a line for each quarter. */
export function progressOn(stream: Pick<WriteStream, 'isTTY' | 'write'>): Progress {
  return stream.isTTY ? liveProgress(stream) : plainProgress(stream);
}

const CLEAR_LINE = '\r\u001b[2K';

function liveProgress(stream: Pick<WriteStream, 'write'>): Progress {
  return {
    stage: (name) => void stream.write(`${CLEAR_LINE}${name} …`),
    calls: (made, wanted) => void stream.write(`${CLEAR_LINE}Making calls … ${made} of ${wanted}`),
    done: () => void stream.write(CLEAR_LINE),
  };
}

function plainProgress(stream: Pick<WriteStream, 'write'>): Progress {
  let quarters = 0;
  return {
    stage: (name) => void stream.write(`${name} …\n`),
    calls(made, wanted) {
      const reached = Math.floor((made / wanted) * 4);
      if (reached > quarters && made <= wanted) stream.write(`${made} of ${wanted} calls\n`);
      quarters = Math.max(quarters, reached);
    },
    done() {},
  };
}
