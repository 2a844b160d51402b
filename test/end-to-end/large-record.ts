import { rewritten, withMembers } from './hostile-records.ts';
import { type VendorKind, type World, type WorldSettings, world } from './worlds.ts';

/** What an answer may hold in these worlds: some ordinary pages fit, the large record alone does not. */
export const CAP = 200_000;

export interface LargeWorld {
  readonly vendor: World;
  /** Whether the one record is large, from now on; it is at first. */
  grow(isLarge: boolean): void;
}

/** A vendor of whose records one, of this place in the order in which they were made, is over the size cap alone. */
export async function largeWorld(kind: VendorKind, place: number, settings: WorldSettings = {}): Promise<LargeWorld> {
  let large: string | null = null;
  const rewrite = (body: string) =>
    rewritten(kind, body, (record) =>
      JSON.stringify(record) === large ? withMembers(record, [['padding', JSON.stringify('x'.repeat(CAP))]]) : null,
    );
  const vendor = await world(kind, { events: 90, seed: 12, maxResponseBytes: CAP, rewrite, ...settings });
  const held = vendor.simulator.records[place] as { readonly line?: string };
  const itself = held.line ?? JSON.stringify(held);
  const grow = (isLarge: boolean) => {
    large = isLarge ? itself : null;
  };
  grow(true);
  return { vendor, grow };
}
