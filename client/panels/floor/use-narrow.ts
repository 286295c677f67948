import { useEffect, useState } from 'preact/hooks';

/** As the style sheets have it: one column. */
const NARROW = '(max-width: 899px)';

/** True while the page has one column only: details then open below their row instead of beside the list. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const follow = (): void => setNarrow(media.matches);
    follow();
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  return isNarrow;
}
