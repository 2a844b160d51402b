import type { GraphQLSchema } from 'graphql';
import type { Json } from '../../../src/domain/json.ts';
import type { SourceAdapter, VendorResponse } from '../../../src/sources/adapter.ts';

/** What a vendor's documents show, and where the house speaks of it. */
export interface SourceSamples {
  /** What the configuration file may say, the shortest first. The vendor under test takes the first. */
  readonly options: readonly object[];
  /** The texts in them that nobody may see. */
  readonly secrets: readonly string[];
  /** Records as the documents print them. */
  readonly records: readonly Json[];
  /** Answers with nothing wrong in them. */
  readonly answers: readonly VendorResponse[];
  /** Files from the root: the vendor's quirks, and the page of those who configure it, which names every option. */
  readonly readme: string;
  readonly page: string;
  /** The GraphQL type of its events, and the schema that holds it. */
  readonly eventType: string;
  schema(): Promise<GraphQLSchema>;
  /** The vendor's own simulator, which refuses what the vendor would. */
  start(): Promise<RunningVendor>;
}

export interface RunningVendor {
  readonly url: string;
  /** All that it holds, as it stands in answers. */
  readonly records: readonly Json[];
  /** Ends all logins, where there are any. */
  expireSessions?(): void;
  close(): Promise<void>;
}

export interface SourceSubject {
  readonly adapter: SourceAdapter<unknown>;
  readonly samples: SourceSamples;
  readonly vendor: RunningVendor;
}
