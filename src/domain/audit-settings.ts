/** What an audit store keeps: the gateway's own, or an upstream's. */
export interface AuditSettings {
  readonly enabled: boolean;
  /** Days to keep; 0 is no limit by age. */
  readonly periodDays: number;
  /** Events to keep; 0 is no limit by number. */
  readonly records: number;
  /** Record types that are not stored; a type covers its subtypes. */
  readonly disabledTypes: readonly string[];
}
