import { GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { checkNumbers } from '../domain/inexact-number.ts';
import { shown } from '../domain/input-error.ts';
import { checkTextSize, type JsonSize } from '../domain/json-size.ts';
import { DEEPEST_JSON } from '../domain/plain-json.ts';
import { ownTurn } from '../lanes/breath.ts';

/** How large the JSON of a request may be: looked at before anything walks through it. */
export const REQUEST_SIZE: JsonSize = {
  levels: DEEPEST_JSON + 10,
  values: 600_000,
  items: Infinity,
  characters: Infinity,
};

/** What a POST carries: a JSON object with `query`, and `variables`, `operationName` and `extensions` if need be. */
export async function postedParameters(request: Request): Promise<GraphQLParams> {
  const text = await request.text();
  await ownTurn();
  const body = parsed(text, 'body');
  await ownTurn();
  if (typeof body !== 'object' || body === null) throw badRequest(`body: expected an object, but got ${shown(body)}`);
  return body;
}

/** The same in an address; `variables` and `extensions` are JSON there. */
export function queriedParameters(url: string): GraphQLParams {
  const { searchParams } = new URL(url, 'http://localhost');
  const given = (name: string) => searchParams.get(name) || undefined;
  const json = (name: string) => {
    const text = given(name);
    return text === undefined ? {} : { [name]: parsed(text, name) as Record<string, unknown> };
  };
  const [query, operationName] = [given('query'), given('operationName')];
  return {
    ...(query !== undefined && { query }),
    ...(operationName !== undefined && { operationName }),
    ...json('variables'),
    ...json('extensions'),
  };
}

function parsed(text: string, argument: string): unknown {
  checkTextSize(text, argument, REQUEST_SIZE);
  checkNumbers(text, argument);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`${argument}: expected JSON, but got ${shown(text)}`);
  }
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
