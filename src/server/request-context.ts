import type { Turnstile } from '../lanes/turnstile.ts';
import type { RequestSurroundings } from '../schema/context.ts';
import type { OperationFacts } from '../schema/operation-facts.ts';

/** What one HTTP request hands over to GraphQL. */
export interface RequestContext {
  readonly schemaContext: RequestSurroundings;
  /** By what clients are told apart where they take turns. */
  readonly client: string;
  /** Where an operation waits to be let in. */
  readonly admission: Turnstile;
  /** Told what the operation is, as soon as it is known; whatever it throws refuses that. */
  readonly onOperation: (operation: OperationFacts) => void;
}
