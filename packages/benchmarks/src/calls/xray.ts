import type { Peer } from './peer.js';

/** The part of the X-Ray SDK by which calls get into segments. */
interface Segments {
  makeSegment(): Segment;
  setSegment(segment: Segment): void;
  run(act: () => Promise<void>): Promise<void>;
  attach: NonNullable<Peer['attach']>;
}

interface Segment {
  readonly subsegments?: readonly unknown[];
  close(): void;
}

/** A segment for each batch, for above about 100 calls it loses some. */
export function xrayPeer({ makeSegment, setSegment, run, attach }: Segments): Peer {
  let subsegments = 0;
  return {
    attach,
    inContext: (act) =>
      run(async () => {
        const segment = makeSegment();
        setSegment(segment);
        await act();
        subsegments += segment.subsegments?.length ?? 0;
        segment.close();
      }),
    recorded: () => subsegments,
  };
}
