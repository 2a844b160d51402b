import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

const CONDITIONS: readonly string[] = ['skip', 'include'];

/** What is followed must not depend on a variable: `@skip` and `@include` have no place where a subscription begins. */
export function unconditionalSubscriptionRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition({ operation, selectionSet }) {
      if (operation === OperationTypeNode.SUBSCRIPTION) report(selectionSet, context, new Set());
    },
  };
}

function report(set: SelectionSetNode, context: ValidationContext, seen: Set<FragmentDefinitionNode>): void {
  for (const selection of set.selections) {
    const condition = selection.directives?.find(({ name }) => CONDITIONS.includes(name.value));
    if (condition) {
      const message = `Directive "@${condition.name.value}" must not be used at the root of a subscription.`;
      context.reportError(new GraphQLError(message, { nodes: condition }));
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) report(selection.selectionSet, context, seen);
    if (selection.kind !== Kind.FRAGMENT_SPREAD) continue;
    const fragment = context.getFragment(selection.name.value);
    if (!fragment || seen.has(fragment)) continue;
    seen.add(fragment);
    report(fragment.selectionSet, context, seen);
  }
}
