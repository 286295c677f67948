import { formatIsoUtc } from '../time/calendar.ts';
import { MS_PER_DAY, MS_PER_HOUR, type UtcMs } from '../units.ts';
import { deskTitle } from './desks.ts';
import type { FloorState } from './state.ts';
import type { ChecklistLine, Desk, Handover, WorkItem } from './types.ts';

interface Line {
  readonly id: string;
  readonly title: string;
  readonly make: (state: FloorState, boundary: UtcMs) => { status: string; isAttentionWanted: boolean };
}

/** The chief's twelve lines of status, made from the floor itself; notional. Statuses name counts, never what is withheld. */
const CHIEF_LINES: readonly Line[] = [
  {
    id: 'crew',
    title: 'Chief and crew present',
    make: (state) => {
      const missing = state.coming?.alerts.length ?? state.staffed.alerts.length;
      return line(
        missing === 0 ? 'All desks have a relief' : `${missing} desks without a relief`,
        missing > 0,
      );
    },
  },
  {
    id: 'sensors',
    title: 'Sensor status',
    make: (state) => {
      const down = Object.keys(state.sensorsDown);
      return line(down.length === 0 ? 'No outage reported' : `Down: ${down.join(', ')}`, down.length > 0);
    },
  },
  {
    id: 'degraded',
    title: 'Degraded systems',
    make: (state) => {
      const parts = [
        ...Object.entries(state.sensorsDown).map(([sensor, { note }]) => `${sensor}: ${note}`),
        ...(state.isDegraded ? ['Director in charge by succession'] : []),
      ];
      return line(parts.length === 0 ? 'None' : `Degraded: ${parts.join('; ')}`, parts.length > 0);
    },
  },
  {
    id: 'conjunctions',
    title: 'Conjunctions open, TCA in 24 h',
    make: (state, boundary) => {
      const open = ofTypes(state, ['CONJ_INFO', 'CONJ_EMERG', 'APPROACH', 'CONJUNCTION']);
      const soon = open.filter(
        ({ criticalAt }) =>
          criticalAt !== null && criticalAt - boundary < MS_PER_DAY && criticalAt >= state.at,
      );
      return line(`${open.length} open, ${soon.length} with TCA in 24 h`, soon.length > 0);
    },
  },
  {
    id: 're-entries',
    title: 'Re-entries and next report',
    make: (state) => {
      const open = ofTypes(state, ['REENTRY', 'DECAY']);
      const next = open.flatMap(({ nextActionAt }) => nextActionAt ?? []).sort((a, b) => a - b)[0];
      return line(
        `${open.length} open${next === undefined ? '' : `, next report ${formatIsoUtc(next, 0)}`}`,
        next !== undefined,
      );
    },
  },
  {
    id: 'launches',
    title: 'Launches in 24 h',
    make: (state) => count(state, ['LAUNCH', 'LAUNCH_NOTICE']),
  },
  {
    id: 'break-ups',
    title: 'Break-ups and clusters of tracks',
    make: (state) => count(state, ['BREAKUP', 'UCT']),
  },
  {
    id: 'lost',
    title: 'Lost and high-interest objects',
    make: (state) => {
      const { survey } = state;
      const open = ofTypes(state, ['LOST', 'STALE']).length;
      const catalogue = survey
        ? `; catalogue ${formatIsoUtc(survey.at, 0)}: ${survey.lost} lost, ${survey.stale} stale of ${survey.objects}`
        : '';
      return line(`${open} items open${catalogue}`, open > 0);
    },
  },
  {
    id: 'weather',
    title: 'Space weather',
    make: ({ storm }) =>
      storm ? line(`Kp ${storm.kp}: ${storm.note}`, true) : line('No storm reported', false),
  },
  {
    id: 'requests',
    title: 'Requests and releases outstanding',
    make: (state) => count(state, ['RFI', 'LASER', 'REQUEST']),
  },
  {
    id: 'orders',
    title: 'Standing orders and changed procedures',
    make: ({ exercise, partners }) =>
      line(
        `${exercise.procedure === 'rigid' ? 'Rigid' : 'Flexible'} procedure; partners: ${Object.keys(partners).join(', ') || 'none'}`,
        false,
      ),
  },
  {
    id: 'staffing',
    title: 'Staffing, fatigue, relief of the next shift',
    make: (state) => {
      const absent = state.absences.filter(
        ({ from, to }) => from <= state.at && (to === null || state.at < to),
      );
      return line(absent.length === 0 ? 'Nobody absent' : `${absent.length} absent`, absent.length > 0);
    },
  },
];

function line(status: string, isAttentionWanted: boolean) {
  return { status, isAttentionWanted };
}

function ofTypes(state: FloorState, types: readonly string[]): WorkItem[] {
  return Object.values(state.items).filter(({ type }) => types.includes(type));
}

function count(state: FloorState, types: readonly string[]) {
  const open = ofTypes(state, types).length;
  return line(`${open} open`, open > 0);
}

/** Lines that may change while a handover is open, as they stand now. */
export function changedLine(
  state: FloorState,
  { checklist, boundary }: Pick<Handover, 'checklist' | 'boundary'>,
): { readonly id: string; readonly status: string; readonly isAttentionWanted: boolean } | null {
  const { sensorsDown, storm, isDegraded } = state;
  const seen = agreed.get(checklist);
  if (seen?.sensorsDown === sensorsDown && seen.storm === storm && seen.isDegraded === isDegraded)
    return null;
  for (const { id, make } of CHIEF_LINES) {
    if (!LIVE_LINES.includes(id)) continue;
    const shown = checklist.find((candidate) => candidate.id === id);
    if (!shown) continue;
    const now = make(state, boundary);
    if (now.status !== shown.status) return { id, ...now };
  }
  agreed.set(checklist, { sensorsDown, storm, isDegraded });
  return null;
}

/** What checklists were last found to agree with: most of the time nothing has changed. */
const agreed = new WeakMap<Handover['checklist'], Pick<FloorState, 'sensorsDown' | 'storm' | 'isDegraded'>>();

const LIVE_LINES: readonly string[] = ['sensors', 'degraded', 'weather'];

/** The status lines of a desk's handover: twelve for the chief, two for any other desk. */
export function checklistOf(state: FloorState, desk: Desk, boundary: UtcMs): readonly ChecklistLine[] {
  const blank = { reviewedAt: null, waivedBecause: null };
  if (desk === 'CCO') {
    return CHIEF_LINES.map(({ id, title, make }) => ({ id, title, ...make(state, boundary), ...blank }));
  }
  const open = Object.values(state.items).filter((item) => item.desk === desk);
  const due = open.filter(({ resolveBy }) => resolveBy - boundary < 8 * MS_PER_HOUR).length;
  const sensors = CHIEF_LINES[1]!.make(state, boundary);
  return [
    {
      id: 'items',
      title: `Open work, ${deskTitle(desk)}`,
      ...line(`${open.length} open, ${due} due in the coming shift`, due > 0),
      ...blank,
    },
    { id: 'sensors', title: 'Sensor status', ...sensors, ...blank },
  ];
}
