import { screen, SCREENS } from '../view-state.ts';

/** The screen is in the address, so that a reload and the back button keep it. */
export function followHash(target: Window): void {
  const read = (): void => {
    const name = target.location.hash.slice(1);
    screen.value = SCREENS.find((candidate) => candidate === name) ?? 'watch';
  };
  read();
  target.addEventListener('hashchange', read);
}
