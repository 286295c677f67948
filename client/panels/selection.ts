import { choices, isOrbitShown, isTracking, selected, sheet } from '../view-state.ts';
import { actions } from './actions.ts';

/** Select an object, from wherever on the page; flying there is asked for where the object may be out of sight. */
export function choose(catalogNumber: number, { fly }: { fly: boolean }): void {
  choices.value = [];
  selected.value = catalogNumber;
  isOrbitShown.value = true;
  sheet.value = 'object';
  if (fly) actions().flyTo(catalogNumber);
}

export function clearSelection(): void {
  selected.value = null;
  choices.value = [];
  isTracking.value = false;
  if (sheet.value === 'object') sheet.value = 'closed';
}
