/** How much the HTTP face takes on at the same time, and for how long it waits for its clients: `limits` of the file. */
export interface HttpBounds {
  /** How long a request may take, the reading of its head and body included, and the sending of its answer. */
  readonly requestTimeoutMs: number;
  /** How long the client of an export or a subscription may take nothing of what is there to read. */
  readonly readerTimeoutMs: number;
  /** GraphQL operations that are worked on, and those that may wait for that. */
  readonly maxConcurrentRequests: number;
  readonly maxQueuedRequests: number;
  readonly maxConcurrentExports: number;
  readonly maxQueuedExports: number;
  readonly maxSubscriptions: number;
}

export const HTTP_BOUNDS: HttpBounds = {
  requestTimeoutMs: 30_000,
  readerTimeoutMs: 30_000,
  maxConcurrentRequests: 64,
  maxQueuedRequests: 1_000,
  maxConcurrentExports: 4,
  maxQueuedExports: 100,
  maxSubscriptions: 1_000,
};
