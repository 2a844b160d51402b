/** So long work may go on before whatever else the process has to do has its turn. */
const LONGEST_WORK_MS = 10;

let last: Promise<void> = Promise.resolve();

/** Resolves in a turn of the loop of its own: of many who wait for theirs, each has another. */
export function ownTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
  return last;
}

/** For long work, which awaits it between its steps: now and then it lets others go on. */
export function breathing(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_WORK_MS) return;
    await ownTurn();
    since = performance.now();
  };
}
