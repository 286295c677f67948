import { MS_PER_HOUR, MS_PER_MINUTE, type UtcMs } from '../units.ts';
import type { Surroundings } from './surroundings.ts';
import type { FloorFact } from './events.ts';
import { judgeQualification, stepQualification } from './qualification.ts';
import { judgeRelease } from './release.ts';
import type { FloorState } from './state.ts';
import type { Fact, InjectAction, InjectedItem, WorkItem } from './types.ts';
import { openItem } from './workload.ts';

/** What an inject makes happen, in order. What the rules forbid becomes a refusal in the log, never a change. */
export function injectFacts(
  state: FloorState,
  action: InjectAction,
  { at, around }: { at: UtcMs; around: Surroundings },
): readonly FloorFact[] {
  switch (action.type) {
    case 'item':
      return [{ type: 'ItemCreated', item: injectedItem(action.item, at, state) }];
    case 'item-facts': {
      const item = Object.hasOwn(state.items, action.item) ? state.items[action.item] : undefined;
      if (!item) return [refused(action.type, 'item', `there is no open item ${action.item}`)];
      const facts = action.facts.map((fact, i): Fact => ({ ...fact, id: `n${state.seq}-${i}`, asOf: at }));
      return [{ type: 'ItemFactsAdded', item: item.id, facts, nextActionAt: action.nextActionAt }];
    }
    case 'resolve-item':
      return Object.hasOwn(state.items, action.item)
        ? [{ type: 'ItemResolved', item: action.item, outcome: action.outcome }]
        : [refused(action.type, 'item', `there is no open item ${action.item}`)];
    case 'absence':
      return Object.hasOwn(state.people, action.person)
        ? [
            {
              type: 'PersonAbsent',
              absence: {
                person: action.person,
                from: at,
                to: action.hours === null ? null : at + Math.round(action.hours * MS_PER_HOUR),
                reason: action.reason,
              },
            },
          ]
        : [refused(action.type, 'roster', `nobody on the roster is ${action.person}`)];
    case 'return':
      return Object.hasOwn(state.people, action.person)
        ? [{ type: 'PersonReturned', person: action.person }]
        : [refused(action.type, 'roster', `nobody on the roster is ${action.person}`)];
    case 'fatigue':
      return Object.hasOwn(state.people, action.person)
        ? [
            {
              type: 'PersonFatigued',
              person: action.person,
              awakeSince: at - Math.round(action.awakeHours * MS_PER_HOUR),
            },
          ]
        : [refused(action.type, 'roster', `nobody on the roster is ${action.person}`)];
    case 'qualification': {
      const blocker = judgeQualification(state, action);
      const person = state.people[action.person];
      if (blocker || !person) {
        return [refused(action.type, blocker?.rule ?? 'roster', blocker?.reason ?? 'nobody on the roster')];
      }
      return [
        {
          type: 'QualificationChanged',
          person: action.person,
          qualification: stepQualification(person, { ...action, at }),
          by: action.by,
          reason: '',
        },
      ];
    }
    case 'sensor':
      return [
        { type: action.isUp ? 'SensorUp' : 'SensorDown', sensor: action.sensor, note: action.note } as const,
      ];
    case 'storm':
      return action.isOn
        ? [{ type: 'StormStarted', kp: action.kp, note: action.note }]
        : [{ type: 'StormEnded', note: action.note }];
    case 'partner-joins':
      return [{ type: 'PartnerJoined', partner: action.partner }];
    case 'partner-leaves':
      return Object.hasOwn(state.partners, action.partner)
        ? [{ type: 'PartnerLeft', partner: action.partner, reason: action.reason }]
        : [refused(action.type, 'partner', `${action.partner} is no partner`)];
    case 'release-request':
      return releaseFacts(state, action);
    case 'approach':
      return around.approach(state, { pair: action.pair, windowH: action.windowH, item: action.item }, at);
    case 'log':
      return [
        { type: 'LogEntryAdded', text: action.text, desk: null, release: ['USA', 'AUS', 'CAN', 'GBR'] },
      ];
  }
}

export function releaseFacts(
  state: FloorState,
  request: { partner: string; item: string; field: string; topic: string },
): readonly FloorFact[] {
  const { partner, item, field, topic } = request;
  const judged = judgeRelease(state, request);
  return [
    { type: 'ReleaseRequested', partner, item, field, topic },
    judged.ok
      ? { type: 'ReleaseApproved', partner, item, field }
      : { type: 'ReleaseDenied', partner, item, field, rule: judged.rule, reason: judged.reason },
  ];
}

function refused(request: string, rule: string, reason: string): FloorFact {
  return { type: 'RequestRefused', request: `inject ${request}`, rule, reason };
}

export function injectedItem(item: InjectedItem, at: UtcMs, state: FloorState): WorkItem {
  const id = Object.hasOwn(state.items, item.id) ? `${item.id}-${state.seq}` : item.id;
  return openItem({
    id,
    type: item.type,
    source: 'inject',
    summary: item.summary,
    objects: item.objects,
    severity: item.severity,
    desk: item.desk,
    createdAt: at,
    acknowledgeBy: at + item.acknowledgeMin * MS_PER_MINUTE,
    resolveBy: at + item.resolveMin * MS_PER_MINUTE,
    nextActionAt: item.nextActionAt,
    criticalAt: item.criticalAt,
    actions: item.actions,
    contingency: item.contingency,
    facts: item.facts.map((fact, i) => ({ ...fact, id: `f${i + 1}`, asOf: at })),
    release: item.release,
    effortMs: Math.round(item.effortMin * MS_PER_MINUTE),
    waitMs: Math.round(item.waitMin * MS_PER_MINUTE),
    acknowledgeAfterMs: Math.round(item.acknowledgeAfterMin * MS_PER_MINUTE),
  });
}
