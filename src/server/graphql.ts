import { type ExecutionResult, execute } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { RequestSurroundings, SchemaContext } from '../schema/context.ts';
import { graphqlError, publicError, refusedWhole } from '../schema/errors.ts';
import { schema } from '../schema/index.ts';
import { type OperationFacts, operationFacts } from '../schema/operation-facts.ts';
import { ClientGone, GatewayStopping, RequestTimeout } from './request-timeout.ts';
import { subscribe } from './subscribe.ts';
import { unreadable } from './unreadable.ts';

/** What one HTTP request hands over to GraphQL. */
export interface RequestContext {
  readonly schemaContext: RequestSurroundings;
  /** Told what the operation is, as soon as it is known. */
  readonly onOperation: (operation: OperationFacts) => void;
}

const MAX_TOKENS = 10_000;
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export type GraphqlHandler = ReturnType<typeof createGraphql>;

/** GraphQL over HTTP on the fetch API: a request in, a response out. No file, no socket. */
export function createGraphql(log: Logger) {
  return createYoga<RequestContext, SchemaContext>({
    schema,
    context: ({ schemaContext, params }) => ({ ...schemaContext, variables: params.variables ?? {} }),
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    logging: false,
    maxRequestBodySize: MAX_BODY_BYTES,
    maskedErrors: {
      maskError: (error) => publicError(error, (cause) => logInternal(cause, log)),
    },
    plugins: [coding, bounding, telling],
  });
}

/** What ended the request from outside is no fault of the gateway. */
function logInternal(cause: unknown, log: Logger): void {
  if (cause instanceof ClientGone || cause instanceof GatewayStopping) return;
  if (cause instanceof RequestTimeout) log.warn({ err: cause }, 'a request was given up');
  else log.error({ err: cause }, 'a resolver failed');
}

/** Errors that GraphQL finds before it executes anything. */
const coding: Plugin = {
  onParse:
    () =>
    ({ result, replaceParseResult }) => {
      if (result instanceof Error) replaceParseResult(graphqlError(result, 'parse') as never);
    },
  onValidate:
    () =>
    ({ result, setResult }) => {
      if (result.length > 0) setResult(result.map((error) => graphqlError(error as Error, 'validate')));
    },
};

/** A text of GraphQL has so many words at most; large inputs belong into variables. */
const bounding: Plugin = {
  onParse: ({ parseFn, setParseFn }) => {
    setParseFn((source, options) => parseFn(source, { ...options, maxTokens: MAX_TOKENS }));
  },
};

/** The reference executor keeps the members of an answer in the order of the question, as the specification demands. */
const telling: Plugin<RequestContext> = {
  onExecute: ({ args, setExecuteFn }) => {
    setExecuteFn(execute);
    args.contextValue.onOperation(operationFacts(args.document, args.operationName));
    return { onExecuteDone: refusingWhole };
  },
  onSubscribe: ({ args, setSubscribeFn }) => {
    const refused = unreadable(args.contextValue.request);
    setSubscribeFn(refused ? () => ({ errors: [refused] }) : subscribe);
    args.contextValue.onOperation(operationFacts(args.document, args.operationName));
    return { onSubscribeResult: refusingWhole };
  },
};

function refusingWhole({ result, setResult }: { result: object; setResult: (result: ExecutionResult) => void }): void {
  const { errors = [] } = result as ExecutionResult;
  const refusal = refusedWhole(errors);
  if (refusal) setResult({ errors: [refusal] });
}
