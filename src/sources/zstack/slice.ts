/** A slice of time in epoch milliseconds; both ends belong to it. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}
