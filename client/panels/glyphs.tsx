import type { JSX } from 'preact';
import type { ObjectType } from '../../core/elements/object-type.ts';
import type { Severity } from '../../core/operations/types.ts';
import { text } from '../text.ts';

const TYPE_PATHS: Readonly<Record<ObjectType, string>> = {
  payload: 'M0 6h4v4H0zM5.500 4h5v8h-5zM12 6h4v4h-4z',
  'rocket-body': 'M5 14V7c0-3 1.500-5 3-6 1.500 1 3 3 3 6v7H9.500l-.5-2H7l-.5 2z',
  debris: 'M1 3l6 1-2 4zM10 1l4 3-4 3zM3 11l5-1 2 5-5-1zM12 9l3 3-3 2z',
  unknown:
    'M8 1.500c2.600 0 4.300 1.400 4.300 3.600 0 1.700-.9 2.600-2.100 3.400-1 .7-1.200 1.100-1.200 2.300H7c0-1.900.5-2.700 1.800-3.600 1-.7 1.400-1.100 1.400-2 0-1-.8-1.700-2.200-1.700-1.500 0-2.300.8-2.400 2.200H3.500C3.600 3.100 5.200 1.500 8 1.500zM7 12.500h2v2H7z',
};

/** The mark of a kind of object; always beside its name, so hidden from screen readers. */
export function TypeGlyph({ type }: { type: ObjectType }): JSX.Element {
  return (
    <svg class={`glyph type-${type}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={TYPE_PATHS[type]} />
    </svg>
  );
}

export type Status = 'off' | 'standby' | 'normal' | 'caution' | 'serious' | 'critical';

const STATUS_SHAPES: Readonly<Record<Status, JSX.Element>> = {
  off: <circle cx="8" cy="8" r="5.500" class="hollow" />,
  standby: (
    <>
      <circle cx="8" cy="8" r="6" class="hollow" />
      <circle cx="8" cy="8" r="2.500" />
    </>
  ),
  normal: <circle cx="8" cy="8" r="6" />,
  caution: <rect x="2.500" y="2.500" width="11" height="11" />,
  serious: <path d="M8 .5 15.500 8 8 15.500.5 8z" />,
  critical: <path d="M8 1 15.800 15H.2z" />,
};

/** A status as colour and shape; the words are beside it. */
export function StatusMark({ status }: { status: Status }): JSX.Element {
  return (
    <svg class={`mark status-${status}`} viewBox="0 0 16 16" aria-hidden="true">
      {STATUS_SHAPES[status]}
    </svg>
  );
}

const SEVERITY_STATUS: Readonly<Record<Severity, Status>> = { 1: 'standby', 2: 'caution', 3: 'serious' };

/** Severity as colour, shape and digit; red triangle only when it is late and must be acted on now. */
export function SeverityMark({ severity, isLate }: { severity: Severity; isLate: boolean }): JSX.Element {
  const status = isLate ? 'critical' : SEVERITY_STATUS[severity];
  return (
    <svg class={`severity status-${status}`} viewBox="0 0 16 16" role="img">
      <title>{text.floor.severity(severity, isLate)}</title>
      {status === 'standby' ? <circle cx="8" cy="8" r="6.500" class="hollow" /> : STATUS_SHAPES[status]}
      <text x="8" y={status === 'critical' ? 13.5 : 11.4} text-anchor="middle">
        {severity}
      </text>
    </svg>
  );
}

export type IconName =
  | 'search'
  | 'close'
  | 'plus'
  | 'minus'
  | 'home'
  | 'table'
  | 'filter'
  | 'pause'
  | 'run'
  | 'slower'
  | 'faster'
  | 'check'
  | 'watch'
  | 'floor'
  | 'handover'
  | 'trainer'
  | 'chevron'
  | 'back'
  | 'help'
  | 'arrow'
  | 'reverse';

const ICONS: Readonly<Record<IconName, string>> = {
  search: 'M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.300 10.300 14 14',
  close: 'M3.500 3.500l9 9M12.500 3.500l-9 9',
  plus: 'M8 2.500v11M2.500 8h11',
  minus: 'M2.500 8h11',
  home: 'M2.500 8 8 3l5.500 5M4 7v6h8V7',
  table: 'M2 3.500h12v9H2zM2 6.500h12M2 9.500h12M7 3.500v9',
  filter: 'M2 4h12M4 8h8M6.500 12h3',
  pause: 'M5.500 3v10M10.500 3v10',
  run: 'M5 3l8 5-8 5z',
  slower: 'M8 3.500 3 8l5 4.500M13 3.500 8 8l5 4.500',
  faster: 'M3 3.500 8 8l-5 4.500M8 3.500 13 8l-5 4.500',
  check: 'M3 8.500l3.500 3.500L13 4.500',
  watch: 'M8 4.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM2 11.500C4.500 13 14.500 6.500 14 4.500',
  floor:
    'M2.500 2.500h4.500v4.500H2.500zM9 2.500h4.500v4.500H9zM2.500 9h4.500v4.500H2.500zM9 9h4.500v4.500H9z',
  trainer: 'M2 3h12v8H2zM5 14l3-3 3 3M5 6h6M5 8.500h4',
  handover: 'M2 5.500h11M10 2.500l3 3-3 3M14 10.500H3M6 7.500l-3 3 3 3',
  chevron: 'M6 3l5 5-5 5',
  back: 'M10 3 5 8l5 5',
  help: 'M5.500 6c0-1.500 1-2.500 2.500-2.500S10.500 4.500 10.500 6c0 1.800-2.500 1.800-2.500 3.500M8 12v.8',
  arrow: 'M1 8h13M10.500 4.500 14 8l-3.500 3.500',
  reverse: 'M13 3 5 8l8 5z',
};

/** A line drawing beside, or instead of, words; the control carries the words. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}
