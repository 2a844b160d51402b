import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  Source,
  validate,
} from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { ownTurn } from '../lanes/breath.ts';
import { checkNesting, checkSelections, MAX_TOKENS } from '../schema/check-document.ts';
import { checkOperation } from '../schema/check-operation.ts';
import type { SchemaContext } from '../schema/context.ts';
import { graphqlError, publicError, refusalFor, refusedWhole } from '../schema/errors.ts';
import { schema } from '../schema/index.ts';
import { type OperationFacts, operationFacts } from '../schema/operation-facts.ts';
import { unconditionalSubscriptionRule } from '../schema/subscription-root.ts';
import { admitting } from './admission.ts';
import { inTime } from './in-time.ts';
import { MAX_ANSWER_LENGTH, printedData } from './print-answer.ts';
import type { RequestContext } from './request-context.ts';
import { postedParameters, queriedParameters } from './request-parameters.ts';
import { ClientGone, GatewayStopping, ReaderStoodStill, RequestTimeout } from './request-timeout.ts';
import { subscribe } from './subscribe.ts';
import { unreadable } from './unreadable.ts';

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
    plugins: [admitting, reading, coding, bounding, telling(log), printing],
  });
}

/** What ended the request from outside is no fault of the gateway. */
function logInternal(cause: unknown, log: Logger): void {
  if (cause instanceof ClientGone || cause instanceof GatewayStopping) return;
  if (cause instanceof RequestTimeout || cause instanceof ReaderStoodStill)
    log.warn({ err: cause }, 'a request was given up');
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

/** How parameters are read: a request that is none is refused by its status. */
const reading: Plugin = {
  onRequestParse: ({ request, setRequestParser }) => {
    if (request.method === 'GET') setRequestParser(({ url }) => queriedParameters(url));
    if (request.method === 'POST') setRequestParser(postedParameters);
  },
};

/** Whatever would take long, or recurse deep, is refused before it does. */
const bounding: Plugin = {
  onParse: ({ parseFn, setParseFn }) => {
    setParseFn((source: string | Source, options) => {
      checkNesting(typeof source === 'string' ? new Source(source) : source);
      const document: DocumentNode = parseFn(source, { ...options, maxTokens: MAX_TOKENS });
      checkSelections(document);
      return document;
    });
  },
  /** Before all other rules: one of them throws at what this one finds. */
  onValidate: ({ params: { schema: validated, documentAST }, setResult }) => {
    const errors = validate(validated, documentAST, [unconditionalSubscriptionRule]);
    if (errors.length > 0) setResult(errors);
  },
};

/** Null, or why an operation is refused whole. */
function refusalOf({
  schema,
  document,
  operationName,
  variableValues,
  contextValue,
}: ExecutionArgs): ExecutionResult | null {
  const { limits } = contextValue as SchemaContext;
  try {
    checkOperation({ schema, document, operationName, variables: variableValues ?? {} }, limits);
    return null;
  } catch (error) {
    return { errors: [whole(error)] };
  }
}

/** The reference executor keeps the members of an answer in the order of the question, as the specification demands. */
const telling = (log: Logger): Plugin<RequestContext> => ({
  onExecute: async ({ args, setExecuteFn }) => {
    const { onOperation, schemaContext } = args.contextValue;
    const { signal } = schemaContext;
    const facts = operationFacts(args.document, args.operationName);
    const late = () => logInternal(signal.reason, log);
    signal.addEventListener('abort', late, { once: true });
    const refused = refusalOf(args);
    await ownTurn();
    setExecuteFn(refused ? () => refused : (given) => inTime(execute(given), signal, facts));
    onOperation(facts);
    return {
      onExecuteDone: (done) => {
        signal.removeEventListener('abort', late);
        refusingWhole(done, facts);
      },
    };
  },
  onSubscribe: ({ args, setSubscribeFn }) => {
    const full = following(args.contextValue, args);
    const unread = unreadable(args.contextValue.request) ?? full;
    const refused = unread ? { errors: [unread] } : refusalOf(args);
    setSubscribeFn(refused ? () => refused : subscribe);
    return { onSubscribeResult: (done) => refusingWhole(done, { type: 'subscription' }) };
  },
});

/** The data is printed before yoga prints the rest, which it would do in one go. */
const printing: Plugin = {
  onResultProcess: async ({ result, setResult }) => {
    if (Array.isArray(result) || !('data' in result) || !result.data) return;
    const data = await printedData(result.data, MAX_ANSWER_LENGTH);
    const told = ({ errors }: ExecutionResult) => (errors ? `"errors":${JSON.stringify(errors)},` : '');
    setResult(
      data === null
        ? { errors: [tooLong()] }
        : { ...result, stringify: (printed: ExecutionResult) => `{${told(printed)}"data":${data}}` },
    );
  },
};

function tooLong(): GraphQLError {
  return new GraphQLError(`query: expected an answer of at most ${MAX_ANSWER_LENGTH} characters, but it is longer`, {
    extensions: { code: 'QUERY_TOO_COMPLEX' },
  });
}

function whole(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError(String(error), { originalError: error instanceof Error ? error : null });
}

/** Null, or why there is no room for one more. */
function following({ onOperation }: RequestContext, { document, operationName }: ExecutionArgs): GraphQLError | null {
  try {
    onOperation(operationFacts(document, operationName));
    return null;
  } catch (error) {
    return refusalFor(error);
  }
}

function refusingWhole(
  { result, setResult }: { result: object; setResult: (result: ExecutionResult) => void },
  { type }: Pick<OperationFacts, 'type'>,
): void {
  const { errors = [] } = result as ExecutionResult;
  const refusal = refusedWhole(errors, type === 'mutation');
  if (refusal) setResult({ errors: [refusal] });
}
