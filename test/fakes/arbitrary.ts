/** Generated events and questions that collide often: few moments, few texts, and those easily taken for one another. */
export { aDirection, aJson, anEvent, anInstant, anOrder, aText, aWindow } from './arbitrary-event.ts';
export { A_TEST, aFilter, aLeaf } from './arbitrary-filter.ts';
