/** The cookies of a request, by name, as they were sent: nothing is decoded. */
export function cookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return new Map(pairs.filter((pair) => pair.includes('=')).map(splitPair));
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
