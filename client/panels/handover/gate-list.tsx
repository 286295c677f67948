import type { JSX } from 'preact';
import type { FloorView, HandoverView } from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { seat } from '../../view-state.ts';
import { actions } from '../actions.ts';
import { AskButton } from '../ask-button.tsx';
import { StatusMark } from '../glyphs.tsx';
import { WithReason } from '../with-reason.tsx';
import { desksToWait, gateStatus, openGates } from './gates.ts';

interface GateListProps {
  readonly view: FloorView;
  readonly handover: HandoverView;
}

/** What stands between this handover and its acceptance, each line with its rule and reason, as the server judges it. */
export function GateList({ view, handover }: GateListProps): JSX.Element {
  const open = openGates(handover.gates);
  const hasPassed = handover.acceptedAt !== null;
  return (
    <section class="panel gates" aria-labelledby="gates-title">
      <div class="panel-head">
        <h3 id="gates-title" class="grow">
          {text.handover.gatesTitle}
        </h3>
        <span class="quiet">{hasPassed ? text.handover.assumed : text.handover.gatesOpen(open.length)}</span>
      </div>
      <ul>
        {handover.gates.map((gate) => {
          const state = hasPassed ? 'met' : gate.state;
          return (
            <li key={gate.id} class="gate">
              <StatusMark status={gateStatus({ ...gate, state })} />
              <span>
                <b>{text.handover.gateNames[gate.id]}</b>
                {state === 'met' ? (
                  <span class="hidden-text"> {text.handover.gateStates.met}</span>
                ) : (
                  <span class="quiet">
                    {text.handover.gateStates[state]}
                    {gate.detail !== '' && `: ${gate.detail} (${gate.rule})`}
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {!hasPassed && <GateActions view={view} handover={handover} />}
      <p class="forecast">
        <span class="quiet">{text.handover.forecast(handover.reviewedAt !== null)}</span>{' '}
        <b>{handover.forecast.toFixed(0)}</b>
      </p>
    </section>
  );
}

function GateActions({ view, handover }: GateListProps): JSX.Element {
  const isActive = view.mode === 'active';
  const phase = handover.gates.find(({ id }) => id === 'critical-phase');
  const officer = view.desks.find(({ desk }) => desk === 'SDO')?.holder.id;
  const asked = [handover.from, handover.to, officer];
  const isBlocked = phase?.state === 'blocking';
  const canConsent =
    isActive &&
    isBlocked &&
    asked.includes(seat.value ?? '') &&
    !handover.consents.includes(seat.value ?? '');
  const waiting = handover.desk === 'CCO' ? desksToWait(view.desks, handover) : [];
  const isWaiting = handover.gates.some(({ id, state }) => id === 'desks' && state === 'waiting');
  return (
    <div class="gate-actions">
      {isBlocked && (
        <p class="quiet">
          {text.handover.consented(asked.filter((person) => handover.consents.includes(person ?? '')).length)}
        </p>
      )}
      {canConsent && (
        <AskButton
          ask={() => actions().floor({ type: 'consent-critical-phase', handover: handover.id })}
          done={text.handover.consentDone}
        >
          {text.handover.consent}
        </AskButton>
      )}
      {isActive && isWaiting && seat.value === handover.to && waiting.length > 0 && (
        <details class="waivers">
          <summary>{text.handover.waiveTitle}</summary>
          {waiting.map((desk) => (
            <WithReason
              key={desk}
              words={text.handover.waiveDesk(desk)}
              ask={(reason) => actions().floor({ type: 'waive-desk', handover: handover.id, desk, reason })}
            />
          ))}
        </details>
      )}
      {Object.entries(handover.waivers).map(([desk, reason]) => (
        <p key={desk} class="quiet">
          {text.handover.deskWaived(desk, reason)}
        </p>
      ))}
    </div>
  );
}
