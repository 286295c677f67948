import { DESKS } from '../../core/operations/types.ts';
import { screen, SCREENS, type Screen } from '../view-state.ts';
import { chooseDesk } from './handover/chosen.ts';

/** The screens with a tab, in the order of their keys: the trainer's for trainers only. */
export function tabScreens(isTrainer: boolean): readonly Exclude<Screen, 'sheet'>[] {
  return isTrainer ? ['watch', 'floor', 'handover', 'trainer'] : ['watch', 'floor', 'handover'];
}

/** The screen is in the address, so that a reload and the back button keep it; the sheet's desk as well. */
export function followHash(target: Window): void {
  const read = (): void => {
    const [name, detail] = target.location.hash.slice(1).split('/');
    screen.value = SCREENS.find((candidate) => candidate === name) ?? 'watch';
    const desk = DESKS.find((candidate) => candidate === detail);
    if (screen.value === 'sheet' && desk) chooseDesk(desk);
  };
  read();
  target.addEventListener('hashchange', read);
}
