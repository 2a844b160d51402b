/** What stands for the gateway's own scalars in generated types: `scalars` of GraphQL Code Generator. */
export const scalars = {
  /** RFC 3339 in UTC with 3 or 6 fraction digits. Keep it as a text: `Date` would drop microseconds. */
  DateTime: 'string',
  /** RFC 3339, epoch milliseconds, or relative to now: `now-1w`. */
  TimePoint: 'string | number',
  JSON: 'unknown',
  SafeInt: 'number',
};
