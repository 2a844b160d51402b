import { type DocumentNode, getOperationAST, Kind, type SelectionSetNode } from 'graphql';

/** Bounded words for logs and metrics; never a name or a value that a client chose. */
export interface OperationFacts {
  readonly type: 'query' | 'mutation' | 'subscription' | 'none';
  /** The first field asked for, such as `auditEvents`. The document has been validated, so it is one of the schema's. */
  readonly field: string;
}

export function operationFacts(document: DocumentNode, operationName: string | null | undefined): OperationFacts {
  const operation = getOperationAST(document, operationName);
  if (!operation) return { type: 'none', field: 'none' };
  return { type: operation.operation, field: firstField(operation.selectionSet) ?? 'fragment' };
}

function firstField({ selections }: SelectionSetNode): string | undefined {
  return selections.find((selection) => selection.kind === Kind.FIELD)?.name.value;
}
