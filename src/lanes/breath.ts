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

/** So many items are worked through in one turn. */
const ITEMS_A_TURN = 25;

/** The items, those after the first few promised for later turns: whoever takes long over each lets others go on in between. */
export function inTurns<Item>(items: readonly Item[]): (Item | Promise<Item>)[] {
  let turn = Promise.resolve();
  return items.map((item, index) => {
    if (index < ITEMS_A_TURN) return item;
    if (index % ITEMS_A_TURN === 0) turn = ownTurn();
    return turn.then(() => item);
  });
}
