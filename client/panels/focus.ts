/** A ref that gives focus to an element when it appears. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

/** A ref that keeps an element in sight. */
export function keepInSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
