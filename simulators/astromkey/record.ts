/** One entry of the log. `timestamp` is in milliseconds; `logId` holds more digits than a number can. */
export interface AstromkeyRecord {
  readonly logId: string;
  readonly eventType: string;
  readonly category: string;
  readonly entityId?: string | null;
  readonly environmentId: string;
  readonly user: string;
  readonly userType: string;
  readonly userOrigin?: string | null;
  readonly timestamp: number;
  readonly success: boolean;
  readonly message?: string | null;
  readonly patch?: unknown;
  readonly [dotted: `dt.settings.${string}`]: string;
}

export interface Place {
  readonly timestamp: number;
  readonly logId: string;
}

/** By time, then by logId as the number it is. */
export function byPlace(one: Place, other: Place): number {
  if (one.timestamp !== other.timestamp) return one.timestamp - other.timestamp;
  if (one.logId.length !== other.logId.length) return one.logId.length - other.logId.length;
  return one.logId < other.logId ? -1 : one.logId > other.logId ? 1 : 0;
}
