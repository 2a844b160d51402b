interface Answered<Data> {
  readonly data: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly problems?: readonly { source: string; code: string }[] };
  }[];
}

/** A question to a gateway over HTTP, with whatever it answers. */
export async function answerOf<Data>(url: string, query: string, variables: object = {}): Promise<Answered<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answered<Data>;
}

/** The same where no error is expected. */
export async function ask<Data>(url: string, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await answerOf<Data>(url, query, variables);
  if (errors || data === null) throw new Error(`expected an answer without errors, but got ${JSON.stringify(errors)}`);
  return data;
}

interface Progress {
  readonly key: string;
  readonly sync: null | {
    readonly syncedThrough: string | null;
    readonly covered: readonly { readonly from: string | null; readonly to: string | null }[];
    readonly storedEvents: number;
    readonly lastProblem: { readonly code: string; readonly message: string } | null;
  };
}

/** How far each source that is copied is copied. */
export async function progressAt(url: string): Promise<readonly Progress[]> {
  const { sources } = await ask<{ sources: readonly Progress[] }>(
    url,
    '{ sources { key sync { syncedThrough covered { from to } storedEvents lastProblem { code message } } } }',
  );
  return sources.filter(({ sync }) => sync !== null);
}

/** The sources that are not copied whole up to this moment (epoch milliseconds), with how far they are. */
export async function unfinishedAt(url: string, moment: number): Promise<readonly Progress[]> {
  return (await progressAt(url)).filter(({ sync }) => {
    const [window, ...more] = sync?.covered ?? [];
    return more.length > 0 || window?.from !== null || !(Date.parse(sync?.syncedThrough ?? '') > moment);
  });
}
