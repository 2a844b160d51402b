/** An event of `npm.audit`, as the appliance stores and sends it. */
export interface RiverbedEvent {
  /** Seconds since 1970: a number, at times with a fraction, at times in a text. */
  readonly timestamp: number | string;
  readonly action: string;
  readonly record_type: string;
  readonly identifier: string;
  readonly uid: number;
  readonly username: string;
  readonly ipaddr: string;
  readonly pid: number;
  readonly sid: string;
  readonly module: string;
  readonly success: number;
  readonly details: readonly RiverbedDetail[];
  readonly count: number;
  readonly [property: string]: unknown;
}

export interface RiverbedDetail {
  readonly field: string;
  readonly value?: string;
  readonly old?: string;
  readonly new?: string;
  readonly [property: string]: unknown;
}

export interface RiverbedConfig {
  readonly disabled_types: readonly string[];
  readonly retention: { readonly period: number; readonly records: number };
  readonly system: { readonly enabled: boolean };
}

export const RIVERBED_CONFIG: RiverbedConfig = {
  disabled_types: [],
  retention: { period: 90, records: 1_000_000 },
  system: { enabled: true },
};

/** What is not said is a local administrator's update of nothing. */
export function complete(said: Partial<RiverbedEvent>, timestamp: number): RiverbedEvent {
  return {
    timestamp,
    action: 'update',
    record_type: 'configuration_change.networking',
    identifier: '',
    uid: 0,
    username: 'admin',
    ipaddr: '127.0.0.1',
    pid: 0,
    sid: '',
    module: '',
    success: 1,
    details: [],
    count: 1,
    ...said,
  };
}

/** Seconds since 1970. Throws for a timestamp that is none: such an event cannot be stored. */
export function secondsOf({ timestamp }: RiverbedEvent): number {
  const seconds = typeof timestamp === 'string' && timestamp.trim() === '' ? Number.NaN : Number(timestamp);
  if (Number.isFinite(seconds)) return seconds;
  throw new Error(`Riverbed simulator: expected a timestamp in seconds, found ${JSON.stringify(timestamp)}`);
}
