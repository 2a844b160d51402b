/** The last item for which `holds`, which must hold for none after one it does not hold for. By halving. */
export function lastWhere<Item>(items: readonly Item[], holds: (item: Item) => boolean): Item | undefined {
  let [known, end] = [0, items.length];
  while (known < end) {
    const middle = (known + end) >>> 1;
    if (holds(items[middle] as Item)) known = middle + 1;
    else end = middle;
  }
  return items[known - 1];
}
